// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/policyfile.h"

#include "playground/treecopy.h"
#include "playground/wholefile.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

Outcome<QJsonObject, QString> policyObject(const QByteArray &body)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(body, &error);
    if (error.error != QJsonParseError::NoError)
        return error.errorString();
    if (!document.isObject())
        return u"the policy is not an object"_s;
    return document.object();
}

PolicyFile::PolicyFile(const SpriteView &view, const QString &name)
    : m_folder(view.system + u"/policy"_s)
    , m_path(m_folder + u'/' + name + u".json"_s)
{}

QByteArray PolicyFile::read(const QByteArray &otherwise) const
{
    QFile file(m_path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : otherwise;
}

StoreResult<Done> PolicyFile::write(const QByteArray &body) const
{
    if (!QDir().mkpath(m_folder))
        return StoreError{StoreFault::Io, u"failed to create config dir"_s};
    if (const QString why = replaceFile(m_path, body); !why.isEmpty())
        return StoreError{StoreFault::Io, u"failed to write temp file: "_s + why};
    return Done{};
}

StoreResult<Done> PolicyFile::remove() const
{
    QFile file(m_path);
    if (file.exists() && (!file.remove() || !syncFolder(m_folder)))
        return StoreError{StoreFault::Io, u"failed to remove config file"_s};
    return Done{};
}

} // namespace Spritarium::Playground
