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

        int ended() const { return done + different + failed + unknown + canceled; }
    };

    BulkApplyModel(const QList<BulkApplySheet::Target> &targets, QObject *parent);

    //! Another source: ends of the one before are forgotten.
    void setPolicy(const NetworkPolicy &policy);
    void setWake(bool wake);
    void setTicked(int row, bool ticked);
    void setAllTicked(bool ticked);
    bool isTicked(int row) const { return m_rows.at(row).ticked; }
    void setRules(const SpriteKey &key, const NetworkPolicy &rules, const QDateTime &asOf);
    void setProgress(const SpriteKey &key, Outcome outcome, const QString &text);
    void setWaiting(const QList<SpriteKey> &keys);

    //! Whom Apply would reach now.
    QList<SpriteKey> eligible() const;
    //! Whom Retry failed would reach: ended without success.
    QList<SpriteKey> retryable() const;
    Count count() const;
    //! Ticked ones that are left out for being asleep, with or without "Wake them".
    int asleep() const;
    QString nameAt(int row) const { return m_rows.at(row).target.key.sprite.toString(); }
    bool isKnown(int row) const { return m_rows.at(row).target.rules.has_value(); }
    const PolicyDiff &diffAt(int row) const;
    //! How it ended or goes; empty before it was asked for.
    QString endAt(int row) const;
    OutcomeMark markAt(int row) const { return markOf(m_rows.at(row).outcome); }

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
        Stage stage = Stage::Idle;
        Outcome outcome = Outcome::Running;
        QString text;
        mutable std::optional<PolicyDiff> diff; //!< worked out when first looked at
        mutable std::optional<bool> isEqual;    //!< likewise; the rules may be many
    };

    int rowOf(const SpriteKey &key) const;
    bool isEqual(const Row &row) const;
    bool needsWaking(const Row &row) const { return row.target.state != SpriteState::Running; }
    QString changesText(int row) const;
    QString resultText(const Row &row) const;
    QVariant accent(const Row &row, int column, bool glyph) const;
    void touch(int row);
    void touchAll();

    QList<Row> m_rows;
    NetworkPolicy m_policy;
    bool m_wake = false;
};

} // namespace Spritarium
