// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/execquery.h"
#include "playground/goduration.h"

#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>

#include <csignal>

using namespace Spritarium::Playground;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! What the query of an exec call means (sprites-api 7.1, 7.7, 7.8).
class TestExecQuery : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void readsTheCommand_data();
    void readsTheCommand();
    void replacesTheEnvironmentOnlyWhenThereIsOne();
    void knowsWhoTakesInput_data();
    void knowsWhoTakesInput();
    void readsTheSize_data();
    void readsTheSize();
    void knowsHowLongToRunAlone_data();
    void knowsHowLongToRunAlone();
    void refuses_data();
    void refuses();
    void attachesById();
    void refusesInAPost_data();
    void refusesInAPost();
    void readsSignals_data();
    void readsSignals();
    void readsDurations_data();
    void readsDurations();
    void writesDurationsAsGoDoes_data();
    void writesDurationsAsGoDoes();

private:
    static HttpRequest request(const QString &query)
    {
        HttpRequest request;
        request.query = QUrlQuery(query).queryItems(QUrl::FullyDecoded);
        return request;
    }
    static ExecQuery query(const QString &text) { return *ExecQuery::forSocket(request(text)); }
};

void TestExecQuery::readsTheCommand_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("argv");
    QTest::addColumn<QString>("path");
    QTest::newRow("as SDKs send it") << u"path=ls&cmd=ls&cmd=-l&stdin=false"_s
                                     << QStringList{u"ls"_s, u"-l"_s} << u"ls"_s;
    QTest::newRow("without path") << u"cmd=ls"_s << QStringList{u"ls"_s} << QString();
    QTest::newRow("path is another") << u"path=/bin/busybox&cmd=sh"_s << QStringList{u"sh"_s}
                                     << u"/bin/busybox"_s;
    QTest::newRow("path alone") << u"path=/bin/true"_s << QStringList{u"/bin/true"_s} << u"/bin/true"_s;
    QTest::newRow("with brackets") << u"cmd[]=echo&cmd[]=a b"_s << QStringList{u"echo"_s, u"a b"_s}
                                   << QString();
    QTest::newRow("empty words stay")
        << u"cmd=printf&cmd=&cmd=x"_s << QStringList{u"printf"_s, QString(), u"x"_s} << QString();
    QTest::newRow("old flags are passed over")
        << u"cmd=ls&detachable=true&cc=true&session_id=4"_s << QStringList{u"ls"_s} << QString();
}

void TestExecQuery::readsTheCommand()
{
    QFETCH(QString, query);
    const ProcessRequest process = TestExecQuery::query(query).process;
    QTEST(process.argv, "argv");
    QTEST(process.path, "path");
}

void TestExecQuery::replacesTheEnvironmentOnlyWhenThereIsOne()
{
    QVERIFY(!query(u"cmd=env"_s).process.env);
    QCOMPARE(query(u"cmd=env&env=A=1&env=B=x=y"_s).process.env.value_or(QStringList()),
             (QStringList{u"A=1"_s, u"B=x=y"_s}));
    QCOMPARE(query(u"cmd=env&dir=/tmp"_s).process.dir, u"/tmp"_s);
}

void TestExecQuery::knowsWhoTakesInput_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("tty");
    QTest::addColumn<bool>("takesInput");
    QTest::newRow("pipes") << u"cmd=x"_s << false << false;
    QTest::newRow("pipes with input") << u"cmd=x&stdin=true"_s << false << true;
    QTest::newRow("pipes without") << u"cmd=x&stdin=false"_s << false << false;
    QTest::newRow("terminal") << u"cmd=x&tty=true"_s << true << true;
    QTest::newRow("terminal with input") << u"cmd=x&tty=true&stdin=true"_s << true << true;
    QTest::newRow("no terminal") << u"cmd=x&tty=false&stdin=true"_s << false << true;
}

void TestExecQuery::knowsWhoTakesInput()
{
    QFETCH(QString, query);
    const ProcessRequest process = TestExecQuery::query(query).process;
    QTEST(process.tty, "tty");
    QTEST(process.takesInput, "takesInput");
}

void TestExecQuery::readsTheSize_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("cols");
    QTest::newRow("none") << u"cmd=x&tty=true"_s << 24 << 80;
    QTest::newRow("some") << u"cmd=x&tty=true&rows=50&cols=132"_s << 50 << 132;
    QTest::newRow("nonsense") << u"cmd=x&tty=true&rows=many&cols=-3"_s << 24 << 80;
    QTest::newRow("zero") << u"cmd=x&tty=true&rows=0&cols=0"_s << 24 << 80;
    QTest::newRow("too large") << u"cmd=x&tty=true&rows=65536&cols=65535"_s << 24 << 65535;
}

void TestExecQuery::readsTheSize()
{
    QFETCH(QString, query);
    const ProcessRequest process = TestExecQuery::query(query).process;
    QTEST(int(process.rows), "rows");
    QTEST(int(process.cols), "cols");
}

void TestExecQuery::knowsHowLongToRunAlone_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<qint64>("milliseconds"); // -1: for ever
    QTest::newRow("pipes") << u"cmd=x"_s << qint64(10'000);
    QTest::newRow("terminal") << u"cmd=x&tty=true"_s << qint64(-1);
    QTest::newRow("as told") << u"cmd=x&max_run_after_disconnect=1m30s"_s << qint64(90'000);
    QTest::newRow("terminal as told") << u"cmd=x&tty=true&max_run_after_disconnect=5s"_s << qint64(5'000);
    QTest::newRow("pipes for ever") << u"cmd=x&max_run_after_disconnect=0"_s << qint64(-1);
    QTest::newRow("zero seconds") << u"cmd=x&max_run_after_disconnect=0s"_s << qint64(-1);
}

void TestExecQuery::knowsHowLongToRunAlone()
{
    QFETCH(QString, query);
    QFETCH(qint64, milliseconds);
    const auto time = TestExecQuery::query(query).runAfterDisconnect;
    QCOMPARE(time ? qint64(time->count()) : qint64(-1), milliseconds);
}

void TestExecQuery::refuses_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("error");
    QTest::newRow("nothing") << QString() << u"No command specified"_s;
    QTest::newRow("no command") << u"tty=true&rows=24"_s << u"No command specified"_s;
    QTest::newRow("an empty command") << u"cmd="_s << u"No command specified"_s;
    QTest::newRow("a duration that is none")
        << u"cmd=x&max_run_after_disconnect=soon"_s << u"invalid max_run_after_disconnect: soon"_s;
}

void TestExecQuery::refuses()
{
    QFETCH(QString, query);
    const auto taken = ExecQuery::forSocket(request(query));
    QVERIFY(!taken);
    QTEST(taken.error(), "error");
}

void TestExecQuery::attachesById()
{
    QCOMPARE(query(u"id=20&cmd=ignored"_s).attachTo, u"20"_s);
    QCOMPARE(query(u"cmd=x"_s).attachTo, QString());
}

void TestExecQuery::refusesInAPost_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("error");
    QTest::newRow("terminal") << u"cmd=x&tty=true"_s << u"TTY not supported on POST /exec"_s;
    QTest::newRow("terminal denied") << u"cmd=x&tty=false"_s << u"TTY not supported on POST /exec"_s;
    QTest::newRow("id") << u"cmd=x&id=3"_s << u"Unsupported parameters for POST /exec"_s;
    QTest::newRow("detachable") << u"cmd=x&detachable=true"_s << u"Unsupported parameters for POST /exec"_s;
    QTest::newRow("control") << u"cmd=x&cc=true"_s << u"Unsupported parameters for POST /exec"_s;
    QTest::newRow("nothing") << QString() << u"No command specified"_s;
}

void TestExecQuery::refusesInAPost()
{
    QFETCH(QString, query);
    const auto taken = ExecQuery::forPost(request(query));
    QVERIFY(!taken);
    QTEST(taken.error(), "error");
}

void TestExecQuery::readsSignals_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("number"); // 0: none
    QTest::newRow("TERM") << u"TERM"_s << SIGTERM;
    QTest::newRow("SIGTERM") << u"SIGTERM"_s << SIGTERM;
    QTest::newRow("small letters") << u"sigint"_s << SIGINT;
    QTest::newRow("number") << u"9"_s << SIGKILL;
    QTest::newRow("HUP") << u"HUP"_s << SIGHUP;
    QTest::newRow("QUIT") << u"QUIT"_s << SIGQUIT;
    QTest::newRow("USR1") << u"USR1"_s << SIGUSR1;
    QTest::newRow("USR2") << u"USR2"_s << SIGUSR2;
    QTest::newRow("STOP is not for clients") << u"STOP"_s << 0;
    QTest::newRow("nonsense") << u"SIGFROB"_s << 0;
    QTest::newRow("nothing") << QString() << 0;
}

void TestExecQuery::readsSignals()
{
    QFETCH(QString, name);
    QFETCH(int, number);
    QCOMPARE(signalNumber(name).value_or(0), number);
    if (number != 0)
        QCOMPARE(signalNumber(signalName(number)).value_or(0), number);
}

void TestExecQuery::readsDurations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("milliseconds"); // -1: none
    QTest::newRow("seconds") << u"10s"_s << qint64(10'000);
    QTest::newRow("several") << u"1h2m3.5s"_s << qint64(3'723'500);
    QTest::newRow("milliseconds") << u"250ms"_s << qint64(250);
    QTest::newRow("microseconds") << u"2500us"_s << qint64(2);
    QTest::newRow("nanoseconds") << u"1000000ns"_s << qint64(1);
    QTest::newRow("begins with a point") << u".5s"_s << qint64(500);
    QTest::newRow("zero") << u"0"_s << qint64(0);
    QTest::newRow("zero seconds") << u"0s"_s << qint64(0);
    QTest::newRow("no unit") << u"10"_s << qint64(-1);
    QTest::newRow("negative") << u"-1s"_s << qint64(-1);
    QTest::newRow("days are unknown to Go") << u"1d"_s << qint64(-1);
    QTest::newRow("blank") << u"1 s"_s << qint64(-1);
    QTest::newRow("nothing") << QString() << qint64(-1);
    QTest::newRow("beyond reason") << u"99999999999999999999h"_s << qint64(-1);
}

void TestExecQuery::readsDurations()
{
    QFETCH(QString, text);
    const auto time = goDuration(text);
    QTEST(time ? qint64(time->count()) : qint64(-1), "milliseconds");
}

void TestExecQuery::writesDurationsAsGoDoes_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << qint64(0) << u"0s"_s;
    QTest::newRow("milliseconds") << qint64(250) << u"250ms"_s;
    QTest::newRow("seconds") << qint64(10'000) << u"10s"_s;
    QTest::newRow("parts of seconds") << qint64(1'500) << u"1.5s"_s;
    QTest::newRow("minutes") << qint64(90'000) << u"1m30s"_s;
    QTest::newRow("hours") << qint64(3'600'000) << u"1h0m0s"_s;
}

void TestExecQuery::writesDurationsAsGoDoes()
{
    QFETCH(qint64, milliseconds);
    QTEST(goDurationText(std::chrono::milliseconds(milliseconds)), "text");
}

QTEST_GUILESS_MAIN(TestExecQuery)
#include "tst_execquery.moc"
