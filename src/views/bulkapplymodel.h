// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/bulkapplysheet.h"
#include "views/glyphs.h"

#include <QAbstractTableModel>

namespace Spritarium {

//! The table of BulkApplySheet: who is ticked, what would change on each, how each ended. Owned by the sheet.
class BulkApplyModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { SpriteColumn, StateColumn, ChangesColumn, ResultColumn, ColumnCount };
    //! How many rows came to which end.
    struct Count
    {
        int waiting = 0; //!< asked for and not ended
        int done = 0;
        int different = 0; //!< applied, but something else was read back
        int failed = 0;
        int unknown = 0;
        int canceled = 0;
        int toLook = 0;  //!< nothing was written, the person shall look first
        int skipped = 0; //!< ticked, and left out for being asleep

        int ended() const { return done + different + failed + unknown + canceled; }
    };

    BulkApplyModel(const QList<BulkApplySheet::Target> &targets, QObject *parent);

    //! Another source: ends of the one before are forgotten, and ticks that were taken away come back.
    void setPolicy(const NetworkPolicy &policy);
    void setWake(bool wake);
    void setTicked(int row, bool ticked);
    void setAllTicked(bool ticked);
    bool isTicked(int row) const { return m_rows.at(row).ticked; }
    void setRules(const SpriteKey &key, const NetworkPolicy &rules, const QDateTime &asOf);
    void setProgress(const SpriteKey &key, Outcome outcome, const QString &text);
    void setWaiting(const QList<SpriteKey> &keys);
    void askToLook(const SpriteKey &key, const QString &text);
    void skip(const SpriteKey &key, SpriteState state);
    void setState(const SpriteKey &key, SpriteState state);

    //! Whom Apply would reach now.
    QList<SpriteKey> eligible() const;
    //! Whom Retry failed would reach: ended without success, and awake unless they may be woken.
    QList<SpriteKey> retryable() const;
    //! Those of `keys` that "Wake them" speaks of.
    QList<SpriteKey> sleeping(const QList<SpriteKey> &keys) const;
    Count count() const;
    //! Ticked ones that are left out for being asleep, with or without "Wake them".
    int asleep() const;
    QString nameAt(int row) const { return m_rows.at(row).target.key.sprite.toString(); }
    bool isKnown(int row) const { return m_rows.at(row).target.rules.has_value(); }
    const PolicyDiff &diffAt(int row) const;
    //! How it ended or goes, or what speaks against it, one sentence a line; may be empty.
    QString endAt(int row) const;
    ColorRole endRoleAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    enum class Stage { Idle, Waiting, Running, Ended };
    struct Row
    {
        BulkApplySheet::Target target;
        bool ticked = true;
        bool isHeld = false;   //!< the tick was taken away by us
        bool isChosen = false; //!< the person decided about the tick for this source
        Stage stage = Stage::Idle;
        Outcome outcome = Outcome::Running;
        QString text;                           //!< of the end; in Idle why it did not come to one
        QList<CheckedExpectation> failing = {}; //!< of its expectations, under the source
        mutable std::optional<PolicyDiff> diff; //!< worked out when first looked at
        mutable std::optional<bool> isEqual;    //!< likewise; the rules may be many
    };

    int rowOf(const SpriteKey &key) const;
    bool isEqual(const Row &row) const;
    bool needsWaking(const Row &row) const { return row.target.state != SpriteState::Running; }
    QString changesText(int row) const;
    bool isRetryable(const Row &row) const;
    void judge(Row &row);
    void choose(Row &row, bool ticked);
    QString resultText(const Row &row) const;
    QVariant accent(const Row &row, int column, bool glyph) const;
    void touch(int row);
    void touchAll();

    QList<Row> m_rows;
    NetworkPolicy m_policy;
    PolicyEvaluator m_evaluator;
    bool m_wake = false;
};

} // namespace Spritarium
