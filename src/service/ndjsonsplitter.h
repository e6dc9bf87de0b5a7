// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>

namespace Spritarium {

//! Cuts a stream of bytes into lines, wherever the network cut it. Blank lines are skipped, a carriage return
//! at a line's end is dropped. A line above the limit makes the splitter overflow: nothing more comes out of
//! it (sprites-api 2.10 gives 64 KiB).
class NdjsonSplitter
{
public:
    static constexpr qsizetype DefaultLineLimit = 64 * 1024;

    explicit NdjsonSplitter(qsizetype lineLimit = DefaultLineLimit);

    //! The lines that `bytes` completed, without their ends.
    QList<QByteArray> feed(const QByteArray &bytes);
    //! The last line of a stream that ended without a newline; empty when there is none.
    QByteArray takeRemainder();
    bool overflowed() const { return m_overflowed; }
    //! The beginning of the line that is too long, at most 120 bytes.
    QByteArray overflowExcerpt() const { return m_overflowed ? m_rest : QByteArray(); }

private:
    void overflow(const QByteArray &line);

    QByteArray m_rest;
    qsizetype m_lineLimit;
    bool m_overflowed = false;
};

} // namespace Spritarium
