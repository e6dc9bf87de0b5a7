// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/filecredentialstore.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QTimer>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr QFile::Permissions OwnerFile = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions OwnerFolder = OwnerFile | QFile::ExeOwner;

CredentialResult failure(const QString &text)
{
    return {CredentialResult::Kind::Failed, text};
}

} // namespace

FileCredentialStore::FileCredentialStore(const QString &folder, QObject *parent)
    : CredentialStore(parent)
    , m_folder(folder)
{}

QString FileCredentialStore::fileNameOf(const AccountId &account) const
{
    const QByteArray hash = QCryptographicHash::hash(account.toString().toUtf8(), QCryptographicHash::Sha256);
    return m_folder + u'/' + QString::fromLatin1(hash.toHex()) + u".token"_s;
}

void FileCredentialStore::read(const AccountId &account)
{
    QTimer::singleShot(0, this, [this, account] {
        QFile file(fileNameOf(account));
        if (!file.exists()) {
            emit readFinished(account, {CredentialResult::Kind::NotFound, {}}, {});
        } else if (!file.open(QIODevice::ReadOnly)) {
            emit readFinished(account, failure(file.errorString()), {});
        } else {
            emit readFinished(account, {}, QString::fromUtf8(file.readAll()));
        }
    });
}

void FileCredentialStore::write(const AccountId &account, const QString &token)
{
    QTimer::singleShot(0, this,
                       [this, account, token] { emit writeFinished(account, writeNow(account, token)); });
}

CredentialResult FileCredentialStore::writeNow(const AccountId &account, const QString &token) const
{
    if (!QDir().mkpath(m_folder) || !QFile::setPermissions(m_folder, OwnerFolder))
        return failure(tr("The folder %1 cannot be made private.").arg(m_folder));
    QSaveFile file(fileNameOf(account));
    // Narrowed before the first byte is in it, so there is no moment when another could read it.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(OwnerFile))
        return failure(file.errorString());
    file.write(token.toUtf8());
    // Flushed first: commit() of Qt 6.4 passes over what its own last flush could not write.
    return file.flush() && file.commit() ? CredentialResult() : failure(file.errorString());
}

void FileCredentialStore::remove(const AccountId &account)
{
    QTimer::singleShot(0, this, [this, account] {
        QFile file(fileNameOf(account));
        const bool gone = !file.exists() || file.remove();
        emit removeFinished(account, gone ? CredentialResult() : failure(file.errorString()));
    });
}

} // namespace Spritarium
