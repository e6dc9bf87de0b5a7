// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/checkpointledger.h"

#include <QJsonValue>
#include <QSet>

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
    const auto known = std::find_if(m_records.begin(), m_records.end(),
                                    [&](const CheckpointRecord &other) { return other.id == record.id; });
    if (known != m_records.end())
        *known = record;
    else
        m_records.append(record);
}

const CheckpointRecord *CheckpointLedger::any(const QString &id) const
{
    const auto found = std::find_if(m_records.cbegin(), m_records.cend(),
                                    [&](const CheckpointRecord &record) { return record.id == id; });
    return found == m_records.cend() ? nullptr : &*found;
}

const CheckpointRecord *CheckpointLedger::find(const QString &id) const
{
    const CheckpointRecord *record = any(id);
    return record && !record->deleted ? record : nullptr;
}

int CheckpointLedger::nextVersion() const
{
    int highest = 0;
    for (const CheckpointRecord &record : m_records)
        highest = std::max(highest, versionOf(record.id));
    return highest + 1;
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
    Checkpoint checkpoint;
    checkpoint.id = record.id;
    checkpoint.cutAt = record.cutAt;
    checkpoint.createTime =
        wholeSeconds(record.isAuto ? record.cutAt : cutBefore(versionOf(record.id), birth));
    checkpoint.comment = record.comment;
    checkpoint.isAuto = record.isAuto;
    checkpoint.history = lineage(record.source);
    checkpoint.sourceId = record.source;
    checkpoint.health = record.health;
    return checkpoint;
}

QList<Checkpoint> CheckpointLedger::list(bool includeAuto, const QDateTime &birth) const
{
    QList<Checkpoint> checkpoints;
    for (auto record = m_records.crbegin(); record != m_records.crend(); ++record) {
        if (!record->deleted && (includeAuto || !record->isAuto))
            checkpoints.append(describe(*record, birth));
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
    QStringList ids;
    // A parent always stands before its child, so a single walk backwards finds the whole line.
    QString wanted = source;
    for (auto record = m_records.crbegin(); record != m_records.crend() && !wanted.isEmpty(); ++record) {
        if (record->id != wanted)
            continue;
        ids.prepend(record->id);
        wanted = record->source;
    }
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
