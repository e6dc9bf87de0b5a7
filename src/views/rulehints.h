// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QPersistentModelIndex>
#include <QPointer>

class QWidget;

namespace Spritarium {

class Chip;
class RuleNote;
class RuleTable;

//! What stands over the rows of the rule table for a moment (ux-spec 10.2): why a text can be no rule, as
//! long as it is not changed; what was taken away from one, until the person goes on or 6 s are over; and the
//! offer of a companion. None of them ever covers the name of the rule that it belongs to.
class RuleHints : public QObject
{
    Q_OBJECT

public:
    explicit RuleHints(RuleTable &table);

    //! Under `field`, until withdrawRefusal() or the field is gone.
    void refuse(QWidget &field, const QString &reason);
    void withdrawRefusal();
    //! Under the row, or under the field of a new rule where that stands below it.
    void tellCleaned(const QModelIndex &index, const QString &note);
    //! The person does something else: what was told is old.
    void withdrawNews();
    //! "+ *.example.com" beside the name, or under the row where there is no room.
    void offerCompanion(const QModelIndex &index);
    void withdrawOffer();
    //! Withdraws the offer when the document has the pattern by now.
    void refreshOffer();
    QWidget *offer() const;
    //! Back to their rows, after these moved.
    void place();

Q_SIGNALS:
    void companionWanted(const QModelIndex &index);

private:
    void followFocus(const QWidget *old, const QWidget *now);
    void hideNote();
    QRect noteAnchor() const;
    void placeOffer();
    QRect besideName(const QSize &size) const;

    RuleTable &m_table;
    RuleNote *m_note;
    Chip *m_offer;
    QPointer<QWidget> m_field;
    QPersistentModelIndex m_noteFor;
    QPersistentModelIndex m_offerFor;
};

} // namespace Spritarium
