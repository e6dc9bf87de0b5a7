// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/checkpointledger.h"

#include <QJsonValue>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

//! N of "vN", -1 for automatic ones.
int versionOf(const QString &id)
{
    bool isNumber = false;
    const int version = QStringView(id).mid(1).toInt(&isNumber);
    return id.startsWith(u'v') && isNumber ? version : -1;
}

QDateTime wholeSeconds(const QDateTime &time)
{
    return QDateTime::fromSecsSinceEpoch(time.toSecsSinceEpoch(), Qt::UTC);
}

} // namespace

void CheckpointLedger::put(const CheckpointRecord &record)
{
    const auto known = m_places.constFind(record.id);
    if (known != m_places.constEnd()) {
        m_records[*known] = record;
        m_parents[*known] = parentOf(record, *known);
        return;
    }
    m_parents.append(parentOf(record, m_records.size()));
    m_places.insert(record.id, m_records.size());
    m_records.append(record);
    m_highest = std::max(m_highest, versionOf(record.id));
}

qsizetype CheckpointLedger::parentOf(const CheckpointRecord &record, qsizetype place) const
{
    const qsizetype parent = m_places.value(record.source, -1);
    return parent < place ? parent : -1;
}

const CheckpointRecord *CheckpointLedger::any(const QString &id) const
{
    const auto found = m_places.constFind(id);
    return found == m_places.constEnd() ? nullptr : &m_records.at(*found);
}

const CheckpointRecord *CheckpointLedger::find(const QString &id) const
{
    const CheckpointRecord *record = any(id);
    return record && !record->deleted ? record : nullptr;
}

QString CheckpointLedger::nextAutoId(const QDateTime &at) const
{
    qint64 stamp = at.toMSecsSinceEpoch();
    while (any(u"auto-%1"_s.arg(stamp)))
        ++stamp;
    return u"auto-%1"_s.arg(stamp);
}

QDateTime CheckpointLedger::cutBefore(int version, const QDateTime &birth) const
{
    const CheckpointRecord *before = version > 0 ? any(u"v%1"_s.arg(version - 1)) : nullptr;
    return before ? before->cutAt : birth;
}

Checkpoint CheckpointLedger::describe(const CheckpointRecord &record, const QDateTime &birth) const
{
    return describe(record, birth, lineage(record.source));
}

Checkpoint CheckpointLedger::describe(const CheckpointRecord &record, const QDateTime &birth,
                                      const QStringList &history) const
{
    Checkpoint checkpoint;
    checkpoint.id = record.id;
    checkpoint.cutAt = record.cutAt;
    checkpoint.createTime =
        wholeSeconds(record.isAuto ? record.cutAt : cutBefore(versionOf(record.id), birth));
    checkpoint.comment = record.comment;
    checkpoint.isAuto = record.isAuto;
    checkpoint.history = history;
    checkpoint.sourceId = record.source;
    checkpoint.health = record.health;
    return checkpoint;
}

QList<Checkpoint> CheckpointLedger::list(bool includeAuto, const QDateTime &birth, qsizetype ancestors) const
{
    QList<Checkpoint> checkpoints;
    checkpoints.reserve(m_records.size());
    for (qsizetype at = m_records.size() - 1; at >= 0; --at) {
        const CheckpointRecord &record = m_records.at(at);
        if (!record.deleted && (includeAuto || !record.isAuto))
            checkpoints.append(describe(record, birth, lineage(m_parents.at(at), ancestors)));
    }
    return checkpoints;
}

Checkpoint CheckpointLedger::current(const QString &base, const QDateTime &birth) const
{
    Checkpoint checkpoint;
    checkpoint.id = u"Current"_s;
    checkpoint.createTime = wholeSeconds(cutBefore(nextVersion(), birth));
    checkpoint.history = lineage(base);
    checkpoint.sourceId = base;
    return checkpoint;
}

QStringList CheckpointLedger::lineage(const QString &source) const
{
    return lineage(m_places.value(source, -1), -1);
}

QStringList CheckpointLedger::lineage(qsizetype place, qsizetype most) const
{
    qsizetype count = 0;
    for (qsizetype at = place; at >= 0 && count != most; at = m_parents.at(at))
        ++count;
    QStringList ids(count);
    for (qsizetype at = place; count > 0; at = m_parents.at(at))
        ids[--count] = m_records.at(at).id;
    return ids;
}

QList<CheckpointRecord> CheckpointLedger::mounted(int count) const
{
    QList<CheckpointRecord> newest;
    for (auto record = m_records.crbegin(); record != m_records.crend() && count > 0; ++record) {
        if (record->deleted)
            continue;
        --count;
        if (record->health.isEmpty())
            newest.append(*record);
    }
    return newest;
}

QJsonObject toJson(const CheckpointRecord &record)
{
    QJsonObject object{{u"id"_s, record.id}, {u"cut"_s, record.cutAt.toMSecsSinceEpoch()}};
    const std::initializer_list<std::pair<QString, QString>> texts = {{u"comment"_s, record.comment},
                                                                      {u"source"_s, record.source},
                                                                      {u"health"_s, record.health},
                                                                      {u"tree"_s, record.tree}};
    for (const auto &[key, text] : texts) {
        if (!text.isEmpty())
            object.insert(key, text);
    }
    if (record.isAuto)
        object.insert(u"auto"_s, true);
    if (record.deleted)
        object.insert(u"deleted"_s, true);
    return object;
}

CheckpointRecord checkpointFromJson(const QJsonObject &object)
{
    CheckpointRecord record;
    record.id = object.value("id"_L1).toString();
    record.cutAt = QDateTime::fromMSecsSinceEpoch(object.value("cut"_L1).toInteger(), Qt::UTC);
    record.comment = object.value("comment"_L1).toString();
    record.isAuto = object.value("auto"_L1).toBool();
    record.source = object.value("source"_L1).toString();
    record.health = object.value("health"_L1).toString();
    record.tree = object.value("tree"_L1).toString();
    record.deleted = object.value("deleted"_L1).toBool();
    return record;
}

} // namespace Spritarium::Playground
