// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/clitokenreader.h"

#include "service/secretservicequery.h"

#include <QFile>
#include <QFileInfo>
#include <QTimer>

namespace Spritarium {

namespace {

constexpr qint64 LargestToken = 16 * 1024;

} // namespace

CliTokenReader::CliTokenReader(const QString &home, QObject *parent)
    : QObject(parent)
    , m_home(home)
{}

void CliTokenReader::read(const CliAccount &account)
{
    if (!account.plainToken.isEmpty()) {
        QTimer::singleShot(0, this, [this, account] { emit tokenRead(account, {}, account.plainToken); });
        return;
    }
    tryPlace(account, keyringPlacesOf(account), 0);
}

void CliTokenReader::tryPlace(const CliAccount &account, const QList<KeyringPlace> &places, qsizetype index)
{
    auto *query = new SecretServiceQuery(places.at(index).service, places.at(index).account, this);
    connect(query, &SecretServiceQuery::finished, this,
            [this, account, places, index](const CredentialResult &result, const QByteArray &value) {
                const QString token = tokenInKeyringValue(value);
                if (result.isOk() && !token.isEmpty())
                    emit tokenRead(account, {}, token);
                else if (result.kind == CredentialResult::Kind::NotFound && index + 1 < places.size())
                    tryPlace(account, places, index + 1);
                else
                    tryFiles(account, places, result);
            });
    query->start();
}

void CliTokenReader::tryFiles(const CliAccount &account, const QList<KeyringPlace> &places,
                              const CredentialResult &otherwise)
{
    for (const KeyringPlace &place : places) {
        const QString path = keyringFileOf(m_home, place);
        QFile file(path);
        if (path.isEmpty() || !QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
            continue;
        const QString token = tokenInKeyringValue(file.read(LargestToken));
        if (!token.isEmpty()) {
            emit tokenRead(account, {}, token);
            return;
        }
    }
    emit tokenRead(account, otherwise, {});
}

} // namespace Spritarium
