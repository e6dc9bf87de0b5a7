// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/ruleinput.h"

#include "domain/policyevaluator.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::RuleInput)
};

RuleInput refused(const QString &why)
{
    return {{}, {}, why};
}

bool isAscii(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

//! The host of a link, and whether anything was taken away around it.
struct Host
{
    QString text;
    bool isFromLink = false;
};

//! A port stays where there is neither scheme nor path: then it was meant as part of the name.
Host hostOf(const QString &typed)
{
    static const QRegularExpression scheme(u"^([a-z][a-z0-9+.-]*:)?//"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression rest(u"[/?#]"_s);
    static const QRegularExpression port(u":[0-9]*$"_s);
    Host host{typed, false};
    if (const auto match = scheme.match(host.text); match.hasMatch()) {
        host.text.remove(0, match.capturedLength());
        host.isFromLink = true;
    }
    if (const qsizetype end = host.text.indexOf(rest); end >= 0) {
        host.text.truncate(end);
        host.isFromLink = true;
    }
    if (host.isFromLink) {
        host.text.remove(0, host.text.lastIndexOf(u'@') + 1);
        if (host.text.count(u':') == 1 || host.text.startsWith(u'['))
            host.text.remove(port);
    }
    return host;
}

bool isSeparator(QChar c)
{
    return c.isSpace() || c == u',' || c == u';';
}

//! Without what stands between names in a list, at both ends.
QString withoutSeparators(const QString &text)
{
    const auto first = std::find_if_not(text.begin(), text.end(), isSeparator);
    const auto last = std::find_if_not(text.rbegin(), text.rend(), isSeparator).base();
    return first < last ? QString(first, last - first) : QString();
}

//! Around names in lists and in prose.
QString withoutQuotes(QString text)
{
    static const QString quotes = u"\"'`<>"_s;
    while (!text.isEmpty() && quotes.contains(text.front()))
        text.remove(0, 1);
    while (!text.isEmpty() && quotes.contains(text.back()))
        text.chop(1);
    return text.trimmed();
}

bool isAddress(const QString &host)
{
    static const QRegularExpression v4(u"^[0-9]+(\\.[0-9]+)*(:[0-9]+)?$"_s);
    static const QRegularExpression v6(u"^\\[?[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.%]*[^\\]]*\\]?(:[0-9]+)?$"_s,
                                       QRegularExpression::CaseInsensitiveOption);
    return v4.match(host).hasMatch() || v6.match(host).hasMatch();
}

//! Why `name`, which may be international, has not the shape of one; empty when it has. `front` is the `*.`
//! that stood before it.
QString shapeRefusal(const QString &name, const QString &front)
{
    if (name.contains(u'*'))
        return Text::tr("A `*` stands alone or in front of a dot, as in `*.example.com`.");
    if (isAddress(name))
        return Text::tr("Rules match names. Private addresses are always blocked.");
    if (const qsizetype colon = name.indexOf(u':'); colon > 0)
        return Text::tr("Ports are not part of a rule. Write `%1` without its port.")
            .arg(front + name.first(colon));
    if (name.isEmpty() || name.startsWith(u'.') || name.endsWith(u'.') || name.contains(".."_L1))
        return Text::tr("A part of this name is empty: two dots stand side by side, or one at an end.");
    return {};
}

//! Why `name`, in lower case and in its xn-- form, is none; empty when it is one.
QString nameRefusal(const QString &name)
{
    static const QRegularExpression bad(u"[^a-z0-9_.-]"_s);
    if (const auto match = bad.match(name); match.hasMatch())
        return Text::tr("Names are made of letters, digits, hyphens and dots. `%1` is none of these.")
            .arg(match.captured());
    if (name.size() > 253)
        return Text::tr("A name has at most 253 characters.");
    if (!isLookupName(name))
        return Text::tr("Each part of a name has at most 63 characters.");
    return {};
}

//! In lower case and in its xn-- form; nothing when it has none.
QString encoded(const QString &name)
{
    return isAscii(name) ? name.toLower() : QString::fromLatin1(QUrl::toAce(name)).toLower();
}

QString noteFor(const QString &typed, const QString &pattern, bool isFromLink, bool isInternational)
{
    if (isFromLink && isInternational)
        return Text::tr(
                   "Saved as `%1`, the form of `%2` that is looked up. Ports and paths are not part of a "
                   "rule.")
            .arg(pattern, displayPattern(pattern));
    if (isInternational)
        return Text::tr("Saved as `%1`, the form of `%2` that is looked up.")
            .arg(pattern, displayPattern(pattern));
    if (isFromLink)
        return Text::tr("Saved as `%1`. Ports and paths are not part of a rule.").arg(pattern);
    if (pattern == typed)
        return {};
    if (typed.endsWith(u'.'))
        return Text::tr("Saved as `%1`. Names in rules have no dot at the end.").arg(pattern);
    if (pattern == typed.toLower())
        return Text::tr("Saved as `%1`. Upper and lower case are the same.").arg(pattern);
    return Text::tr("Saved as `%1`.").arg(pattern);
}

} // namespace

RuleInput cleanRuleInput(const QString &typed)
{
    const QString trimmed = typed.trimmed();
    const QString text = withoutSeparators(trimmed);
    // Before anything is cut: a path would swallow the names behind it.
    if (std::any_of(text.begin(), text.end(), isSeparator))
        return refused(Text::tr("This is more than one name. Paste it to make several rules."));
    const Host host = hostOf(withoutQuotes(text));
    QString name = host.text.trimmed();
    if (name == "*"_L1)
        return {name, noteFor(trimmed, name, host.isFromLink, false), {}};
    if (name.isEmpty())
        return refused(Text::tr("A rule needs a name, such as `example.com`."));
    const QString front = name.startsWith("*."_L1) ? u"*."_s : QString();
    name.remove(0, front.size());
    if (name.size() > 1 && name.endsWith(u'.'))
        name.chop(1);
    if (const QString refusal = shapeRefusal(name, front); !refusal.isEmpty())
        return refused(refusal);
    const QString plain = encoded(name);
    if (plain.isEmpty())
        return refused(Text::tr("`%1` cannot be written as a name that is looked up.").arg(name));
    if (const QString refusal = nameRefusal(plain); !refusal.isEmpty())
        return refused(refusal);
    const QString pattern = front + plain;
    return {pattern, noteFor(trimmed, pattern, host.isFromLink, !isAscii(name)), {}};
}

QList<RuleInput> cleanPastedNames(const QString &text)
{
    static const QRegularExpression separators(u"[\\s,;]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    QList<RuleInput> inputs;
    for (const QString &part : text.split(separators, Qt::SkipEmptyParts))
        inputs << cleanRuleInput(part);
    return inputs;
}

QString displayPattern(const QString &pattern)
{
    if (!pattern.contains("xn--"_L1, Qt::CaseInsensitive) || !isAscii(pattern))
        return pattern;
    const bool isWildcard = pattern.startsWith("*."_L1);
    const QString name = isWildcard ? pattern.sliced(2) : pattern;
    // The list of trusted top-level domains is for address bars; here both forms are shown.
    const QString spelled = QUrl::fromAce(name.toLatin1(), QUrl::IgnoreIDNWhitelist);
    if (spelled.isEmpty())
        return pattern;
    return isWildcard ? u"*."_s + spelled : spelled;
}

QString companionPattern(const QString &pattern)
{
    const QString clean = cleanRuleInput(pattern).pattern;
    if (clean.isEmpty() || clean == "*"_L1)
        return {};
    return clean.startsWith("*."_L1) ? clean.sliced(2) : u"*."_s + clean;
}

QString ruleRefusal(const EgressRule &rule)
{
    if (!rule.domain.isEmpty() && !rule.include.isEmpty())
        return Text::tr("A rule has either a name or a preset, not both.");
    if (!rule.include.isEmpty() && rule.include != "defaults"_L1)
        return Text::tr("The service has no preset `%1`, only `defaults`.").arg(rule.include);
    if (rule.action.isEmpty() && rule.include.isEmpty())
        return Text::tr("A rule with a name needs an action, allow or deny.");
    if (!rule.action.isEmpty() && rule.action != "allow"_L1 && !rule.denies())
        return Text::tr("The action is allow or deny, not `%1`.").arg(rule.action);
    if (!rule.unknown.isEmpty())
        return Text::tr("The service refuses keys that it does not know: `%1`.")
            .arg(QString::fromUtf8(rule.unknown));
    return {};
}

QString keysRefusal(const NetworkPolicy &policy)
{
    const QStringList keys = QJsonDocument::fromJson(policy.unknown).object().keys();
    if (keys.isEmpty())
        return {};
    //: Between the keys in a list
    const QString names = keys.join(Text::tr("`, `"));
    return Text::tr("The service refuses keys beside the rules that it does not know: `%1`.").arg(names);
}

} // namespace Spritarium
