// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/policyevaluation.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

//! Outside of every namespace, as Q_INIT_RESOURCE wants it.
static void registerPresets()
{
    Q_INIT_RESOURCE(playgroundpresets);
}

namespace Spritarium::Playground {

namespace {

//! One name with what happens to it. A preset becomes many of the same rule.
struct Entry
{
    int rule = 0;
    QString pattern;
    bool allows = false;

    bool isEverything() const { return pattern == "*"_L1; }
    bool isWildcard() const { return pattern.startsWith("*."_L1); }
    //! What a wildcard stands before: ".example.com".
    QStringView end() const { return QStringView(pattern).mid(1); }
};

QString compared(const QString &text)
{
    return text.trimmed().toLower();
}

QList<Entry> entriesOf(const QJsonArray &rules, const QStringList &defaults)
{
    QList<Entry> entries;
    for (int i = 0; i < rules.size(); ++i) {
        const QJsonObject rule = rules.at(i).toObject();
        const QString domain = rule.value("domain"_L1).toString();
        const QString include = rule.value("include"_L1).toString();
        const QString action = rule.value("action"_L1).toString();
        if (include.isEmpty()) {
            entries.append({i, domain.isEmpty() ? u"*"_s : compared(domain), action == "allow"_L1});
            continue;
        }
        if (include != "defaults"_L1)
            continue;
        for (const QString &name : defaults)
            entries.append({i, compared(name), action != "deny"_L1});
    }
    return entries;
}

bool isCovered(const QString &name, const Entry &entry, const PolicyReading &reading)
{
    if (!entry.isWildcard())
        return false;
    if (name == entry.end().mid(1))
        return reading.starCoversBase;
    return name.endsWith(entry.end());
}

const Entry *firstMatch(const QList<Entry> &entries, const QString &name, const PolicyReading &reading)
{
    for (const Entry &entry : entries) {
        if (entry.pattern == name || entry.isEverything() || isCovered(name, entry, reading))
            return &entry;
    }
    return nullptr;
}

const Entry *mostSpecific(const QList<Entry> &entries, const QString &name, const PolicyReading &reading)
{
    for (const Entry &entry : entries) {
        if (entry.pattern == name)
            return &entry;
    }
    const Entry *best = nullptr;
    for (const Entry &entry : entries) {
        if (!isCovered(name, entry, reading))
            continue;
        if (!best || (reading.longestWins && entry.pattern.size() > best->pattern.size()))
            best = &entry;
    }
    if (best)
        return best;
    for (const Entry &entry : entries) {
        if (entry.isEverything())
            return &entry;
    }
    return nullptr;
}

} // namespace

PolicyAnswer evaluatePolicy(const QByteArray &policy, const QString &name, const PolicyReading &reading,
                            const QStringList &defaults)
{
    const QJsonArray rules = QJsonDocument::fromJson(policy).object().value("rules"_L1).toArray();
    if (rules.isEmpty())
        return {};
    QString wanted = compared(name);
    if (wanted.endsWith(u'.'))
        wanted.chop(1);
    const QList<Entry> entries = entriesOf(rules, defaults);
    const Entry *decides =
        reading.firstMatch ? firstMatch(entries, wanted, reading) : mostSpecific(entries, wanted, reading);
    if (!decides)
        return {false, -1, {}};
    return {decides->allows, decides->rule, decides->pattern};
}

QStringList defaultNames()
{
    registerPresets();
    QFile file(u":/playground/presets/defaults.txt"_s);
    QStringList names;
    if (!file.open(QIODevice::ReadOnly))
        return names;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QByteArray name = line.trimmed();
        if (!name.isEmpty() && !name.startsWith('#') && !name.startsWith('@'))
            names.append(QString::fromUtf8(name));
    }
    return names;
}

} // namespace Spritarium::Playground
