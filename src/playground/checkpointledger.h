// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/storetypes.h"

#include <QHash>
#include <QJsonObject>
#include <QList>

#include <optional>

namespace Spritarium::Playground {

//! A checkpoint as the journal keeps it; what the wire wants besides is worked out by CheckpointLedger.
struct CheckpointRecord
{
    QString id;
    QDateTime cutAt;
    QString comment;
    bool isAuto = false;
    QString source; //!< the id the live files were based on when it was cut
    QString health;
    QString tree;         //!< folder below trees/; empty: no file existed yet
    bool deleted = false; //!< kept without its files, so that numbers stay used and lineages complete

    friend bool operator==(const CheckpointRecord &, const CheckpointRecord &) = default;
};

//! All checkpoints of one sprite in the order they were cut, deleted ones included, and what follows from
//! that order: numbers, times as the service words them (sprites-api 5.2) and lineage (5.4). Pure.
class CheckpointLedger
{
public:
    //! Replaces the record of that id, else appends.
    void put(const CheckpointRecord &record);
    const QList<CheckpointRecord> &records() const { return m_records; }
    //! Not the deleted ones.
    const CheckpointRecord *find(const QString &id) const;

    int nextVersion() const { return m_highest + 1; }
    //! "auto-<unix ms>", moved on by a millisecond while taken.
    QString nextAutoId(const QDateTime &at) const;

    //! Newest first, without Current. Each with its nearest ancestors only if `ancestors` is not negative:
    //! thousands in a row, each with all of them, are millions.
    QList<Checkpoint> list(bool includeAuto, const QDateTime &birth, qsizetype ancestors = -1) const;
    Checkpoint describe(const CheckpointRecord &record, const QDateTime &birth) const;
    //! The pseudo entry for live files that are based on `base`.
    Checkpoint current(const QString &base, const QDateTime &birth) const;
    //! Ancestors of a state whose parent is `source`, oldest first, that parent included.
    QStringList lineage(const QString &source) const;
    //! The newest `count` that are not deleted, less the ones that cannot be mounted.
    QList<CheckpointRecord> mounted(int count) const;

private:
    const CheckpointRecord *any(const QString &id) const;
    //! Where its source stands, -1 without one. Always before it: a journal that was tampered with must not
    //! lead in circles.
    qsizetype parentOf(const CheckpointRecord &record, qsizetype place) const;
    //! Of a state whose parent stands there: the nearest `most`, all if that is negative.
    QStringList lineage(qsizetype place, qsizetype most) const;
    QDateTime cutBefore(int version, const QDateTime &birth) const;

    Checkpoint describe(const CheckpointRecord &record, const QDateTime &birth,
                        const QStringList &history) const;

    QList<CheckpointRecord> m_records;
    QList<qsizetype> m_parents;         //!< of m_records
    QHash<QString, qsizetype> m_places; //!< in m_records, by id
    int m_highest = 0;                  //!< version
};

QJsonObject toJson(const CheckpointRecord &record);
CheckpointRecord checkpointFromJson(const QJsonObject &object);

} // namespace Spritarium::Playground
