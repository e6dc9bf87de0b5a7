// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"
#include "support/patience.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

const SpriteKey Otter{AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)};

Operation runningRestore()
{
    Operation operation;
    operation.id = OperationId(u"restore-1"_s);
    operation.kind = OperationKind::RestoreCheckpoint;
    operation.sprite = Otter;
    operation.target = CheckpointId(u"v3"_s);
    operation.startedAt = QDateTime::currentDateTimeUtc();
    operation.phases = {{PhaseName::Restore, PhaseState::Running, {}}};
    return operation;
}

PolicyTimer runningTimer()
{
    return {Otter, NetworkPolicy::unrestricted(), NetworkPolicy::lockedDown(),
            QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC), OperationId(u"apply-1"_s)};
}

PortForward savedForward()
{
    PortForward forward;
    forward.id = ForwardId(u"forward-1"_s);
    forward.sprite = Otter;
    forward.port = 3000;
    forward.localPort = 3001;
    forward.isStopped = true;
    return forward;
}

//! The child: saves one draft after the other, and prints the number of each that was confirmed.
int write(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    Store store(application.arguments().at(2));
    store.saveOperation(runningRestore(), u"acme"_s);
    store.savePolicyTimer(runningTimer());
    store.saveForward(savedForward());
    int next = 0;
    const auto saveSome = [&store, &next] {
        for (int i = 0; i < 5; ++i, ++next) {
            store.saveDraft(u"draft-%1"_s.arg(next), u"text %1"_s.arg(next));
            store.saveKnownTime(Otter, CheckpointId(u"v%1"_s.arg(next)), QDateTime::currentDateTimeUtc());
        }
    };
    QObject::connect(&store, &Store::saved, &application, [&saveSome](quint64 number) {
        std::printf("%llu\n", static_cast<unsigned long long>(number));
        std::fflush(stdout);
        saveSome();
    });
    saveSome();
    return application.exec();
}

} // namespace

class tst_StoreKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void everythingConfirmedIsThereAfterAKill_data();
    void everythingConfirmedIsThereAfterAKill();
};

void tst_StoreKill::everythingConfirmedIsThereAfterAKill_data()
{
    QTest::addColumn<int>("confirmations");
    QTest::newRow("at once") << 1;
    QTest::newRow("soon") << 7;
    QTest::newRow("later") << 40;
    QTest::newRow("much later") << 150;
}

void tst_StoreKill::everythingConfirmedIsThereAfterAKill()
{
    QFETCH(const int, confirmations);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"store.sqlite"_s);
    QProcess child;
    QByteArray printed;
    connect(&child, &QProcess::readyReadStandardOutput, this,
            [&child, &printed] { printed += child.readAllStandardOutput(); });
    child.start(QCoreApplication::applicationFilePath(), {u"--write"_s, path});
    QTRY_VERIFY_WITH_TIMEOUT(printed.count('\n') >= confirmations, 30000);
    QSignalSpy ended(&child, &QProcess::finished);
    child.kill(); // SIGKILL
    QVERIFY(ended.size() == 1 || ended.wait(Test::Patience));
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
    printed += child.readAllStandardOutput();
    const QList<QByteArray> lines = printed.left(printed.lastIndexOf('\n')).split('\n');
    const quint64 confirmed = lines.last().toULongLong();
    QVERIFY(confirmed > 0);

    Store store(path);
    QSignalSpy failed(&store, &Store::storageFailed);
    QSignalSpy loaded(&store, &Store::loaded);
    QSignalSpy sprite(&store, &Store::spriteLoaded);
    store.loadSprite(Otter);
    QVERIFY(sprite.wait(Test::Patience));
    QCOMPARE(failed.size(), 0);
    const StoredBeginning found = loaded.first().first().value<StoredBeginning>();
    QCOMPARE(found.unfinished.size(), 1);
    QCOMPARE(found.unfinished.first().outcome, Outcome::Unknown);
    if (confirmed >= 2)
        QCOMPARE(found.policyTimers, QList<PolicyTimer>{runningTimer()});
    if (confirmed >= 3)
        QCOMPARE(found.forwards, QList<PortForward>{savedForward()});
    // Save 1 was the operation, 2 the rules that go back, 3 the forward; then drafts and times in turn.
    for (quint64 number = 4; number <= confirmed; ++number) {
        const quint64 item = (number - 4) / 2;
        if (number % 2 == 0)
            QCOMPARE(found.drafts.value(u"draft-%1"_s.arg(item)), u"text %1"_s.arg(item));
        else
            QVERIFY(sprite.first().first().value<SeenSprite>().knownTimes.contains(
                CheckpointId(u"v%1"_s.arg(item))));
    }
}

int main(int argc, char **argv)
{
    if (argc > 2 && QByteArray(argv[1]) == "--write")
        return write(argc, argv);
    QCoreApplication application(argc, argv);
    tst_StoreKill test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_storekill.moc"
