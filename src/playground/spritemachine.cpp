// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritemachine.h"

#include "playground/agent/pipe.h"
#include "playground/checkpointshelf.h"

#include <array>
#include <chrono>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

//! Room for a process to go on writing while we are busy; more than this only root may have.
constexpr int PipeSize = 1024 * 1024;
constexpr int EndPatience = 2000;
constexpr auto BootPatience = std::chrono::seconds(15);

//! For what a process writes and reads.
Agent::Pipe widePipe()
{
    Agent::Pipe pipe = Agent::makePipe();
    if (pipe.reading)
        ::fcntl(pipe.reading.get(), F_SETPIPE_SZ, PipeSize);
    return pipe;
}

SharedFd shared(Agent::UniqueFd fd)
{
    return std::make_shared<Agent::UniqueFd>(std::move(fd));
}

std::string targetName(MachineProcess::Target target)
{
    switch (target) {
    case MachineProcess::Target::Group:
        return "group";
    case MachineProcess::Target::Foreground:
        return "foreground";
    case MachineProcess::Target::Session:
        return "session";
    case MachineProcess::Target::Process:
        break;
    }
    return "process";
}

//! Where programs are found: the environment a client sends need not say it.
QString searchPath(const QStringList &sent, const QStringList &usual)
{
    constexpr auto Name = "PATH="_L1;
    QString found;
    for (const QString &variable : usual + sent) {
        if (variable.startsWith(Name))
            found = variable.mid(Name.size());
    }
    return found;
}

std::vector<std::string> words(const QStringList &list)
{
    std::vector<std::string> strings;
    for (const QString &word : list)
        strings.push_back(word.toStdString());
    return strings;
}

} // namespace

SpriteMachine::SpriteMachine(SpriteStore &store, const SandboxSettings &settings, const QString &sprite,
                             QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_settings(settings)
    , m_sprite(sprite)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(BootPatience);
    connect(&m_patience, &QTimer::timeout, this, &SpriteMachine::end);
}

SpriteMachine::~SpriteMachine()
{
    if (ChildProcess *process = shutDown())
        delete process;
}

QString SpriteMachine::boot()
{
    const StoreResult<SpriteView> view = m_store.view(m_sprite);
    if (!view)
        return view.error().text;
    if (m_settings.isolation == Isolation::Bubblewrap && !CheckpointShelf::set(*view))
        return u"%1 cannot be made: %2"_s.arg(view->shelf, qt_error_string());
    // A process that closes its input must not end the playground.
    ::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> sockets{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return u"too many open files"_s;
    Agent::UniqueFd ours(sockets[0]);
    const Agent::UniqueFd theirs(sockets[1]);
    ::fcntl(ours.get(), F_SETFL, O_NONBLOCK);
    Agent::Pipe errors = widePipe();
    if (!errors.reading)
        return u"too many open files"_s;
    if (m_settings.isolation == Isolation::Bubblewrap)
        m_folders = std::make_unique<TopFolders>(view->root, m_sprite, nullptr);
    Sandbox::Start box =
        Sandbox::start(m_settings, m_sprite, *view, m_files, theirs.get(), errors.writing.get(), this);
    if (!box.process)
        return box.error;
    m_process = box.process;
    m_process->keep(m_store.hold(m_sprite));
    m_root = view->root;
    m_errors.clear();
    m_errorPipe = shared(std::move(errors.reading));
    ::fcntl(m_errorPipe->get(), F_SETFL, O_NONBLOCK);
    m_errorNotifier = std::make_unique<QSocketNotifier>(m_errorPipe->get(), QSocketNotifier::Read);
    connect(m_errorNotifier.get(), &QSocketNotifier::activated, this, &SpriteMachine::readErrors);
    m_link = new AgentLink(
        std::move(ours), [this](Agent::Packet packet) { take(std::move(packet)); }, this);
    connect(m_link, &AgentLink::ended, this, &SpriteMachine::onAgentGone);
    if (m_folders)
        connect(m_folders.get(), &TopFolders::shown, m_link, &AgentLink::setTurn);
    connectOutside(box);
    m_patience.start();
    m_state = State::On;
    emit started();
    return {};
}

void SpriteMachine::connectOutside(Sandbox::Start &box)
{
    if (!box.gate)
        return;
    m_outside = std::make_unique<OutsideNetwork>(std::move(box.info), std::move(box.gate), nullptr);
    connect(m_outside.get(), &OutsideNetwork::ready, m_link, [link = m_link] { link->setHeld(false); });
    connect(m_outside.get(), &OutsideNetwork::failed, m_link, [this, link = m_link](const QString &why) {
        link->setHeld(false);
        qInfo("spritarium-playground: %s does not reach the outside: %s", qPrintable(m_sprite),
              qPrintable(why));
    });
}

MachineProcess *SpriteMachine::spawn(const ProcessRequest &request, QObject *parent)
{
    const quint64 id = nextId();
    const auto signaller = [self = QPointer<SpriteMachine>(this), id](int number,
                                                                      MachineProcess::Target target) {
        if (self && self->m_link)
            self->m_link->send({"signal", std::to_string(id), std::to_string(number), targetName(target)});
    };
    auto *process = new MachineProcess(signaller, request.tty, parent);
    const auto fail = [process](const QString &why, bool isRunner) {
        QMetaObject::invokeMethod(
            process, [process, why, isRunner] { process->fail(why, isRunner); }, Qt::QueuedConnection);
        return process;
    };
    if (m_state == State::Off) {
        if (const QString error = boot(); !error.isEmpty())
            return fail(error, true);
    }
    Agent::SpawnOrder order;
    order.id = id;
    order.tty = request.tty;
    order.rows = request.rows;
    order.cols = request.cols;
    order.argv = words(request.argv);
    order.path = (request.path.isEmpty() ? request.argv.value(0) : request.path).toStdString();
    const StoreResult<Sprite> sprite = m_store.sprite(m_sprite);
    const Sandbox::Place place =
        Sandbox::place(m_settings, m_root, sprite ? sprite->variables : QMap<QString, QString>());
    order.env = words(request.env.value_or(place.environment));
    order.search = searchPath(request.env.value_or(QStringList()), place.environment).toStdString();
    order.dir = place.folder(request.dir).toStdString();
    std::vector<Agent::UniqueFd> theirs;
    if (!request.tty) {
        Agent::Pipe input = request.takesInput ? widePipe() : Agent::Pipe();
        Agent::Pipe output = widePipe();
        Agent::Pipe errors = widePipe();
        if (!output.reading || !errors.reading || (request.takesInput && !input.reading))
            return fail(u"too many open files"_s, true);
        process->keepPipes(input.writing ? shared(std::move(input.writing)) : nullptr,
                           shared(std::move(output.reading)), shared(std::move(errors.reading)));
        if (input.reading)
            theirs.push_back(std::move(input.reading));
        theirs.push_back(std::move(output.writing));
        theirs.push_back(std::move(errors.writing));
        order.streams = request.takesInput ? "012" : "12";
    }
    // What a call has just made is there for what starts now.
    if (m_folders)
        m_turn = m_folders->nextTurn();
    if (!m_link->send(order.toFields(), std::move(theirs), m_turn))
        return fail(u"argument list too long"_s, false);
    m_processes.insert(id, process);
    return process;
}

void SpriteMachine::dial(const QString &address, quint16 port, QObject *context,
                         std::function<void(const Dialled &)> then)
{
    if (m_state != State::On) {
        QMetaObject::invokeMethod(
            context, [then = std::move(then)] { then(u"connection refused"_s); }, Qt::QueuedConnection);
        return;
    }
    const quint64 id = nextId();
    m_pending.insert(id, {context, std::move(then), {}});
    m_link->send({"dial", std::to_string(id), address.toStdString(), std::to_string(port)});
}

void SpriteMachine::listeners(QObject *context, std::function<void(const Listeners &)> then)
{
    if (m_state != State::On) {
        QMetaObject::invokeMethod(
            context, [then = std::move(then)] { then({}); }, Qt::QueuedConnection);
        return;
    }
    const quint64 id = nextId();
    m_pending.insert(id, {context, {}, std::move(then)});
    m_link->send({"listeners", std::to_string(id)});
}

void SpriteMachine::take(Agent::Packet packet)
{
    if (m_patience.isActive()) {
        m_patience.stop();
        if (const QString why = Sandbox::whyNotReady(packet.fields); !why.isEmpty()) {
            m_errors = why.toLocal8Bit();
            return end();
        }
        if (m_folders)
            m_folders->begin(m_process->pid());
        return;
    }
    const auto id = packet.fields.size() > 1 ? Agent::number(packet.fields[1]) : std::nullopt;
    if (!id)
        return;
    const std::string &verb = packet.fields[0];
    if (verb != "started" && verb != "failed" && verb != "exited")
        return takeAnswer(*id, std::move(packet));
    const auto found = m_processes.constFind(*id);
    if (found == m_processes.constEnd())
        return;
    const QPointer<MachineProcess> process = *found;
    if (verb == "started") {
        if (process)
            takeStarted(process, std::move(packet));
        return;
    }
    m_processes.erase(found);
    if (!process)
        return;
    if (verb == "failed")
        return process->fail(QString::fromStdString(packet.fields.size() > 2 ? packet.fields[2] : ""), false);
    const auto code = packet.fields.size() > 2 ? Agent::number(packet.fields[2], 255) : std::nullopt;
    const auto signal = packet.fields.size() > 3 ? Agent::number(packet.fields[3], 64) : std::nullopt;
    process->end({int(code.value_or(0)), int(signal.value_or(0)), false});
}

void SpriteMachine::takeStarted(MachineProcess *process, Agent::Packet packet)
{
    const auto pid = packet.fields.size() > 3 ? Agent::number(packet.fields[2], INT32_MAX) : std::nullopt;
    const bool isComplete = pid && packet.fds.empty() != process->isTerminal();
    if (!isComplete)
        return process->fail(u"the sandbox gave no terminal"_s, true);
    SharedFd master = packet.fds.empty() ? nullptr : shared(std::move(packet.fds.front()));
    process->start(qint64(*pid), QString::fromStdString(packet.fields[3]), std::move(master));
}

void SpriteMachine::takeAnswer(quint64 id, Agent::Packet packet)
{
    const Pending pending = m_pending.take(id);
    if (!pending.context)
        return;
    if (packet.fields[0] == "listeners" && pending.listed)
        return pending.listed(Agent::Listener::fromFields(packet.fields));
    if (!pending.dialled)
        return;
    if (packet.fields[0] == "dialled" && !packet.fds.empty())
        return pending.dialled(shared(std::move(packet.fds.front())));
    pending.dialled(packet.fields.size() > 2 ? QString::fromStdString(packet.fields[2])
                                             : u"connection refused"_s);
}

void SpriteMachine::showCheckpoints()
{
    if (m_state == State::Off || m_settings.isolation != Isolation::Bubblewrap)
        return;
    if (const StoreResult<SpriteView> view = m_store.view(m_sprite))
        CheckpointShelf::update(*view);
}

void SpriteMachine::showFolders()
{
    if (m_state != State::Off && m_folders)
        m_folders->update();
}

void SpriteMachine::pause()
{
    if (m_state != State::On)
        return;
    m_state = State::Paused;
    m_link->setHeld(false);
    m_link->send({"stop"}, {}, m_turn); // after what it shall stop
    if (m_outside)
        m_outside->rest();
}

void SpriteMachine::resume()
{
    if (m_state != State::Paused)
        return;
    m_state = State::On;
    if (m_outside) {
        // What goes on or begins now finds its network there.
        m_link->setHeld(true);
        m_outside->wake();
    }
    m_link->send({"continue"}, {}, m_turn);
}

void SpriteMachine::readErrors()
{
    std::array<char, 4096> bytes{};
    const ssize_t size = ::read(m_errorPipe->get(), bytes.data(), bytes.size());
    if (size > 0)
        m_errors = (m_errors + QByteArray(bytes.data(), size)).right(4096);
    else
        m_errorNotifier->setEnabled(false);
}

QString SpriteMachine::bootError() const
{
    const QString text = QString::fromLocal8Bit(m_errors).trimmed().section(u'\n', -1);
    return text.isEmpty() ? u"the sandbox has ended"_s : text;
}

void SpriteMachine::onAgentGone()
{
    if (m_state == State::Off)
        return;
    readErrors();
    end();
}

void SpriteMachine::end()
{
    if (ChildProcess *process = shutDown()) {
        process->setParent(parent());
        process->retire();
        emit ended();
    }
}

void SpriteMachine::endAndWait()
{
    if (ChildProcess *process = shutDown()) {
        process->endWithin(EndPatience);
        delete process;
        emit ended();
    }
}

ChildProcess *SpriteMachine::shutDown()
{
    if (m_state == State::Off)
        return nullptr;
    m_state = State::Off;
    m_patience.stop();
    m_folders.reset();
    m_turn = 0;
    if (m_outside) {
        // One that ends with its parent is waited for.
        m_outside->disconnect(this);
        m_outside->disconnect(m_link);
        m_outside->setParent(parent());
        m_outside.release()->retire();
    }
    const QString why = bootError();
    m_errorNotifier.reset();
    m_errorPipe.reset();
    // Deleted later, because it may be the one that called; it must not reach us any more.
    m_link->disconnect(this);
    m_link->close();
    std::exchange(m_link, nullptr)->deleteLater();
    const auto processes = std::exchange(m_processes, {});
    const auto pendings = std::exchange(m_pending, {});
    for (const QPointer<MachineProcess> &process : processes) {
        if (process && process->state() == MachineProcess::State::Starting)
            process->fail(why, true);
        else if (process)
            process->end({0, SIGKILL, true});
    }
    for (const Pending &pending : pendings) {
        if (pending.context && pending.dialled)
            pending.dialled(u"connection refused"_s);
        else if (pending.context && pending.listed)
            pending.listed({});
    }
    return std::exchange(m_process, nullptr);
}

} // namespace Spritarium::Playground
