// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/portforwardmodel.h"

#include "models/keyedreconcile.h"

#include <QSet>

#include <algorithm>
#include <chrono>
#include <limits>

using namespace std::chrono_literals;

namespace Spritarium {

namespace {

constexpr int FirstUnprivileged = 1024;
constexpr int LastPort = std::numeric_limits<quint16>::max();

} // namespace

//! Hands the steps of reconcile() to the model.
struct PortForwardModel::Host
{
    PortForwardModel &model;

    void beginRemove(int first, int last) { model.beginRemoveRows({}, first, last); }
    void endRemove() { model.endRemoveRows(); }
    void beginMove(int from, int to) { model.beginMoveRows({}, from, from, {}, to > from ? to + 1 : to); }
    void endMove() { model.endMoveRows(); }
    void beginInsert(int first, int last) { model.beginInsertRows({}, first, last); }
    void endInsert() { model.endInsertRows(); }
    void changed(int first, int last)
    {
        Q_EMIT model.dataChanged(model.index(first, 0), model.index(last, ColumnCount - 1));
    }
};

PortForwardModel::PortForwardModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_ages.setInterval(20s);
    connect(&m_ages, &QTimer::timeout, this, &PortForwardModel::tellAges);
}

void PortForwardModel::showSprite(const SpriteKey &key)
{
    if (m_key == key)
        return;
    beginResetModel();
    m_key = key;
    m_rows.clear();
    m_forwards.clear();
    m_statuses.clear();
    m_listening.reset();
    m_state = SpriteState::Unknown;
    m_ages.stop();
    endResetModel();
}

void PortForwardModel::setForwards(const QList<PortForward> &forwards)
{
    m_forwards = forwards;
    m_forwards.removeIf([this](const PortForward &forward) {
        return !m_key.isEmpty() && !forward.sprite.isEmpty() && forward.sprite != m_key;
    });
    rebuild();
}

void PortForwardModel::applyStatus(const ForwardStatus &status)
{
    ForwardStatus &known = m_statuses[status.id];
    if (known == status)
        return;
    const bool onlyTraffic = known.state == status.state && known.localPort == status.localPort;
    known = status;
    if (onlyTraffic)
        tellTraffic(status);
    else
        rebuild();
}

//! Comes four times a second from each forward in use, and moves no row.
void PortForwardModel::tellTraffic(const ForwardStatus &status)
{
    for (int i = 0; i < m_rows.size(); ++i) {
        PortForwardRow &row = m_rows[i];
        if (row.type != RowType::Forward || row.forward.id != status.id)
            continue;
        PortForwardRow fresh = PortForwardRow::ofForward(row.forward, status, m_state);
        if (row.port.port != 0)
            fresh.setReached(row.port);
        fresh.freePort = row.freePort;
        row = fresh;
        Host{*this}.changed(i, i);
        watchAges();
        return;
    }
}

void PortForwardModel::setListening(const std::optional<QList<ListeningPort>> &ports)
{
    if (m_listening == ports)
        return;
    m_listening = ports;
    rebuild();
}

void PortForwardModel::setSpriteState(SpriteState state)
{
    if (m_state == state)
        return;
    m_state = state;
    rebuild();
}

QList<PortForward> PortForwardModel::forwards() const
{
    return m_forwards;
}

ForwardStatus PortForwardModel::status(const ForwardId &id) const
{
    ForwardStatus unknown;
    unknown.id = id;
    return m_statuses.value(id, unknown);
}

int PortForwardModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PortForwardModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

void PortForwardModel::rebuild()
{
    Host host{*this};
    reconcile(
        m_rows, freshRows(), [](const PortForwardRow &row) { return row.key(); }, host);
    watchAges();
}

void PortForwardModel::watchAges()
{
    const bool isAging =
        std::any_of(m_rows.cbegin(), m_rows.cend(), [](const PortForwardRow &row) { return row.isIdle(); });
    if (isAging && !m_ages.isActive())
        m_ages.start();
    else if (!isAging)
        m_ages.stop();
}

QList<PortForwardRow> PortForwardModel::freshRows() const
{
    const QList<PortForwardRow> forwards = forwardRows();
    QList<PortForwardRow> rows;
    const auto addGroup = [&rows](Group group, const QList<PortForwardRow> &from) {
        bool isFirst = true;
        for (const PortForwardRow &row : from) {
            if (row.group != group)
                continue;
            if (isFirst)
                rows << PortForwardRow::header(group);
            isFirst = false;
            rows << row;
        }
    };
    addGroup(Group::Forwarded, forwards);
    addGroup(Group::Listening, listeningRows());
    addGroup(Group::Stopped, forwards);
    return rows;
}

QList<PortForwardRow> PortForwardModel::forwardRows() const
{
    QList<PortForwardRow> rows;
    QSet<ForwardId> known;
    for (const PortForward &forward : m_forwards) {
        if (known.contains(forward.id))
            continue;
        known.insert(forward.id);
        PortForwardRow row = PortForwardRow::ofForward(forward, status(forward.id), m_state);
        const QList<ListeningPort> ports = m_listening.value_or(QList<ListeningPort>());
        const auto reached =
            std::find_if(ports.cbegin(), ports.cend(),
                         [&forward](const ListeningPort &port) { return reaches(forward, port); });
        if (reached != ports.cend())
            row.setReached(*reached);
        row.freePort = freePortFor(row);
        rows << row;
    }
    return rows;
}

QList<PortForwardRow> PortForwardModel::listeningRows() const
{
    const bool sleeps = m_state == SpriteState::Warm || m_state == SpriteState::Cold;
    if (!m_listening)
        return sleeps ? QList{PortForwardRow::note()} : QList<PortForwardRow>();
    const auto isForwarded = [this](const ListeningPort &port) {
        return std::any_of(m_forwards.cbegin(), m_forwards.cend(), [this, &port](const PortForward &forward) {
            return reaches(forward, port) &&
                   PortForwardRow::ofForward(forward, status(forward.id), m_state).group == Group::Forwarded;
        });
    };
    QList<PortForwardRow> rows;
    QSet<quint16> known; // one process listens on IPv4 and IPv6
    for (const ListeningPort &port : *m_listening) {
        if (port.port == 0 || known.contains(port.port) || isForwarded(port))
            continue;
        known.insert(port.port);
        rows << PortForwardRow::ofPort(port);
    }
    std::sort(rows.begin(), rows.end(),
              [](const PortForwardRow &a, const PortForwardRow &b) { return a.port.port < b.port.port; });
    return rows;
}

//! Only a suggestion: whether nobody else has it shows when it is tried.
quint16 PortForwardModel::freePortFor(const PortForwardRow &row) const
{
    if (row.state != RowState::PortBusy && row.state != RowState::NotPermitted)
        return 0;
    QSet<int> taken;
    for (const PortForward &forward : m_forwards)
        taken << forward.localPort << status(forward.id).localPort;
    const int wanted = row.forward.localPort;
    // 80 becomes 8080, 443 becomes 8443.
    int candidate = wanted < FirstUnprivileged ? wanted + 8000 : wanted + 1;
    while (candidate <= LastPort && taken.contains(candidate))
        ++candidate;
    return candidate <= LastPort ? quint16(candidate) : quint16(0);
}

void PortForwardModel::tellAges()
{
    for (int row = 0; row < m_rows.size(); ++row) {
        const QModelIndex traffic = index(row, Traffic);
        if (m_rows.at(row).isIdle())
            Q_EMIT dataChanged(traffic, traffic, {Qt::DisplayRole, Qt::AccessibleTextRole});
    }
}

} // namespace Spritarium
