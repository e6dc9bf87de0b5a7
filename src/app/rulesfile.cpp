// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/rulesfile.h"

#include "domain/policytext.h"
#include "domain/ruleinput.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

#include <cctype>

namespace Spritarium {

namespace {

constexpr int MostRules = 5000;
//! More than that many rules with the longest names; a larger file is none of ours.
constexpr qint64 LargestFile = 2 << 20;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::RulesFile)
};

//! A lower bound of the rules in there, without understanding them: each has its own object or word.
qsizetype countAtMost(const QByteArray &text, bool isJson)
{
    if (isJson)
        return text.count("\"action\"");
    qsizetype words = 0;
    bool inWord = false;
    for (const char c : text) {
        const bool separates = std::isspace(uchar(c)) || c == ',' || c == ';';
        words += !separates && !inWord;
        inWord = !separates;
    }
    return words;
}

Result<NetworkPolicy> policyOfNames(const QByteArray &text)
{
    NetworkPolicy policy;
    const QList<RuleInput> names = cleanPastedNames(QString::fromUtf8(text));
    for (const RuleInput &name : names) {
        if (!name.isOk())
            return ApiError::invalid(name.refusal);
        policy.rules << allowRule(name.pattern);
    }
    return policy;
}

Result<NetworkPolicy> policyOfJson(const QByteArray &text)
{
    const PolicyTextResult result = policyFromText(text);
    if (result.error)
        return ApiError::invalid(Texts::tr("Line %1: %2").arg(result.error->line).arg(result.error->text));
    return result.policy;
}

} // namespace

Result<NetworkPolicy> readRulesFile(const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    QFile file(path);
    if (file.size() > LargestFile)
        return ApiError::invalid(Texts::tr("%1 is too large for a list of rules.").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return ApiError::invalid(Texts::tr("Cannot read %1: %2.").arg(name, file.errorString()));
    // What grows while it is read, or has no size, is not read on and on.
    const QByteArray text = file.read(LargestFile);
    const ApiError tooMany =
        ApiError::invalid(Texts::tr("%1 holds more than %2 rules.").arg(name, QLocale().toString(MostRules)));
    const bool isJson = text.trimmed().startsWith('{');
    if (countAtMost(text, isJson) > MostRules)
        return tooMany;
    Result<NetworkPolicy> policy = isJson ? policyOfJson(text) : policyOfNames(text);
    if (policy && policy.value().rules.size() > MostRules)
        return tooMany;
    // JSON may say "no rules" on purpose; of a list of names nothing is left to mean.
    if (policy && policy.value().rules.isEmpty() && !isJson)
        return ApiError::invalid(Texts::tr("%1 holds no rules.").arg(name));
    return policy;
}

} // namespace Spritarium
