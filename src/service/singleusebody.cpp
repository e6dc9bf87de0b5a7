// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/singleusebody.h"

#include <algorithm>

namespace Spritarium {

SingleUseBody::SingleUseBody(const QByteArray &content, QObject *parent)
    : QIODevice(parent)
    , m_content(content)
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool SingleUseBody::atEnd() const
{
    return m_position >= m_content.size();
}

qint64 SingleUseBody::bytesAvailable() const
{
    return m_content.size() - m_position + QIODevice::bytesAvailable();
}

bool SingleUseBody::seek(qint64)
{
    // The base class would warn; being asked is normal, it is how Qt tries to send again.
    return false;
}

qint64 SingleUseBody::readData(char *data, qint64 maxSize)
{
    const qint64 count = std::min(maxSize, m_content.size() - m_position);
    if (count <= 0)
        return -1;
    std::copy_n(m_content.constData() + m_position, count, data);
    m_position += count;
    return count;
}

qint64 SingleUseBody::writeData(const char *, qint64)
{
    return -1;
}

} // namespace Spritarium
