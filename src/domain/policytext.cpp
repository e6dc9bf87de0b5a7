// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policytext.h"

#include "domain/policyjson.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PolicyText)
};

PolicyTextResult faultAt(const QByteArray &text, qsizetype offset, const QString &what)
{
    const QByteArray before = text.first(qBound(qsizetype(0), offset, text.size()));
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    PolicyTextError error;
    error.line = int(before.count('\n')) + 1;
    error.column = int(QString::fromUtf8(before.sliced(lineStart)).size()) + 1;
    error.text = what;
    return {{}, error};
}

//! Finds where things stand in a text that is known to be JSON.
class Scanner
{
public:
    explicit Scanner(const QByteArray &text)
        : m_text(text)
    {}

    //! Offset of the value of `rules` in the document; -1: there is none.
    qsizetype rulesAt()
    {
        m_at = m_text.indexOf('{') + 1;
        qsizetype found = -1;
        for (skipSpace(); m_at < m_text.size() && at() != '}'; skipSpace()) {
            const qsizetype keyStart = m_at;
            skipString();
            const bool isRules = m_text.sliced(keyStart, m_at - keyStart) == "\"rules\"";
            skipUntilValue();
            // Of equal keys the last counts, as in QJsonDocument.
            if (isRules)
                found = m_at;
            skipValue();
            skipComma();
        }
        return found;
    }

    //! Where the values of the list at `offset` begin.
    QList<qsizetype> valuesAt(qsizetype offset)
    {
        QList<qsizetype> offsets;
        m_at = offset + 1;
        for (skipSpace(); m_at < m_text.size() && at() != ']'; skipSpace()) {
            offsets << m_at;
            skipValue();
            skipComma();
        }
        return offsets;
    }

private:
    char at() const { return m_text.at(m_at); }
    bool isSpace() const { return QByteArrayView(" \t\r\n").contains(at()); }

    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace())
            ++m_at;
    }

    void skipComma()
    {
        skipSpace();
        if (m_at < m_text.size() && at() == ',')
            ++m_at;
    }

    void skipUntilValue()
    {
        skipSpace();
        ++m_at; // the colon
        skipSpace();
    }

    void skipString()
    {
        for (++m_at; m_at < m_text.size() && at() != '"'; ++m_at) {
            if (at() == '\\')
                ++m_at;
        }
        ++m_at;
    }

    void skipValue()
    {
        int depth = 0;
        while (m_at < m_text.size()) {
            const char c = at();
            if (depth == 0 && (c == ',' || c == ']' || c == '}'))
                return;
            if (c == '"') {
                skipString();
                continue;
            }
            depth += c == '{' || c == '[';
            depth -= c == '}' || c == ']';
            ++m_at;
        }
    }

    QByteArray m_text;
    qsizetype m_at = 0;
};

QString actionFault(const EgressRule &rule, int number)
{
    if (rule.action.isEmpty())
        return rule.include.isEmpty() ? Text::tr("Rule %1 has no action. It needs allow or deny.").arg(number)
                                      : QString();
    if (rule.action == "allow"_L1 || rule.denies())
        return {};
    return Text::tr("Rule %1 has the action `%2`. It needs allow or deny.").arg(number).arg(rule.action);
}

//! A sentence; empty when the rule is good. Presets nobody knows are kept: the finding says it.
QString ruleFault(const QJsonValue &value, int number)
{
    if (!value.isObject())
        return Text::tr("Rule %1 is no object.").arg(number);
    if (!hasRuleTexts(value.toObject()))
        return Text::tr("In rule %1 a name, an action or a preset is no text.").arg(number);
    const EgressRule rule = ruleFromJson(value.toObject());
    if (!rule.domain.isEmpty() && !rule.include.isEmpty())
        return Text::tr("Rule %1 has both a name and a preset.").arg(number);
    // Left out, it is the catch-all; left empty, it was forgotten.
    const QJsonValue name = value.toObject().value("domain"_L1);
    if (name.isString() && name.toString().isEmpty() && rule.include.isEmpty())
        return Text::tr("The name of rule %1 is empty.").arg(number);
    return actionFault(rule, number);
}

//! QJsonDocument stands behind the character it could not take, but before what is too much.
qsizetype brokenAt(const QJsonParseError &error)
{
    return error.error == QJsonParseError::GarbageAtEnd ? error.offset : error.offset - 1;
}

qsizetype firstCharacter(const QByteArray &text)
{
    qsizetype at = 0;
    while (at < text.size() && QByteArrayView(" \t\r\n").contains(text.at(at)))
        ++at;
    return at;
}

QString brokenJsonText(const QJsonParseError &error)
{
    return Text::tr("This is no JSON: %1.").arg(error.errorString());
}

} // namespace

PolicyTextResult policyFromText(const QByteArray &text)
{
    QJsonParseError broken;
    const QJsonDocument document = QJsonDocument::fromJson(text, &broken);
    if (broken.error != QJsonParseError::NoError)
        return faultAt(text, brokenAt(broken), brokenJsonText(broken));
    if (!document.isObject())
        return faultAt(text, firstCharacter(text), Text::tr("A policy is an object with the key `rules`."));
    Scanner scanner(text);
    const qsizetype rulesAt = scanner.rulesAt();
    const QJsonValue rules = document.object().value("rules"_L1);
    if (rules.isUndefined())
        return faultAt(text, firstCharacter(text), Text::tr("The key `rules` is missing."));
    if (!rules.isArray())
        return faultAt(text, rulesAt, Text::tr("`rules` is no list."));
    const QJsonArray array = rules.toArray();
    PolicyTextResult result;
    for (int row = 0; row < array.size(); ++row) {
        const QJsonValue value = array.at(row);
        if (const QString fault = ruleFault(value, row + 1); !fault.isEmpty())
            return faultAt(text, scanner.valuesAt(rulesAt).value(row), fault);
        result.policy.rules << ruleFromJson(value.toObject());
    }
    result.policy.unknown = unknownKeys(document.object(), {u"rules"_s});
    return result;
}

QByteArray policyToText(const NetworkPolicy &policy)
{
    QByteArray text = "{\n  \"rules\": [";
    for (qsizetype row = 0; row < policy.rules.size(); ++row)
        text += (row == 0 ? "\n    " : ",\n    ") + ruleToJson(policy.rules.at(row), JsonSpacing::Spaced);
    text += policy.rules.isEmpty() ? "]" : "\n  ]";
    if (const QByteArray unknown = membersOf(policy.unknown); !unknown.isEmpty())
        text += ",\n  " + unknown;
    return text + "\n}\n";
}

} // namespace Spritarium
