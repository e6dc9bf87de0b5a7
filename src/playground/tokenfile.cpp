// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/tokenfile.h"

#include "playground/playgroundserver.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

//! Far more than a head of a request may have.
constexpr qint64 MostBytes = 64 * 1024;

Outcome<QByteArray, QString> tokenIn(const QString &path, const QByteArray &content)
{
    const QByteArray token = content.trimmed();
    if (token.isEmpty())
        return u"%1 is empty. Write a token into it, or remove it to have one made."_s.arg(path);
    const auto isSpace = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    if (std::any_of(token.cbegin(), token.cend(), isSpace))
        return u"The token in %1 has white space inside. It must be one word."_s.arg(path);
    const auto isVisible = [](char c) { return c > ' ' && c <= '~'; };
    if (token.size() > MostBytes || !std::all_of(token.cbegin(), token.cend(), isVisible))
        return u"%1 holds no token: something that cannot be sent in the head of a request."_s.arg(path);
    return token;
}

Outcome<QByteArray, QString> makeToken(const QString &path, const QString &organization)
{
    const auto refusal = [&path](const QFile &file) {
        return u"The token file %1 cannot be made: %2"_s.arg(path, file.errorString());
    };
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return refusal(file);
    const QByteArray token = makePlaygroundToken(organization).toUtf8();
    // Before there is a secret in it.
    const bool isSafe = file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (isSafe && file.write(token + '\n') > 0 && file.flush())
        return token;
    const QString why = refusal(file);
    file.remove();
    return why;
}

} // namespace

Outcome<QByteArray, QString> TokenFile::token(const QString &path, const QString &organization)
{
    const QString whole = QDir().absoluteFilePath(path);
    const QFileInfo info(whole);
    if (info.isDir())
        return u"%1 is a folder, not a file with a token."_s.arg(whole);
    QFile file(whole);
    if (!info.exists() && !info.isSymLink())
        return makeToken(whole, organization);
    if (!file.open(QIODevice::ReadOnly))
        return u"The token file %1 cannot be read: %2"_s.arg(whole, file.errorString());
    QByteArray content;
    for (QByteArray part = file.read(MostBytes); !part.isEmpty(); part = file.read(MostBytes)) {
        content += part; // a pipe gives it in pieces
        if (content.size() > MostBytes)
            break;
    }
    if (file.error() != QFileDevice::NoError)
        return u"The token file %1 cannot be read: %2"_s.arg(whole, file.errorString());
    return tokenIn(whole, content);
}

} // namespace Spritarium::Playground
