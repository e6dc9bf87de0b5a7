// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/listcodec.h"

#include <QDataStream>

#include <limits>

namespace Spritarium {

namespace {

constexpr quint8 Form = 1;
constexpr qint64 NoTime = std::numeric_limits<qint64>::min();
constexpr qint32 NoNumber = std::numeric_limits<qint32>::min();

class Writer
{
public:
    Writer()
        : m_stream(&m_bytes, QIODevice::WriteOnly)
    {
        m_stream.setVersion(QDataStream::Qt_6_0);
        m_stream << Form;
    }

    Writer &operator<<(const QString &text)
    {
        m_stream << text.toUtf8();
        return *this;
    }
    Writer &operator<<(const QDateTime &time)
    {
        m_stream << (time.isValid() ? time.toMSecsSinceEpoch() : NoTime);
        return *this;
    }
    Writer &operator<<(std::optional<int> number)
    {
        m_stream << qint32(number.value_or(NoNumber));
        return *this;
    }
    QByteArray take() { return std::move(m_bytes); }

private:
    QByteArray m_bytes;
    QDataStream m_stream;
};

class Reader
{
public:
    explicit Reader(const QByteArray &bytes)
        : m_stream(bytes)
    {
        m_stream.setVersion(QDataStream::Qt_6_0);
        quint8 form = 0;
        m_stream >> form;
        m_known = form == Form;
    }

    bool isFine() const { return m_known && m_stream.status() == QDataStream::Ok; }
    QString text()
    {
        QByteArray bytes;
        m_stream >> bytes;
        return QString::fromUtf8(bytes);
    }
    QDateTime time()
    {
        qint64 ms = NoTime;
        m_stream >> ms;
        return ms == NoTime ? QDateTime() : QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    }
    std::optional<int> number()
    {
        qint32 value = NoNumber;
        m_stream >> value;
        return value == NoNumber ? std::nullopt : std::optional<int>(value);
    }
    //! A length that the bytes cannot hold is no length.
    int count()
    {
        const int count = number().value_or(0);
        return isFine() && count > 0 && count <= m_stream.device()->size() ? count : 0;
    }

private:
    QDataStream m_stream;
    bool m_known = false;
};

} // namespace

QByteArray toBytes(const Sprite &sprite)
{
    Writer out;
    out << sprite.name.toString() << sprite.id << sprite.organization << sprite.rawState
        << sprite.url.toString() << sprite.urlAuth << sprite.privateAccess << sprite.version
        << sprite.environmentVersion << sprite.createdAt << sprite.updatedAt << sprite.lastRunningAt
        << sprite.lastWarmingAt << int(sprite.labels.size());
    for (const QString &label : sprite.labels)
        out << label;
    return out.take();
}

std::optional<Sprite> spriteOf(const QByteArray &bytes)
{
    Reader in(bytes);
    Sprite sprite;
    sprite.name = SpriteName(in.text());
    sprite.id = in.text();
    sprite.organization = in.text();
    sprite.rawState = in.text();
    sprite.state = spriteStateOf(sprite.rawState);
    sprite.url = QUrl(in.text());
    sprite.urlAuth = in.text();
    sprite.privateAccess = in.text();
    sprite.version = in.text();
    sprite.environmentVersion = in.text();
    sprite.createdAt = in.time();
    sprite.updatedAt = in.time();
    sprite.lastRunningAt = in.time();
    sprite.lastWarmingAt = in.time();
    for (int i = in.count(); i > 0; --i)
        sprite.labels << in.text();
    return in.isFine() && !sprite.name.isEmpty() ? std::optional(sprite) : std::nullopt;
}

QByteArray toBytes(const OrganizationCounts &counts)
{
    Writer out;
    out << counts.name << counts.running << counts.warm << counts.cold << counts.runningLimit
        << counts.warmLimit;
    return out.take();
}

OrganizationCounts countsOf(const QByteArray &bytes)
{
    Reader in(bytes);
    OrganizationCounts counts;
    counts.name = in.text();
    counts.running = in.number();
    counts.warm = in.number();
    counts.cold = in.number();
    counts.runningLimit = in.number();
    counts.warmLimit = in.number();
    return in.isFine() ? counts : OrganizationCounts();
}

QByteArray toBytes(const QList<Checkpoint> &checkpoints)
{
    Writer out;
    out << int(checkpoints.size());
    for (const Checkpoint &checkpoint : checkpoints) {
        out << checkpoint.id.toString() << checkpoint.createTime << checkpoint.comment
            << int(checkpoint.isAuto) << checkpoint.sourceId.toString() << checkpoint.health
            << int(checkpoint.history.size());
        for (const CheckpointId &id : checkpoint.history)
            out << id.toString();
    }
    return out.take();
}

std::optional<QList<Checkpoint>> checkpointsOf(const QByteArray &bytes)
{
    Reader in(bytes);
    QList<Checkpoint> checkpoints;
    for (int i = in.count(); i > 0 && in.isFine(); --i) {
        Checkpoint checkpoint;
        checkpoint.id = CheckpointId(in.text());
        checkpoint.createTime = in.time();
        checkpoint.comment = in.text();
        checkpoint.isAuto = in.number().value_or(0) != 0;
        checkpoint.sourceId = CheckpointId(in.text());
        checkpoint.health = in.text();
        for (int j = in.count(); j > 0; --j)
            checkpoint.history << CheckpointId(in.text());
        checkpoints << checkpoint;
    }
    return in.isFine() ? std::optional(checkpoints) : std::nullopt;
}

} // namespace Spritarium
