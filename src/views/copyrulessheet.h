// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"
#include "views/sheet.h"

class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace Spritarium {

//! From which sprite the rules are copied. Says of a sleeping one that reading wakes it; rules last seen need
//! no waking and are offered with their age.
class CopyRulesSheet : public Sheet
{
    Q_OBJECT

public:
    struct Source
    {
        SpriteKey key;
        SpriteState state = SpriteState::Unknown;
        QDateTime lastSeen; //!< when its rules were seen; invalid: never

        friend bool operator==(const Source &, const Source &) = default;
    };

    CopyRulesSheet(const QList<Source> &sources, QWidget *parent = nullptr);

Q_SIGNALS:
    //! `fromLastSeen`: what this computer remembers, nothing is asked. The owner calls setBusy() and
    //! accept().
    void sourceChosen(const Spritarium::SpriteKey &key, bool fromLastSeen);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill();
    void buildFooter();
    const Source *current() const;
    void refresh();
    void choose(bool fromLastSeen);

    QList<Source> m_sources;
    QLineEdit *m_filter;
    QListView *m_list;
    QStandardItemModel *m_rows;
    QSortFilterProxyModel *m_shown;
    TextLabel *m_hint;
    QPushButton *m_lastSeen = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace Spritarium
