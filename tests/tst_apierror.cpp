// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/apierror.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using Kind = ApiError::Kind;

Q_DECLARE_METATYPE(Spritarium::ApiError::Kind)

namespace {

HttpAnswer recorded(const QString &name)
{
    QFile file(QStringLiteral(SPRITARIUM_TEST_DATA "/wire/errors.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).array();
    for (const QJsonValue &value : cases) {
        const QJsonObject object = value.toObject();
        if (object.value("case"_L1).toString() != name)
            continue;
        HttpAnswer answer;
        answer.status = object.value("status"_L1).toInt();
        answer.body = object.value("body"_L1).toString().toUtf8();
        const QJsonObject headers = object.value("headers"_L1).toObject();
        for (auto it = headers.begin(); it != headers.end(); ++it)
            answer.headers.append({it.key().toLatin1(), it->toString().toLatin1()});
        return answer;
    }
    return {};
}

} // namespace

class TestApiError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedAnswersBecomeKinds_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, Kind kind, const QString &words) {
            QTest::newRow(name) << QString::fromLatin1(name) << kind << words;
        };
        row("bad token", Kind::Unauthorized, u"authentication failed"_s);
        row("empty or malformed name", Kind::Invalid, u"invalid sprite name format"_s);
        row("duplicate name", Kind::Conflict,
            u"A sprite named 'web-1' already exists. Please choose a different name."_s);
        row("creation rate limit", Kind::RateLimited,
            u"Sprite creation rate limit reached, try again later"_s);
        row("concurrent sprite limit", Kind::LimitReached, u"Too many sprites are running"_s);
        row("invalid url auth", Kind::Invalid, u"invalid auth type, must be one of: sprite, public"_s);
        row("get unknown sprite (observed)", Kind::NotFound, u"failed to retrieve sprite"_s);
        row("get unknown sprite (documented status)", Kind::NotFound, u"sprite not found"_s);
        row("delete unknown sprite (observed)", Kind::NotFound, u"failed to delete sprite"_s);
        row("delete the live state", Kind::Conflict, u"cannot delete active checkpoint"_s);
        row("delete unknown checkpoint", Kind::NotFound, u"404 page not found"_s);
        row("storage not ready", Kind::Server, u"Storage not ready"_s);
        row("invalid policy", Kind::Invalid, u"invalid policy config"_s);
        row("kill of an exited session", Kind::NotFound, u"session already exited"_s);
        row("file not found", Kind::NotFound, u"no such file or directory"_s);
        row("edge failure with empty body", Kind::Server, QString());
    }

    void recordedAnswersBecomeKinds()
    {
        QFETCH(QString, name);
        QFETCH(Kind, kind);
        QFETCH(QString, words);
        const HttpAnswer answer = recorded(name);
        QVERIFY(answer.status >= 400);
        const ApiError error = ApiError::fromAnswer(answer, u"api.example.com"_s, {});
        QCOMPARE(error.kind, kind);
        QCOMPARE(error.serverText, words);
        QCOMPARE(error.httpStatus, answer.status);
        if (!answer.header("fly-request-id").isEmpty())
            QVERIFY(error.detailText().contains(QString::fromLatin1(answer.header("fly-request-id"))));
    }

    void aMissingCheckpointIsGoneThoughTheServiceSaysFiveHundred()
    {
        const ApiError error = ApiError::fromAnswer(recorded(u"get unknown checkpoint"_s), u"h"_s, {});
        QCOMPARE(error.kind, Kind::NotFound);
    }

    void theRateLimitTellsWhenToComeBack()
    {
        const ApiError error = ApiError::fromAnswer(recorded(u"creation rate limit"_s), u"h"_s, {});
        QCOMPARE(error.retryAfter, std::chrono::seconds(42));
        QCOMPARE(error.limit.limit, 10);
        QCOMPARE(error.limit.windowSeconds, 60);
        QCOMPARE(error.userText(), u"Too many requests. Again in 42 s."_s);
    }

    void theRunningLimitTellsItsNumbers()
    {
        const ApiError error = ApiError::fromAnswer(recorded(u"concurrent sprite limit"_s), u"h"_s, {});
        QCOMPARE(error.userText(), u"3 of 3 running. Free one, wait, or raise the limit."_s);
        QVERIFY(!error.limit.upgradeUrl.isEmpty());
    }

    void aHeaderAloneIsEnoughToWait()
    {
        const ApiError error = ApiError::fromAnswer({429, {{"retry-after", "7"}}, {}}, u"h"_s, {});
        QCOMPARE(error.retryAfter, std::chrono::seconds(7));
    }

    void everyCauseHasItsSentence_data()
    {
        QTest::addColumn<ApiError>("error");
        QTest::addColumn<QString>("text");
        const auto status = [](int code, const QByteArray &body) {
            return ApiError::fromAnswer({code, {}, body}, u"api.example.com"_s, {});
        };
        QTest::newRow("401") << status(401, R"({"error":"authentication failed"})")
                             << u"The service refuses this token. It may be revoked."_s;
        QTest::newRow("403") << status(403, R"({"error":"read only"})")
                             << u"This token is not allowed to do this: read only."_s;
        QTest::newRow("404") << status(404, R"({"error":"sprite not found"})")
                             << u"calm-otter no longer exists."_s;
        QTest::newRow("502 with words")
            << status(502, "Proxy error\n") << u"The service failed (Proxy error)."_s;
        QTest::newRow("502 empty") << status(502, {}) << u"The service failed (502)."_s;
        QTest::newRow("502 as a page")
            << status(502, "<html><body>Bad gateway</body></html>") << u"The service failed (502)."_s;
        QTest::newRow("timeout") << ApiError::timeout(u"api.example.com"_s, std::chrono::seconds(30))
                                 << u"No answer after 30 s."_s;
        QTest::newRow("network") << ApiError::network(u"api.example.com"_s, u"name not found"_s)
                                 << u"Cannot reach api.example.com: name not found."_s;
        QTest::newRow("disk") << ApiError::storage(u"the activity"_s, u"disk full"_s)
                              << u"Could not save the activity: disk full."_s;
    }

    void everyCauseHasItsSentence()
    {
        QFETCH(ApiError, error);
        QFETCH(QString, text);
        QCOMPARE(error.userText(u"calm-otter"_s), text);
    }

    void aPageIsKeptForDetailsOnly()
    {
        const ApiError error = ApiError::fromAnswer({502, {}, "<html>Bad gateway</html>"}, u"h"_s, {});
        QVERIFY(error.serverText.isEmpty());
        QVERIFY(error.detailText().contains("<html>Bad gateway</html>"_L1));
    }

    void theTokenIsMaskedWhereverItComesBack()
    {
        const QString token = u"acme/123/0123456789abcdef0123456789abcdef/fedcba9876543210fedcba9876543210"_s;
        const QByteArray body =
            "{\"error\":\"bad token " + token.toUtf8() + " or fedcba9876543210fedcba9876543210\"}";
        const ApiError error =
            ApiError::fromAnswer({400, {{"fly-request-id", token.toLatin1()}}, body}, u"h"_s, token);
        const QString everything =
            error.userText() + error.detailText() + error.serverText + error.raw + error.requestId;
        QVERIFY(!everything.contains("fedcba9876543210"_L1));
        QVERIFY(!everything.contains("0123456789abcdef"_L1));
        QVERIFY(everything.contains("[token]"_L1));
        QVERIFY(!ApiError::network(u"h"_s, token, token).userText().contains(token));
    }
};

QTEST_APPLESS_MAIN(TestApiError)
#include "tst_apierror.moc"
