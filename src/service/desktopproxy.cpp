// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/desktopproxy.h"

#include "service/logging.h"
#include "service/proxyenvironment.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>
#include <QTimer>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! Killed with its owner, without waiting for its end.
class Question : public QObject
{
public:
    explicit Question(QObject *asker)
        : QObject(asker)
        , process(new QProcess(this))
    {}
    ~Question() override
    {
        process->disconnect(this);
        if (process->state() == QProcess::NotRunning)
            return;
        process->setParent(nullptr);
        connect(process, &QProcess::finished, process, &QObject::deleteLater);
        process->kill();
    }

    QProcess *process;
};

} // namespace

void askDesktop(const QUrl &address, QObject *asker, const SystemProxy::Answer &answer)
{
    const QString own = QCoreApplication::applicationDirPath();
    askDesktopBy(QStandardPaths::findExecutable(u"spritarium-system-proxy"_s,
                                                {own, own + u'/' + QStringLiteral(SPRITARIUM_LIBEXEC)}),
                 address, asker, answer);
}

void askDesktopBy(const QString &program, const QUrl &address, QObject *asker,
                  const SystemProxy::Answer &answer, std::chrono::milliseconds patience)
{
    auto *question = new Question(asker);
    QProcess *process = question->process;
    const auto conclude = [question, process, answer] {
        const bool isSaid = process->isOpen() && process->exitStatus() == QProcess::NormalExit;
        const QString line = isSaid ? QString::fromUtf8(process->readLine()).trimmed() : QString();
        process->disconnect(question);
        question->deleteLater();
        answer(line == "direct"_L1 ? QNetworkProxy(QNetworkProxy::NoProxy) : proxyFromText(line));
    };
    if (program.isEmpty()) {
        qCInfo(lcApi, "spritarium-system-proxy is missing: the desktop is not asked for a proxy");
        QTimer::singleShot(0, question, conclude);
        return;
    }
    QObject::connect(process, &QProcess::finished, question, conclude);
    QObject::connect(process, &QProcess::errorOccurred, question, [conclude](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            conclude();
    });
    QTimer::singleShot(patience, process, &QProcess::kill);
    // What it asks is no business of the token's.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"SPRITE_TOKEN"_s);
    // It speaks for the desktop alone.
    for (const QString &name : environment.keys()) {
        if (name.endsWith("_proxy"_L1, Qt::CaseInsensitive))
            environment.remove(name);
    }
    process->setProcessEnvironment(environment);
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(program, {address.toString(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery |
                                              QUrl::RemoveFragment)});
}

} // namespace Spritarium
