// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/ndjsonsplitter.h"

#include <utility>

namespace Spritarium {

NdjsonSplitter::NdjsonSplitter(qsizetype lineLimit)
    : m_lineLimit(lineLimit)
{}

QList<QByteArray> NdjsonSplitter::feed(const QByteArray &bytes)
{
    QList<QByteArray> lines;
    qsizetype start = 0;
    while (!m_overflowed) {
        const qsizetype end = bytes.indexOf('\n', start);
        if (end < 0)
            break;
        QByteArray line = std::exchange(m_rest, {}) + bytes.mid(start, end - start);
        start = end + 1;
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.size() > m_lineLimit)
            overflow(line);
        else if (!line.trimmed().isEmpty())
            lines.append(line);
    }
    if (m_overflowed)
        return lines;
    m_rest += bytes.mid(start);
    if (m_rest.size() > m_lineLimit + 1) // one more for a carriage return still to be dropped
        overflow(m_rest);
    return lines;
}

QByteArray NdjsonSplitter::takeRemainder()
{
    if (m_overflowed)
        return {};
    QByteArray line = std::exchange(m_rest, {});
    if (line.endsWith('\r'))
        line.chop(1);
    return line.trimmed().isEmpty() ? QByteArray() : line;
}

void NdjsonSplitter::overflow(const QByteArray &line)
{
    m_rest = line.left(120);
    m_overflowed = true;
}

} // namespace Spritarium
