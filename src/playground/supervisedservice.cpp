// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/supervisedservice.h"

#include "playground/gotime.h"

#include <algorithm>
#include <csignal>
#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

QString statusText(SupervisedService::Status status)
{
    switch (status) {
    case SupervisedService::Status::Starting:
        return u"starting"_s;
    case SupervisedService::Status::Running:
        return u"running"_s;
    case SupervisedService::Status::Stopping:
        return u"stopping"_s;
    case SupervisedService::Status::Failed:
        return u"failed"_s;
    case SupervisedService::Status::Stopped:
        break;
    }
    return u"stopped"_s;
}

//! As a shell tells a process that was killed.
constexpr int LostCode = 128 + SIGKILL;

} // namespace

SupervisedService::SupervisedService(const ServiceDefinition &definition, Spawner spawner,
                                     const QString &logFolder, const ServiceTimes &times, QObject *parent)
    : QObject(parent)
    , m_definition(definition)
    , m_spawner(std::move(spawner))
    , m_log(logFolder, definition.name, times.logBytes)
    , m_backoff(times)
{
    m_restart.setSingleShot(true);
    m_patience.setSingleShot(true);
    connect(&m_restart, &QTimer::timeout, this, &SupervisedService::launch);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_process)
            m_process->signal(SIGKILL, MachineProcess::Target::Session);
    });
}

QJsonObject SupervisedService::toJson() const
{
    QJsonObject state{
        {u"name"_s, name()}, {u"status"_s, statusText(m_status)}, {u"started_at"_s, goTime(m_startedAt)}};
    if (m_process && m_process->pid() > 0)
        state.insert(u"pid"_s, m_process->pid());
    if (!m_error.isEmpty())
        state.insert(u"error"_s, m_error);
    if (m_backoff.count() > 0)
        state.insert(u"restart_count"_s, m_backoff.count());
    if (m_nextRestart.isValid())
        state.insert(u"next_restart_at"_s, goTime(m_nextRestart));
    QJsonObject object = m_definition.toJson();
    object.insert(u"state"_s, state);
    return object;
}

void SupervisedService::start()
{
    if (m_process)
        return;
    m_backoff.reset();
    launch();
}

void SupervisedService::launch()
{
    m_restart.stop();
    m_nextRestart = {};
    m_error.clear();
    m_isDown = false;
    m_status = Status::Starting;
    m_outputText = QStringDecoder(QStringDecoder::Utf8);
    m_errorText = QStringDecoder(QStringDecoder::Utf8);
    m_process = m_spawner(m_definition, this);
    connect(m_process, &MachineProcess::started, this, &SupervisedService::onStarted);
    connect(m_process, &MachineProcess::failed, this, [this](const QString &text) { onFailed(text); });
    connect(m_process, &MachineProcess::finished, this, &SupervisedService::onFinished);
}

void SupervisedService::onStarted()
{
    connect(m_process->output(), &PipeReader::received, this,
            [this](const QByteArray &bytes) { take(false, bytes); });
    connect(m_process->errors(), &PipeReader::received, this,
            [this](const QByteArray &bytes) { take(true, bytes); });
    m_startedAt = QDateTime::currentDateTimeUtc();
    m_ran.start();
    if (m_status == Status::Stopping) // somebody was quicker
        m_process->signal(SIGTERM, MachineProcess::Target::Group);
    else
        m_status = Status::Running;
    emit started();
}

void SupervisedService::onFailed(const QString &text)
{
    const bool wasStopping = m_status == Status::Stopping;
    dropProcess();
    if (wasStopping || m_isSuspended) {
        m_status = Status::Stopped;
        m_isDown = !wasStopping;
    } else {
        m_ran.start();
        breakDown(text);
    }
    emit failed(text);
    if (wasStopping)
        emit stopped(1);
}

void SupervisedService::onFinished(const ProcessEnd &end)
{
    if (end.isLost && m_isSuspended)
        return goDown();
    const int code = end.exitCode();
    const bool wasStopping = m_status == Status::Stopping;
    dropProcess();
    if (wasStopping || (code == 0 && !end.isLost)) {
        m_status = Status::Stopped;
        m_isDown = end.isLost;
    } else {
        breakDown(u"exited with code %1"_s.arg(code));
    }
    emit exited(code);
    if (wasStopping)
        emit stopped(code);
}

void SupervisedService::breakDown(const QString &error)
{
    m_status = Status::Failed;
    m_error = error;
    const std::chrono::milliseconds wait =
        m_backoff.next(std::chrono::milliseconds(m_ran.isValid() ? m_ran.elapsed() : 0));
    m_nextRestart = QDateTime::currentDateTimeUtc().addMSecs(wait.count());
    if (!m_isSuspended)
        m_restart.start(wait);
}

void SupervisedService::dropProcess()
{
    m_patience.stop();
    if (!m_process)
        return;
    m_process->disconnect(this);
    // It may be the one that called.
    std::exchange(m_process, nullptr)->deleteLater();
}

void SupervisedService::take(bool isErrors, const QByteArray &bytes)
{
    m_log.append(isErrors, bytes);
    const QString text = (isErrors ? m_errorText : m_outputText)(bytes);
    if (!text.isEmpty())
        emit output(isErrors, text);
}

void SupervisedService::stop(std::chrono::milliseconds patience)
{
    m_restart.stop();
    m_nextRestart = {};
    m_isDown = false;
    if (!m_process) {
        m_status = Status::Stopped;
        m_error.clear();
        emit stopped(0);
        return;
    }
    m_status = Status::Stopping;
    m_process->signal(SIGTERM, MachineProcess::Target::Group);
    m_patience.start(patience);
}

void SupervisedService::signal(int number)
{
    if (m_process)
        m_process->signal(number, MachineProcess::Target::Group);
}

void SupervisedService::suspend()
{
    m_isSuspended = true;
    m_restart.stop();
}

void SupervisedService::resume()
{
    m_isSuspended = false;
    if (m_nextRestart.isValid())
        m_restart.start(std::max<qint64>(0, QDateTime::currentDateTimeUtc().msecsTo(m_nextRestart)));
}

void SupervisedService::goDown()
{
    const Status before = m_status;
    m_restart.stop();
    m_nextRestart = {};
    m_backoff.reset();
    m_error.clear();
    dropProcess();
    m_status = Status::Stopped;
    m_isDown = true;
    if (before == Status::Starting)
        emit failed(u"the sprite has stopped"_s);
    else if (before == Status::Running || before == Status::Stopping)
        emit exited(LostCode);
    if (before == Status::Stopping)
        emit stopped(LostCode);
}

} // namespace Spritarium::Playground
