// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <QTemporaryDir>

#include <memory>

namespace Spritarium::Playground {

//! A folder of this computer for the sockets of one playground, with a path short enough for them; only this
//! user may enter it. Goes with the object; those of playgrounds that were killed go when the next is made.
//! A living one is known by the lock it holds, because its process may be invisible from here: in a container
//! that shares the folder above, for example.
class SocketFolder
{
public:
    SocketFolder();

    bool isValid() const { return m_folder && m_folder->isValid() && m_lock; }
    QString path() const { return m_folder ? m_folder->path() : QString(); }
    QString filePath(const QString &name) const { return m_folder ? m_folder->filePath(name) : QString(); }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    Agent::UniqueFd m_lock;
};

} // namespace Spritarium::Playground
