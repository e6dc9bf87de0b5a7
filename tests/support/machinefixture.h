// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritemachines.h"
#include "support/patience.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace Spritarium::Test {

//! Skips the test, with the reason, where sandboxes cannot work.
#define SPRITARIUM_NEEDS_SANDBOX()                                                                           \
    do {                                                                                                     \
        static const QString why = Spritarium::Playground::Sandbox::whyUnavailable({});                      \
        if (!why.isEmpty())                                                                                  \
            QSKIP(qPrintable(QStringLiteral("bubblewrap cannot work here: ") + why));                        \
    } while (false)

//! A process of a machine, and all that came of it.
class ProcessProbe : public QObject
{
    Q_OBJECT

public:
    ProcessProbe(Playground::SpriteMachine &machine, const Playground::ProcessRequest &request)
        : process(machine.spawn(request, this))
    {
        using Playground::MachineProcess;
        connect(process, &MachineProcess::started, this, &ProcessProbe::onStarted);
        connect(process, &MachineProcess::failed, this, [this](const QString &text, bool isRunner) {
            error = text;
            isRunnerError = isRunner;
            isOver = true;
            emit over();
        });
        connect(process, &MachineProcess::finished, this, [this](const Playground::ProcessEnd &how) {
            end = how;
            isOver = true;
            emit over();
        });
    }

    //! Waits for its end.
    bool wait()
    {
        QSignalSpy spy(this, &ProcessProbe::over);
        return isOver || spy.wait(Patience);
    }
    bool waitStarted()
    {
        return QTest::qWaitFor([this] { return isStarted || isOver; }, Patience) && isStarted;
    }

    Playground::MachineProcess *process;
    bool isStarted = false;
    bool isOver = false;
    bool isRunnerError = false;
    QString error;
    QByteArray output;
    QByteArray errors;
    qint64 received = 0;
    bool keepsOutput = true;
    Playground::ProcessEnd end;

signals:
    void over();

private:
    void onStarted()
    {
        using Playground::PipeReader;
        isStarted = true;
        connect(process->output(), &PipeReader::received, this, [this](const QByteArray &bytes) {
            received += bytes.size();
            if (keepsOutput)
                output += bytes;
        });
        if (process->errors())
            connect(process->errors(), &PipeReader::received, this,
                    [this](const QByteArray &bytes) { errors += bytes; });
    }
};

//! A store with the sprite "web", and its machine.
class MachineFixture
{
public:
    MachineFixture()
        : store(folder.path(), {{}, Playground::Durability::KillSafe})
    {
        Playground::SpriteRequest request;
        request.name = QStringLiteral("web");
        isReady = store.open().isOk() && store.create(request).isOk();
        uptime = std::make_unique<Playground::SpriteUptime>(store, nullptr);
        machines = std::make_unique<Playground::SpriteMachines>(store, *uptime, settings, nullptr);
        setStatus(QStringLiteral("running"));
    }

    Playground::SpriteMachine &web() { return *machines->machine(QStringLiteral("web")); }
    bool setStatus(const QString &status) { return store.setStatus(QStringLiteral("web"), status).isOk(); }
    std::unique_ptr<ProcessProbe> run(const QStringList &argv)
    {
        Playground::ProcessRequest request;
        request.argv = argv;
        return std::make_unique<ProcessProbe>(web(), request);
    }
    //! By a shell.
    std::unique_ptr<ProcessProbe> sh(const QString &script)
    {
        return run({QStringLiteral("sh"), QStringLiteral("-c"), script});
    }
    QString hostPath(const QString &inside) { return store.view(QStringLiteral("web"))->root + inside; }

    QTemporaryDir folder;
    Playground::SpriteStore store;
    Playground::SandboxSettings settings;
    std::unique_ptr<Playground::SpriteUptime> uptime;
    std::unique_ptr<Playground::SpriteMachines> machines;
    bool isReady = false;
};

} // namespace Spritarium::Test
