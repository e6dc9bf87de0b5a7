// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/filecredentialstore.h"
#include "service/keychaincredentialstore.h"
#include "service/memorycredentialstore.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/secretservice.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

#include <memory>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using Kind = CredentialResult::Kind;

namespace {

const AccountId acme(u"https://api.sprites.dev|acme"_s);
const AccountId other(u"https://api.sprites.dev|other"_s);

CredentialResult resultIn(const QSignalSpy &spy)
{
    return spy.last().at(1).value<CredentialResult>();
}

} // namespace

class TestCredentials : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::unique_ptr<CredentialStore> storeOf(const QString &name)
    {
        if (name == "memory"_L1)
            return std::make_unique<MemoryCredentialStore>();
        if (name == "file"_L1)
            return std::make_unique<FileCredentialStore>(m_folder.filePath(u"secrets"_s), nullptr);
        return std::make_unique<KeychainCredentialStore>(u"io.github.spritarium.Test"_s, nullptr);
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void tokenGoesInAndComesBack_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"memory", "file", "keychain"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void tokenGoesInAndComesBack()
    {
        QFETCH(QString, name);
        if (const QString problem = secretServiceProblem(); name == "keychain"_L1 && !problem.isEmpty())
            QSKIP(qPrintable("No keyring to test with: "_L1 + problem));
        const LogHygiene log;
        const std::unique_ptr<CredentialStore> store = storeOf(name);
        QSignalSpy read(store.get(), &CredentialStore::readFinished);
        QSignalSpy written(store.get(), &CredentialStore::writeFinished);
        QSignalSpy removed(store.get(), &CredentialStore::removeFinished);

        store->read(acme);
        QCOMPARE(read.size(), 0);
        QVERIFY(read.wait(Patience));
        QCOMPARE(read.last().at(0).value<AccountId>(), acme);
        QCOMPARE(resultIn(read).kind, Kind::NotFound);
        QVERIFY(read.last().at(2).toString().isEmpty());

        store->write(acme, u"first"_s);
        QCOMPARE(written.size(), 0);
        QVERIFY(written.wait(Patience));
        QCOMPARE(resultIn(written).kind, Kind::Ok);
        store->write(acme, testToken());
        QVERIFY(written.wait(Patience));
        store->write(other, u"another"_s);
        QVERIFY(written.wait(Patience));

        store->read(acme);
        QVERIFY(read.wait(Patience));
        QCOMPARE(resultIn(read).kind, Kind::Ok);
        QCOMPARE(read.last().at(2).toString(), testToken());

        store->remove(acme);
        QVERIFY(removed.wait(Patience));
        QCOMPARE(resultIn(removed).kind, Kind::Ok);
        store->remove(acme);
        QVERIFY(removed.wait(Patience));
        QCOMPARE(resultIn(removed).kind, Kind::Ok);
        store->read(acme);
        QVERIFY(read.wait(Patience));
        QCOMPARE(resultIn(read).kind, Kind::NotFound);
        store->read(other);
        QVERIFY(read.wait(Patience));
        QCOMPARE(read.last().at(2).toString(), u"another"_s);
        store->remove(other);
        QVERIFY(removed.wait(Patience));
        QVERIFY(!LogHygiene::tokenWasLogged());
    }

    void withoutAKeyringTheKeychainIsUnavailable()
    {
        if (secretServiceProblem().isEmpty())
            QSKIP("There is a keyring here; the run without a bus shows this.");
        const LogHygiene log;
        const std::unique_ptr<CredentialStore> store = storeOf(u"keychain"_s);
        QSignalSpy written(store.get(), &CredentialStore::writeFinished);
        QSignalSpy read(store.get(), &CredentialStore::readFinished);
        store->write(acme, testToken());
        QVERIFY(written.wait(Patience));
        QCOMPARE(resultIn(written).kind, Kind::Unavailable);
        store->read(acme);
        QVERIFY(read.wait(Patience));
        QCOMPARE(resultIn(read).kind, Kind::Unavailable);
        QVERIFY(!LogHygiene::tokenWasLogged());
    }

    void fileIsForItsOwnerOnly()
    {
        const QString folder = m_folder.filePath(u"private"_s);
        FileCredentialStore store(folder, nullptr);
        QSignalSpy written(&store, &CredentialStore::writeFinished);
        for (const QString &token : {u"first"_s, u"second"_s}) {
            store.write(acme, token);
            QVERIFY(written.wait(Patience));
            QCOMPARE(resultIn(written).kind, Kind::Ok);
        }
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                          QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(folder) & others));
        const QStringList files = QDir(folder).entryList(QDir::Files);
        QCOMPARE(files.size(), 1);
        QVERIFY(!files.first().contains("acme"_L1));
        QVERIFY(!(QFile::permissions(folder + u'/' + files.first()) & (others | QFile::ExeOwner)));
    }

    void fileThatCannotBeWrittenFails()
    {
        QFile file(m_folder.filePath(u"occupied"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        FileCredentialStore store(file.fileName(), nullptr);
        QSignalSpy written(&store, &CredentialStore::writeFinished);
        store.write(acme, testToken());
        QVERIFY(written.wait(Patience));
        QCOMPARE(resultIn(written).kind, Kind::Failed);
        QVERIFY(!resultIn(written).text.isEmpty());
    }

#ifdef Q_OS_UNIX
    void fullDiskKeepsTheTokenThereIs()
    {
        FileCredentialStore store(m_folder.filePath(u"full"_s), nullptr);
        QSignalSpy written(&store, &CredentialStore::writeFinished);
        store.write(acme, testToken());
        QVERIFY(written.wait(Patience));
        // No byte more than there are: what a full disk says, too, comes when the bytes are to leave the
        // buffer.
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit none = before;
        none.rlim_cur = 0;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &none), 0);
        store.write(acme, u"newer"_s);
        const bool answered = written.wait(Patience);
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(answered);
        QCOMPARE(resultIn(written).kind, Kind::Failed);
        QVERIFY(!resultIn(written).text.isEmpty());
        QSignalSpy read(&store, &CredentialStore::readFinished);
        store.read(acme);
        QVERIFY(read.wait(Patience));
        QCOMPARE(read.last().at(2).toString(), testToken());
    }
#endif
};

QTEST_GUILESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
