// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/machineprocess.h"
#include "playground/servicebackoff.h"
#include "playground/servicedefinition.h"
#include "playground/servicelog.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QPointer>
#include <QStringDecoder>
#include <QTimer>

namespace Spritarium::Playground {

//! One service of one sprite: its process, started again when it breaks, and its log (sprites-api 10). A
//! process that ends by itself with code 0 has done its work and is not started again before the next boot.
class SupervisedService : public QObject
{
    Q_OBJECT

public:
    enum class Status { Stopped, Starting, Running, Stopping, Failed };

    //! Starts the process; never nullptr.
    using Spawner = std::function<MachineProcess *(const ServiceDefinition &service, QObject *parent)>;

    SupervisedService(const ServiceDefinition &definition, Spawner spawner, const QString &logFolder,
                      const ServiceTimes &times, QObject *parent);

    const ServiceDefinition &definition() const { return m_definition; }
    const QString &name() const { return m_definition.name; }
    //! Holds from the next start on.
    void setDefinition(const ServiceDefinition &definition) { m_definition = definition; }
    void setStoppedByHand(bool isStopped) { m_definition.isStoppedByHand = isStopped; }

    Status status() const { return m_status; }
    //! There is a process, or will be in a moment.
    bool hasProcess() const { return m_process != nullptr; }
    //! Its machine went, or never was: a boot starts it unless it was stopped by hand.
    bool isDown() const { return m_isDown; }
    void setDown() { m_isDown = true; }
    const ServiceLog &log() const { return m_log; }
    //! The definition and `state`.
    QJsonObject toJson() const;

    //! Starts it now, and from a fresh count of breaks. Nothing happens while there is a process.
    void start();
    //! SIGTERM, and SIGKILL when `patience` is over; or an end of waiting for the next start.
    void stop(std::chrono::milliseconds patience);
    void signal(int number);
    //! Its sprite pauses: nothing is started until resume().
    void suspend();
    void resume();
    //! Its machine goes and takes the process along.
    void goDown();

signals:
    void started();
    //! It could not be started; it will be tried again.
    void failed(const QString &text);
    //! A portion, cut anywhere between characters.
    void output(bool isErrors, const QString &text);
    //! Its process has ended and all it wrote was told.
    void exited(int code);
    //! After stop(); right after exited() if there was a process.
    void stopped(int code);

private:
    void launch();
    void onStarted();
    void onFailed(const QString &text);
    void onFinished(const ProcessEnd &end);
    void take(bool isErrors, const QByteArray &bytes);
    void breakDown(const QString &error);
    void dropProcess();

    ServiceDefinition m_definition;
    Spawner m_spawner;
    ServiceLog m_log;
    ServiceBackoff m_backoff;
    Status m_status = Status::Stopped;
    bool m_isDown = false;
    bool m_isSuspended = false;
    MachineProcess *m_process = nullptr;
    QElapsedTimer m_ran;
    QDateTime m_startedAt;
    QDateTime m_nextRestart; //!< invalid unless it waits for it
    QString m_error;
    QTimer m_restart;
    QTimer m_patience;
    QStringDecoder m_outputText;
    QStringDecoder m_errorText;
};

} // namespace Spritarium::Playground
