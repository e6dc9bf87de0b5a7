// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/expectation.h"
#include "domain/operation.h"
#include "domain/policydiff.h"
#include "domain/sprite.h"
#include "views/sheet.h"

#include <optional>

class QCheckBox;
class QComboBox;
class QTreeView;

namespace Spritarium {

class BulkApplyModel;
class PolicyDiffView;

//! One policy for many sprites (ux-spec 10.4, Bulk apply): the source, what it changes on each, who is
//! skipped, and the result of each with Retry failed.
//!
//! Rules that are there already are not written again. Once asked for, a run goes on without the sheet.
class BulkApplySheet : public Sheet
{
    Q_OBJECT

public:
    struct Target
    {
        SpriteKey key;
        SpriteState state = SpriteState::Unknown;
        std::optional<NetworkPolicy> rules; //!< in force, or last seen
        QDateTime asOf;
        QList<Expectation> expectations = {}; //!< those that fail leave the target unticked

        friend bool operator==(const Target &, const Target &) = default;
    };

    //! What can be applied: a name for people and the rules.
    struct Source
    {
        QString name;
        NetworkPolicy policy;

        friend bool operator==(const Source &, const Source &) = default;
    };

    BulkApplySheet(const QList<Source> &sources, const QList<Target> &targets, QWidget *parent = nullptr);

    //! The rules of one were read while the sheet was open.
    void setRules(const SpriteKey &key, const NetworkPolicy &rules, const QDateTime &asOf);
    //! Running, then an end with its sentence.
    void setProgress(const SpriteKey &key, Outcome outcome, const QString &text);
    //! Nothing was written: the rules shown with setRules() are new to the person, who has to tick it again.
    void askToLook(const SpriteKey &key, const QString &text);
    //! Nothing was written: it does not run any more, and nobody agreed to wake it.
    void skip(const SpriteKey &key, SpriteState state);
    void setState(const SpriteKey &key, SpriteState state);
    //! A source that was read from a sprite or a file; becomes the chosen one.
    void addSource(const Source &source);

Q_SIGNALS:
    //! Ticked targets that are awake, or all of them with "Wake them"; also of Retry failed. `waking` are
    //! those of them that were shown as asleep, and may be woken.
    void applyRequested(const QList<Spritarium::SpriteKey> &keys, const Spritarium::NetworkPolicy &policy,
                        const QList<Spritarium::SpriteKey> &waking);
    //! "From a file…": addSource() follows, or showError().
    void fileRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildSource();
    void buildChoices();
    void buildTable();
    void buildFooter();
    void start(const QList<SpriteKey> &keys);
    void showSource();
    void showCurrent();
    void showEnd();
    void refresh();
    void refreshApply();
    QString endsText() const;

    QList<Source> m_sources;
    BulkApplyModel *m_rows;
    QComboBox *m_source;
    QPushButton *m_file;
    TextLabel *m_sourceSummary;
    QCheckBox *m_all;
    TextLabel *m_asleep;
    QCheckBox *m_wake;
    QTreeView *m_table;
    TextLabel *m_diffTitle;
    TextLabel *m_end; //!< what came of the selected one, unabridged
    PolicyDiffView *m_diff;
    TextLabel *m_summary;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_apply = nullptr;
};

} // namespace Spritarium
