// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/portforward.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxNameLength = 60;
constexpr qsizetype MaxHostLength = 253;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PortSpecs)
};

//! One word, such as `3001:db:5432`, taken apart.
struct Spec
{
    PortForward forward;
    QString error;
};

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isNumber(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isDigit);
}

std::optional<quint16> portOf(const QString &text)
{
    if (const auto number = parsePortNumber(text))
        return number;
    return portOfService(text);
}

//! At colons outside of brackets.
QStringList partsOf(const QString &word)
{
    QStringList parts{QString()};
    bool inside = false;
    for (const QChar c : word) {
        if (c == u'[')
            inside = true;
        else if (c == u']')
            inside = false;
        if (c == u':' && !inside)
            parts << QString();
        else
            parts.last() += c;
    }
    return parts;
}

bool isIpv4(const QString &text)
{
    const QStringList numbers = text.split(u'.');
    return numbers.size() == 4 && std::all_of(numbers.begin(), numbers.end(), [](const QString &number) {
               return isNumber(number) && number.size() <= 3 && number.toInt() <= 255;
           });
}

bool isIpv6(const QString &text)
{
    if (text.count("::"_L1) > 1 || text.contains(":::"_L1))
        return false;
    const bool isShort = text.contains("::"_L1);
    QStringList groups = text.split(u':');
    int count = 0;
    if (groups.last().contains(u'.')) {
        if (!isIpv4(groups.takeLast()))
            return false;
        count = 2;
    }
    static const QRegularExpression hex(u"^[0-9a-fA-F]{1,4}$"_s);
    // Empty ones stand at a double colon, of which an end makes two.
    for (qsizetype i = 0; i < groups.size(); ++i) {
        if (!groups[i].isEmpty()) {
            if (!hex.match(groups[i]).hasMatch())
                return false;
            ++count;
        } else if (!isShort || (i == 0 && !text.startsWith("::"_L1)) ||
                   (i == text.count(u':') && !text.endsWith("::"_L1))) {
            return false;
        }
    }
    return isShort ? count <= 7 : count == 8;
}

QString hostProblem(const QString &host)
{
    if (host.startsWith(u'[')) {
        const QString address = host.sliced(1, std::max<qsizetype>(0, host.size() - 2));
        return host.endsWith(u']') && isIpv6(address) ? QString()
                                                      : Text::tr("“%1” is not an IPv6 address.").arg(host);
    }
    static const QRegularExpression numbers(u"^[0-9.]+$"_s);
    static const QRegularExpression name(
        u"^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?$"_s);
    const bool isFine = numbers.match(host).hasMatch()
                            ? isIpv4(host)
                            : host.size() <= MaxHostLength && name.match(host).hasMatch();
    return isFine ? QString() : Text::tr("“%1” is not a host.").arg(host);
}

QString withoutBrackets(const QString &host)
{
    return host.startsWith(u'[') ? host.sliced(1, host.size() - 2) : host;
}

//! What is wrong with a word before its parts are looked at.
QString shapeProblem(const QString &word, const QStringList &parts)
{
    static const QRegularExpression link(u"^([A-Za-z][A-Za-z0-9+.-]*)://"_s);
    if (const auto match = link.match(word); match.hasMatch())
        return Text::tr("Leave out “%1”: the host and the port are enough, as in localhost:3000.")
            .arg(match.captured());
    if (word.count(u'[') != word.count(u']'))
        return Text::tr("A bracket is missing in “%1”.").arg(word);
    if (!word.contains(u'[') && (word.startsWith("::"_L1) || (parts.size() > 3 && word.contains("::"_L1))))
        return Text::tr("An IPv6 address stands in brackets, as in [::1]:5432.");
    if (parts.size() > 3)
        return Text::tr("“%1” has too many colons: the longest form is 3001:host:5432.").arg(word);
    if (parts.size() > 1 && parts.contains(QString()))
        return Text::tr("Something is missing around a colon in “%1”.").arg(word);
    if (parts.size() == 1 && word.startsWith(u'['))
        return Text::tr("The port is missing behind “%1”.").arg(word);
    return {};
}

Spec parseSpec(const QString &word)
{
    const QStringList parts = partsOf(word);
    Spec spec;
    spec.error = shapeProblem(word, parts);
    if (!spec.error.isEmpty())
        return spec;
    const auto takePort = [&spec](const QString &text) {
        const auto port = portOf(text);
        if (!port && spec.error.isEmpty())
            spec.error = portNumberProblem(text);
        return port.value_or(0);
    };
    const bool hasLocal = parts.size() == 3 || (parts.size() == 2 && isNumber(parts.first()));
    const bool hasHost = parts.size() == 3 || (parts.size() == 2 && !hasLocal);
    const bool isAnyLocal = hasLocal && parts.first() == u"0"_s;
    if (hasLocal && !isAnyLocal)
        spec.forward.localPort = takePort(parts.first());
    if (hasHost && spec.error.isEmpty()) {
        const QString host = parts.at(parts.size() - 2);
        spec.error = hostProblem(host);
        if (spec.error.isEmpty())
            spec.forward.host = withoutBrackets(host);
    }
    spec.forward.port = takePort(parts.last());
    if (!hasLocal)
        spec.forward.localPort = spec.forward.port;
    spec.forward.scheme = guessedScheme(spec.forward.port);
    return spec;
}

bool looksLikeSpec(const QString &word)
{
    return isDigit(word.front()) || word.contains(u':') || word.contains(u'[') || word.startsWith(u'-') ||
           word.startsWith(u'+');
}

//! What stands between two commas: ports, and the name of the last one behind them.
class PartReader
{
public:
    void take(const QString &word)
    {
        const auto service = portOfService(word);
        // `5432 postgres` calls it so; `3000 postgres` is one more port.
        const bool isOtherService =
            service && m_name.isEmpty() && (m_forwards.isEmpty() || m_forwards.last().port != *service);
        if (looksLikeSpec(word) || isOtherService || m_forwards.isEmpty())
            takePort(word);
        else
            m_name << word;
    }

    QList<PortForward> forwards() const
    {
        QList<PortForward> named = m_forwards;
        if (!m_name.isEmpty())
            named.last().name = m_name.join(u' ');
        return named;
    }

    QString error() const
    {
        if (m_error.isEmpty() && m_name.join(u' ').size() > MaxNameLength)
            return Text::tr("A name has at most %n character(s).", nullptr, int(MaxNameLength));
        return m_error;
    }

private:
    void takePort(const QString &word)
    {
        if (!m_error.isEmpty())
            return;
        if (!m_name.isEmpty()) {
            m_error = Text::tr("The name “%1” stands behind the last port, or before a comma.")
                          .arg(m_name.join(u' '));
            return;
        }
        const Spec spec = parseSpec(word);
        m_error = spec.error;
        m_forwards << spec.forward;
    }

    QList<PortForward> m_forwards;
    QStringList m_name;
    QString m_error;
};

QString repeatedLocalPort(const QList<PortForward> &forwards)
{
    QSet<quint16> taken;
    for (const PortForward &forward : forwards) {
        if (forward.localPort != 0 && taken.contains(forward.localPort))
            return Text::tr("Local port %1 is there twice.").arg(forward.localPort);
        taken.insert(forward.localPort);
    }
    return {};
}

} // namespace

std::optional<quint16> parsePortNumber(const QString &typed)
{
    const QString text = typed.trimmed();
    bool fits = false;
    const ushort number = text.toUShort(&fits);
    if (!fits || !isNumber(text) || number == 0)
        return std::nullopt;
    return number;
}

QString portNumberProblem(const QString &typed)
{
    if (parsePortNumber(typed))
        return {};
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return Text::tr("The port is missing.");
    if (isNumber(text))
        return Text::tr("%1 is not a port: ports go from 1 to 65535.").arg(text);
    return Text::tr("“%1” is not a port: it takes a number, such as 5432.").arg(text);
}

PortSpecs parsePortSpecs(const QString &typed)
{
    PortSpecs specs;
    if (typed.trimmed().isEmpty())
        return specs;
    const QStringList parts = typed.split(u',');
    for (const QString &part : parts) {
        PartReader reader;
        const QStringList words = part.simplified().split(u' ', Qt::SkipEmptyParts);
        if (words.isEmpty())
            return {{}, Text::tr("Something is missing around a comma.")};
        for (const QString &word : words)
            reader.take(word);
        if (!reader.error().isEmpty())
            return {{}, reader.error()};
        specs.forwards << reader.forwards();
    }
    specs.error = repeatedLocalPort(specs.forwards);
    if (!specs.isOk())
        specs.forwards.clear();
    return specs;
}

} // namespace Spritarium
