// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace Spritarium {

//! The body of a change, readable once. Qt repeats a request whose connection dropped before the answer,
//! unless it cannot rewind the body: then it gives up with ContentReSendError (exemplars M1, platform-notes
//! 3). Works for an empty body too, which is what keeps a DELETE from being repeated.
class SingleUseBody final : public QIODevice
{
    Q_OBJECT

public:
    explicit SingleUseBody(const QByteArray &content, QObject *parent = nullptr);

    bool isSequential() const override { return true; }
    bool atEnd() const override;
    qint64 size() const override { return m_content.size(); }
    qint64 bytesAvailable() const override;
    bool seek(qint64 position) override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 maxSize) override;

private:
    QByteArray m_content;
    qint64 m_position = 0;
};

} // namespace Spritarium
