// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/parentwatch.h"

#include <QSocketNotifier>

#ifdef Q_OS_UNIX
#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace Spritarium::Playground {

#ifdef Q_OS_UNIX

namespace {

// A signal handler may do nothing but write a byte; these two ends are all it knows.
std::array<int, 2> signalPipe{-1, -1};

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(signalPipe[1], &byte, 1);
}

} // namespace

ParentWatch::ParentWatch(bool watchesInput, QObject *parent)
    : QObject(parent)
{
    watchSignals();
    if (watchesInput)
        watchInput();
}

void ParentWatch::watchSignals()
{
    if (::pipe(signalPipe.data()) != 0)
        return;
    for (const int end : signalPipe) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    auto *notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        std::array<char, 16> bytes;
        while (::read(signalPipe[0], bytes.data(), bytes.size()) > 0) {
        }
        emit stopRequested();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        ::sigaction(signal, &action, nullptr);
}

void ParentWatch::watchInput()
{
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        std::array<char, 256> bytes;
        if (::read(STDIN_FILENO, bytes.data(), bytes.size()) > 0)
            return;
        notifier->setEnabled(false);
        emit stopRequested();
    });
}

#else

ParentWatch::ParentWatch(bool, QObject *parent)
    : QObject(parent)
{}

#endif

} // namespace Spritarium::Playground
