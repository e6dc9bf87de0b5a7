// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/session.h"
#include "domain/supervisedservice.h"

#include <QFile>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

QByteArray fixture(const QString &name)
{
    QFile file(QFINDTESTDATA(u"data/wire/"_s + name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

//! Lists of what runs in a sprite, as the wire has them (sprites-api 7.6, 10.1).
class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatBecameOfServicesIsToldByName()
    {
        const auto service = [](const QString &name, const QString &status) {
            SupervisedService made;
            made.name = name;
            made.status = status;
            return made;
        };
        const QList<SupervisedService> before{service(u"db"_s, u"running"_s), service(u"web"_s, u"running"_s),
                                              service(u"cron"_s, u"stopped"_s),
                                              service(u"old"_s, u"running"_s)};
        QList<SupervisedService> after{service(u"db"_s, u"running"_s), service(u"web"_s, u"failed"_s),
                                       service(u"cron"_s, u"stopped"_s), service(u"new"_s, u"running"_s)};
        const ServiceChanges expected{{u"old"_s}, {u"new"_s}, {u"web"_s}};
        QCOMPARE(serviceChanges(before, after), expected);
        QCOMPARE(serviceChanges(before, before), ServiceChanges());
        QVERIFY(!mayStillStart(before, after));
        after[1].nextRestart = QDateTime::currentDateTimeUtc();
        QVERIFY(mayStillStart(before, after));
        after[1] = service(u"web"_s, u"starting"_s);
        QVERIFY(mayStillStart(before, after));
        after[1] = service(u"web"_s, u"stopped"_s);
        QVERIFY(mayStillStart(before, after));
        after[1].startedAt = QDateTime::currentDateTimeUtc();
        QVERIFY(!mayStillStart(before, after));
        after[1] = service(u"web"_s, u"running"_s);
        QVERIFY(!mayStillStart(before, after));
    }

    void sessionsAreRead()
    {
        const auto sessions = parseSessions(fixture(u"sessions-list.json"_s));
        QVERIFY(sessions);
        QCOMPARE(sessions.value().size(), 2);
        const Session &train = sessions.value().at(1);
        QCOMPARE(train.id, u"655"_s);
        QCOMPARE(train.pid(), 655);
        QCOMPARE(train.programName(), u"python3"_s);
        QCOMPARE(train.bytesPerSecond, 184.5);
        QVERIFY(!train.isTerminal && train.isActive && train.lastActivity.isValid());
    }

    void bareArraysWithNumbersAreSessionsToo()
    {
        const auto sessions = parseSessions(R"([{"id":1847,"command":"bash","tty":true}])");
        QVERIFY(sessions);
        QCOMPARE(sessions.value().constFirst().id, u"1847"_s);
        QVERIFY(parseSessions(R"({"count":0,"sessions":null})").value().isEmpty());
    }

    void servicesAreReadWithTheirState()
    {
        const auto services = parseServices(fixture(u"services-list.json"_s));
        QVERIFY(services);
        const SupervisedService &web = services.value().at(0);
        QCOMPARE(web.name, u"web"_s);
        QCOMPARE(web.arguments, QStringList{u"server.js"_s});
        QCOMPARE(web.needs, QStringList{u"db"_s});
        QVERIFY(web.httpPort == std::optional<quint16>(3000));
        QCOMPARE(web.environment.value(u"NODE_ENV"_s), u"production"_s);
        QVERIFY(web.isRunning());
        QCOMPARE(web.pid, 1567);
        const SupervisedService &worker = services.value().at(2);
        QCOMPARE(worker.restarts, 7);
        QVERIFY(worker.nextRestart.isValid() && !worker.httpPort);
        QCOMPARE(worker.error, u"exited with code 1"_s);
    }

    void whatIsNoListIsRefused()
    {
        QVERIFY(!parseSessions("not JSON"));
        QVERIFY(!parseSessions(R"({"sessions":7})"));
        QVERIFY(!parseSessions(R"([{"command":"bash"}])"));
        QVERIFY(!parseServices(R"({"name":"web"})"));
        QVERIFY(!parseServices(R"([{"cmd":"node"}])"));
        QVERIFY(parseServices("null").value().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
