// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/playgroundprocess.h"

#include "domain/account.h"
#include "domain/playgroundready.h"

#include <QProcessEnvironment>
#include <QStandardPaths>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! A cold disk and the copying of the first six sprites included.
constexpr std::chrono::seconds StartLimit(20);

} // namespace

QString PlaygroundProcess::findProgram(const QString &applicationFolder)
{
    const QString name = u"spritarium-playground"_s;
    const QString beside = QStandardPaths::findExecutable(name, {applicationFolder});
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

PlaygroundProcess::PlaygroundProcess(const QString &program, const QStringList &arguments, QObject *parent)
    : QObject(parent)
    , m_program(program)
    , m_arguments(arguments)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { fail(tr("it did not answer within %n s", nullptr, int(StartLimit.count()))); });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &PlaygroundProcess::readLines);
    connect(&m_process, &QProcess::readyReadStandardError, this,
            [this] { m_complaints = (m_complaints + m_process.readAllStandardError()).right(2000); });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(m_process.errorString());
    });
    connect(&m_process, &QProcess::finished, this, [this] {
        if (!m_stopping)
            fail(m_complaints.isEmpty() ? tr("it ended by itself")
                                        : QString::fromUtf8(m_complaints).trimmed());
        m_url.clear();
        Q_EMIT stopped();
    });
}

PlaygroundProcess::~PlaygroundProcess()
{
    m_process.disconnect(this);
    stop();
}

bool PlaygroundProcess::isStarting() const
{
    return m_deadline.isActive();
}

void PlaygroundProcess::start()
{
    if (isStarting() || m_process.state() != QProcess::NotRunning)
        return;
    m_stopping = false;
    m_output.clear();
    m_complaints.clear();
    m_url.clear();
    m_deadline.start(StartLimit);
    // The person's own token is no business of a server that runs commands.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"SPRITE_TOKEN"_s, u"SPRITE_URL"_s, u"SPRITES_API_URL"_s})
        environment.remove(name);
    m_process.setProcessEnvironment(environment);
    // The person was told that nothing leaves this computer.
    m_process.start(m_program, m_arguments + QStringList{u"--stop-with-parent"_s, u"--network"_s, u"none"_s});
}

void PlaygroundProcess::stop()
{
    m_stopping = true;
    m_deadline.stop();
    m_url.clear();
    if (m_process.state() == QProcess::NotRunning) {
        Q_EMIT stopped();
        return;
    }
    // It ends by itself when this pipe closes, so nothing is waited for here.
    m_process.closeWriteChannel();
    m_process.terminate();
}

void PlaygroundProcess::readLines()
{
    m_output += m_process.readAllStandardOutput();
    const qsizetype end = m_output.indexOf('\n');
    if (end < 0 || m_url.isValid())
        return;
    const std::optional<PlaygroundReady> line = parsePlaygroundReady(m_output.left(end));
    if (!line || !apiUrlProblem(line->url).isEmpty() || !isLoopbackHost(line->url.host())) {
        fail(tr("its first line is not understood"));
        return;
    }
    m_deadline.stop();
    m_url = line->url;
    Q_EMIT ready(line->url, line->token);
}

void PlaygroundProcess::fail(const QString &why)
{
    if (m_stopping)
        return;
    m_stopping = true;
    m_deadline.stop();
    m_url.clear();
    m_process.closeWriteChannel();
    m_process.kill();
    Q_EMIT failed(ApiError::invalid(tr("The playground could not be started: %1.").arg(why)));
}

} // namespace Spritarium
