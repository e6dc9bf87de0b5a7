// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritecatalog.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

QJsonValue stamp(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toMSecsSinceEpoch()) : QJsonValue();
}

QDateTime timeOf(const QJsonValue &value)
{
    return value.isDouble() ? QDateTime::fromMSecsSinceEpoch(value.toInteger(), Qt::UTC) : QDateTime();
}

QMap<QString, QString> variablesFromJson(const QJsonObject &object)
{
    QMap<QString, QString> variables;
    for (auto it = object.begin(); it != object.end(); ++it)
        variables.insert(it.key(), it->toString());
    return variables;
}

SpriteRecord spriteFromJson(const QJsonObject &object)
{
    SpriteRecord record;
    Sprite &sprite = record.sprite;
    sprite.id = object.value("id"_L1).toString();
    sprite.name = object.value("name"_L1).toString();
    sprite.status = object.value("status"_L1).toString();
    sprite.auth = object.value("auth"_L1).toString();
    sprite.privateAccess = object.value("private_access"_L1).toString();
    const QJsonArray labels = object.value("labels"_L1).toArray();
    for (const QJsonValue &label : labels)
        sprite.labels.append(label.toString());
    sprite.createdAt = timeOf(object.value("created"_L1));
    sprite.updatedAt = timeOf(object.value("updated"_L1));
    sprite.lastRunningAt = timeOf(object.value("running"_L1));
    sprite.lastWarmingAt = timeOf(object.value("warming"_L1));
    sprite.version = object.value("version"_L1).toString();
    sprite.environmentVersion = object.value("environment"_L1).toString();
    sprite.variables = variablesFromJson(object.value("variables"_L1).toObject()); // of earlier versions
    sprite.fails = object.value("fails"_L1).toBool();
    record.tree = object.value("tree"_L1).toString();
    record.base = object.value("base"_L1).toString();
    return record;
}

} // namespace

QJsonObject SpriteCatalog::spriteRecord(const SpriteRecord &record)
{
    const Sprite &sprite = record.sprite;
    QJsonObject object{{u"id"_s, sprite.id},
                       {u"name"_s, sprite.name},
                       {u"status"_s, sprite.status},
                       {u"auth"_s, sprite.auth},
                       {u"private_access"_s, sprite.privateAccess},
                       {u"created"_s, stamp(sprite.createdAt)},
                       {u"updated"_s, stamp(sprite.updatedAt)},
                       {u"running"_s, stamp(sprite.lastRunningAt)},
                       {u"warming"_s, stamp(sprite.lastWarmingAt)},
                       {u"tree"_s, record.tree},
                       {u"base"_s, record.base}};
    if (!sprite.labels.isEmpty())
        object.insert(u"labels"_s, QJsonArray::fromStringList(sprite.labels));
    if (!sprite.version.isEmpty())
        object.insert(u"version"_s, sprite.version);
    if (!sprite.environmentVersion.isEmpty())
        object.insert(u"environment"_s, sprite.environmentVersion);
    if (sprite.fails)
        object.insert(u"fails"_s, true);
    return {{u"sprite"_s, object}};
}

QJsonObject SpriteCatalog::variablesRecord(const Sprite &sprite)
{
    QJsonObject variables;
    for (auto it = sprite.variables.cbegin(); it != sprite.variables.cend(); ++it)
        variables.insert(it.key(), it.value());
    return {{u"variables"_s, variables}, {u"of"_s, sprite.id}};
}

QJsonObject SpriteCatalog::checkpointRecord(const QString &spriteId, const CheckpointRecord &record)
{
    return {{u"checkpoint"_s, toJson(record)}, {u"of"_s, spriteId}};
}

QJsonObject SpriteCatalog::goneRecord(const QString &spriteId)
{
    return {{u"gone"_s, spriteId}};
}

void SpriteCatalog::apply(const QJsonObject &record)
{
    if (const QJsonValue sprite = record.value("sprite"_L1); sprite.isObject()) {
        SpriteRecord incoming = spriteFromJson(sprite.toObject());
        const QString name = incoming.sprite.name;
        if (const auto known = m_byName.constFind(name); known != m_byName.constEnd()) {
            incoming.ledger = known->ledger;
            if (incoming.sprite.variables.isEmpty())
                incoming.sprite.variables = known->sprite.variables;
            --m_statuses[known->sprite.status];
        }
        ++m_statuses[incoming.sprite.status];
        m_names.insert(incoming.sprite.id, name);
        m_byName.insert(name, std::move(incoming));
    } else if (const QJsonValue variables = record.value("variables"_L1); variables.isObject()) {
        const auto known = m_byName.find(m_names.value(record.value("of"_L1).toString()));
        if (known != m_byName.end())
            known->sprite.variables = variablesFromJson(variables.toObject());
    } else if (const QJsonValue checkpoint = record.value("checkpoint"_L1); checkpoint.isObject()) {
        const auto known = m_byName.find(m_names.value(record.value("of"_L1).toString()));
        if (known != m_byName.end())
            known->ledger.put(checkpointFromJson(checkpoint.toObject()));
    } else if (const QJsonValue gone = record.value("gone"_L1); gone.isString()) {
        const SpriteRecord taken = m_byName.take(m_names.take(gone.toString()));
        if (!taken.sprite.id.isEmpty())
            --m_statuses[taken.sprite.status];
    }
}

QJsonArray SpriteCatalog::snapshot() const
{
    QJsonArray records;
    for (const SpriteRecord &record : m_byName) {
        records.append(spriteRecord(record));
        if (!record.sprite.variables.isEmpty())
            records.append(variablesRecord(record.sprite));
        for (const CheckpointRecord &checkpoint : record.ledger.records())
            records.append(checkpointRecord(record.sprite.id, checkpoint));
    }
    return records;
}

qsizetype SpriteCatalog::recordCount() const
{
    qsizetype count = m_byName.size();
    for (const SpriteRecord &record : m_byName)
        count += record.ledger.records().size() + (record.sprite.variables.isEmpty() ? 0 : 1);
    return count;
}

const SpriteRecord *SpriteCatalog::find(const QString &name) const
{
    const auto found = m_byName.constFind(name);
    return found == m_byName.constEnd() ? nullptr : &*found;
}

const SpriteRecord *SpriteCatalog::findById(const QString &id) const
{
    const auto name = m_names.constFind(id);
    return name == m_names.constEnd() ? nullptr : find(*name);
}

SpritePage SpriteCatalog::page(const QString &prefix, const QString &after, int limit) const
{
    SpritePage page;
    // Whatever is greater than `after` begins here; names that share the prefix stand together.
    auto at = after >= prefix && !after.isEmpty() ? m_byName.upperBound(after) : m_byName.lowerBound(prefix);
    for (; at != m_byName.cend() && at.key().startsWith(prefix); ++at) {
        if (page.sprites.size() >= std::max(limit, 1)) {
            page.next = page.sprites.constLast().name;
            break;
        }
        page.sprites.append(at->sprite);
    }
    return page;
}

QList<Sprite> SpriteCatalog::all() const
{
    QList<Sprite> sprites;
    sprites.reserve(m_byName.size());
    for (const SpriteRecord &record : m_byName)
        sprites.append(record.sprite);
    return sprites;
}

QSet<QString> SpriteCatalog::trees() const
{
    QSet<QString> trees;
    for (const SpriteRecord &record : m_byName) {
        trees.insert(record.tree);
        for (const CheckpointRecord &checkpoint : record.ledger.records())
            trees.insert(checkpoint.tree);
    }
    return trees;
}

QSet<QString> SpriteCatalog::ids() const
{
    return {m_names.keyBegin(), m_names.keyEnd()};
}

} // namespace Spritarium::Playground
