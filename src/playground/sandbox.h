// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/agentmessages.h"
#include "playground/childprocess.h"
#include "playground/storetypes.h"

#include <QMap>
#include <QString>

#include <optional>

namespace Spritarium::Playground {

//! How the playground runs a sprite's processes.
enum class Isolation {
    Bubblewrap, //!< in a sandbox
    None        //!< as they are, because the person wants it so (--no-sandbox)
};

//! What is needed to start a sprite's agent.
struct SandboxSettings
{
    Isolation isolation = Isolation::Bubblewrap;
    bool reachesOutside = false; //!< a sandbox's network leads on, by an OutsideNetwork
    quint64 files = 0; //!< how many one process may have open unless it asks for more; 0: as the playground
};

//! A file of this computer that shall be seen inside, too; read-only.
struct SandboxFile
{
    QString host;
    QString inside; //!< below /.sprite
};

//! The box around one sprite (design.md 5): an own user, process tree, host name and network with nothing but
//! its loopback and, if wanted, a way to the outside; this computer's /usr to read; of /etc only what
//! programs need; the sprite's own folders to write; /.sprite to read. Nothing else of this computer, no
//! variables of the playground's environment.
namespace Sandbox {

//! The user inside.
constexpr int UserId = 1001;
const QString Home = QStringLiteral("/home/sprite");
//! Where the agent is inside.
const QString AgentPath = QStringLiteral("/.sprite/bin/spritarium-playground-agent");

//! Where programs are looked for, unless a process says otherwise.
QString defaultSearch(const QString &home = Home);

//! The environment of a process that brings none (sprites-api 7.1); K=V.
QStringList defaultEnvironment(const QString &home = Home);

//! Where processes begin.
struct Place
{
    QString root; //!< goes in front of the sprite's paths; empty in a sandbox
    QStringList environment;

    //! The folder a process asked for, the home folder if for none.
    QString folder(const QString &wanted) const;
};
//! Without a sandbox `/` is the host folder `root`. The environment is the default one with `variables`, the
//! sprite's own, over it.
Place place(const SandboxSettings &settings, const QString &root, const QMap<QString, QString> &variables);
//! The environment with these variables in place of those of the same name.
QStringList withVariables(QStringList environment, const QMap<QString, QString> &variables);

//! bubblewrap's arguments for a sprite. `data` are the contents of files that it shall make inside, at the
//! descriptors from `firstFile` on.
struct Arguments
{
    QStringList words;
    QByteArrayList data;
};
Arguments arguments(const SandboxSettings &settings, const QString &sprite, const SpriteView &view,
                    const QString &agent, const QList<SandboxFile> &files, int firstFile);

//! Starts the agent with `socket` as its end. The error is one line.
struct Start
{
    ChildProcess *process = nullptr;
    QString error;
    //! \name Only if it shall reach the outside
    //! @{
    Agent::UniqueFd info; //!< bubblewrap's --info-fd
    Agent::UniqueFd gate; //!< nothing runs inside before this is closed
    //! @}
};
Start start(const SandboxSettings &settings, const QString &sprite, const SpriteView &view,
            const QList<SandboxFile> &files, int socket, int errors, QObject *parent);

//! Whether an agent's first message says that it is ready, and speaks as we do: an empty text, or why not.
QString whyNotReady(const Agent::Fields &fields);

//! The agent program there is; empty if it is missing.
QString agentProgram();

//! Tries bubblewrap once, and waits for it: for the start of a program, before its event loop. An empty text,
//! or in one line why it cannot work here.
QString whyUnavailable(const SandboxSettings &settings);

//! The same of a sandbox with a way to the outside; nothing is sent on it.
QString whyNoOutside(const SandboxSettings &settings);

} // namespace Sandbox

} // namespace Spritarium::Playground
