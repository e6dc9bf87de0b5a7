// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"
#include "playground/storetypes.h"

#include <QByteArray>
#include <QJsonObject>

namespace Spritarium::Playground {

//! What a policy's body must be before anything else; or what is wrong, in one line.
Outcome<QJsonObject, QString> policyObject(const QByteArray &body);

//! The file of one policy, among the state's files, so that a checkpoint takes it and a restore brings it
//! back.
class PolicyFile
{
public:
    //! `name` as in "network".
    PolicyFile(const SpriteView &view, const QString &name);

    //! Its bytes; `otherwise` if there are none.
    QByteArray read(const QByteArray &otherwise) const;
    //! In one step, and on the disk when it returns; else Io.
    StoreResult<Done> write(const QByteArray &body) const;
    //! Also right when there is none.
    StoreResult<Done> remove() const;

private:
    QString m_folder;
    QString m_path;
};

} // namespace Spritarium::Playground
