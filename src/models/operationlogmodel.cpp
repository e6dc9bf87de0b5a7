// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/operationlogmodel.h"

#include "models/activitylog.h"

#include <algorithm>

namespace Spritarium {

OperationLogModel::OperationLogModel(int capacity, QObject *parent)
    : QAbstractListModel(parent)
    , m_capacity(std::max(1, capacity))
    , m_flush(this)
{
    m_flush.setInterval(0);
    m_flush.setSingleShot(true);
    connect(&m_flush, &QTimer::timeout, this, &OperationLogModel::flush);
}

void OperationLogModel::append(const StreamMessage &message)
{
    m_waiting.append(message);
    if (!message.time.isValid())
        m_waiting.last().time = QDateTime::currentDateTimeUtc();
    if (m_waiting.size() > m_capacity) {
        m_waiting.removeFirst();
        ++m_dropped;
    }
    if (!m_flush.isActive())
        m_flush.start();
}

void OperationLogModel::flush()
{
    const int surplus = int(m_lines.size() + m_waiting.size()) - m_capacity;
    if (surplus > 0) {
        beginRemoveRows({}, 0, surplus - 1);
        m_lines.remove(0, surplus);
        m_dropped += surplus;
        endRemoveRows();
    }
    if (m_waiting.isEmpty())
        return;
    beginInsertRows({}, int(m_lines.size()), int(m_lines.size() + m_waiting.size()) - 1);
    m_lines.append(std::move(m_waiting));
    m_waiting.clear();
    endInsertRows();
}

void OperationLogModel::clear()
{
    m_flush.stop();
    m_waiting.clear();
    m_dropped = 0;
    if (m_lines.isEmpty())
        return;
    beginRemoveRows({}, 0, int(m_lines.size()) - 1);
    m_lines.clear();
    endRemoveRows();
}

QString OperationLogModel::text() const
{
    QString text;
    for (const QList<StreamMessage> *list : {&m_lines, &m_waiting}) {
        for (const StreamMessage &message : *list)
            text += messageLine(message) + u'\n';
    }
    return text;
}

QString OperationLogModel::lastText() const
{
    const QList<StreamMessage> &list = m_waiting.isEmpty() ? m_lines : m_waiting;
    return list.isEmpty() ? QString() : list.last().text;
}

int OperationLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant OperationLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const StreamMessage &message = m_lines[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return messageLine(message);
    case KindRole:
        return int(message.kind);
    case TypeRole:
        return messagePrefix(message);
    case TextRole:
        return message.text;
    case TimeTextRole:
        return messageTime(message);
    default:
        return {};
    }
}

} // namespace Spritarium
