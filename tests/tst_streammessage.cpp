// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/streammessage.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using Kind = StreamMessage::Kind;

namespace {

StreamMessage message(const QByteArray &line)
{
    return streamMessageFromJson(QJsonDocument::fromJson(line).object());
}

} // namespace

class TestStreamMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKnownTypeHasAKind_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QByteArray &line, Kind kind, const QString &text) {
            QTest::newRow(name) << line << int(kind) << text;
        };
        row("info", R"({"type":"info","data":"\nDetails:"})", Kind::Info, u"\nDetails:"_s);
        row("stdout", R"({"type":"stdout","data":"a\u003cb"})", Kind::Stdout, u"a<b"_s);
        row("stderr", R"({"type":"stderr","data":"x"})", Kind::Stderr, u"x"_s);
        row("warning", R"({"type":"warning","data":"w"})", Kind::Warning, u"w"_s);
        row("error", R"({"type":"error","error":"no"})", Kind::Error, u"no"_s);
        row("error in data", R"({"type":"error","data":"no"})", Kind::Error, u"no"_s);
        row("complete", R"({"type":"complete","data":"done"})", Kind::Complete, u"done"_s);
        row("progress", R"({"type":"progress","data":"half"})", Kind::Other, u"half"_s);
        row("only keys", R"({"pct":5,"type":"progress"})", Kind::Other, uR"({"pct":5,"type":"progress"})"_s);
        row("no type", R"({"data":"x"})", Kind::Other, u"x"_s);
    }

    void everyKnownTypeHasAKind()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, kind);
        QFETCH(QString, text);
        QCOMPARE(int(message(line).kind), kind);
        QCOMPARE(message(line).text, text);
    }

    void theRawWordIsKept() { QCOMPARE(message(R"({"type":"progress"})").type, u"progress"_s); }

    void theTimeHasNineDigits()
    {
        QCOMPARE(message(R"({"type":"info","time":"2026-09-10T08:15:30.120394811Z"})").time,
                 QDateTime(QDate(2026, 9, 10), QTime(8, 15, 30, 120), Qt::UTC));
    }
};

QTEST_APPLESS_MAIN(TestStreamMessage)
#include "tst_streammessage.moc"
