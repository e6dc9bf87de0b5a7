// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/playgroundclient.h"
#include "support/playgroundfixture.h"

#include <QJsonDocument>

namespace Spritarium::Test {

//! A running sprite "web" of a playground, and commands in it.
class InsideClient
{
public:
    //! What a command left.
    struct Run
    {
        int code = -1;
        QByteArray output;
        QByteArray errors;

        QByteArray first() const { return output.left(output.indexOf('\n')); }
        QJsonObject object() const { return QJsonDocument::fromJson(output).object(); }
    };

    explicit InsideClient(PlaygroundFixture &playground)
        : client(playground.url().toString(), playground.token())
    {}

    bool create() { return client.post(QStringLiteral("/v1/sprites"), R"({"name":"web"})").status == 201; }
    //! By a shell, with its three results behind marks that no test prints.
    Run sh(const QString &script)
    {
        const QString wrapped =
            QStringLiteral("{ %1\n} 2>/tmp/.errors; code=$?; printf '\\036%s\\036' $code; "
                           "cat /tmp/.errors")
                .arg(script);
        const QString query =
            QStringLiteral("?cmd=sh&cmd=-c&cmd=") + QString::fromLatin1(QUrl::toPercentEncoding(wrapped));
        Answer answer = client.send("POST", QStringLiteral("/v1/sprites/web/exec") + query);
        answer.body.replace('\001', QByteArray()); // begins each piece of output (sprites-api 7.7)
        const QList<QByteArray> parts = answer.body.split('\036');
        if (parts.size() < 3)
            return {-1, answer.body, {}};
        Run run;
        run.output = parts.at(0);
        run.code = parts.at(1).toInt();
        run.errors = parts.at(2).left(parts.at(2).indexOf('\003'));
        return run;
    }
    Run env(const QString &words) { return sh(QStringLiteral("sprite-env ") + words); }

    PlaygroundClient client;
};

} // namespace Spritarium::Test
