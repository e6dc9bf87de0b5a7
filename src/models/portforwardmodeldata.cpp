// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/portforwardmodel.h"

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

constexpr qsizetype MaxNameLength = 60;

bool isTitled(const PortForwardRow &row)
{
    return row.type == PortForwardRow::Type::Header || row.type == PortForwardRow::Type::Note;
}

//! `text`, or nothing at all: an empty tool tip is a tool tip.
QVariant told(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QVariant editValue(const PortForwardRow &row, int column)
{
    if (row.type != PortForwardRow::Type::Forward)
        return {};
    if (column == PortForwardModel::Local)
        return int(row.localPort());
    return column == PortForwardModel::Name ? QVariant(row.forward.name) : QVariant();
}

} // namespace

QVariant PortForwardModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PortForwardRow &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row, index.column());
    case Qt::EditRole:
        return editValue(row, index.column());
    case Qt::ToolTipRole:
        return told(row.toolTip());
    case Qt::AccessibleTextRole:
        // Whoever goes down these columns hears the whole row; the others tell their own part.
        if (index.column() == State || index.column() == Name)
            return row.spokenText();
        return textOf(row, index.column());
    case Qt::AccessibleDescriptionRole:
        return told(row.toolTip());
    case RowTypeRole:
        return int(row.type);
    case RowStateRole:
        return isTitled(row) ? QVariant() : QVariant(int(row.state));
    case ForwardRole:
        return row.type == RowType::Forward ? QVariant::fromValue(row.forward) : QVariant();
    case StatusRole:
        return row.type == RowType::Forward ? QVariant::fromValue(row.status) : QVariant();
    case PortRole:
        return row.port.port != 0 ? QVariant::fromValue(row.port) : QVariant();
    case MessageRole:
        return row.message();
    case FreePortRole:
        return int(row.freePort);
    case SearchRole:
        return row.searchText();
    case GroupRole:
        return int(row.group);
    case MetaRole:
        return row.metaText();
    case KeyRole:
        return row.key();
    default:
        return {};
    }
}

QVariant PortForwardModel::textOf(const PortForwardRow &row, int column) const
{
    if (isTitled(row))
        return column == State ? row.title() : QString();
    switch (Column(column)) {
    case State:
        return row.stateText();
    case Name:
        return row.nameText();
    case SpritePort:
        return row.spritePortText();
    case Local:
        return row.localText();
    case Traffic:
        return row.trafficText(QDateTime::currentDateTimeUtc());
    case Actions:
    case ColumnCount:
        break;
    }
    return QString();
}

QVariant PortForwardModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section >= 0 && section < m_rows.size() ? QVariant(m_rows.at(section).spritePortText())
                                                       : QVariant();
    switch (Column(section)) {
    case State:
        return tr("State");
    case Name:
        return tr("Name");
    case SpritePort:
        return tr("Sprite port");
    case Local:
        return tr("Local");
    case Traffic:
        return tr("Traffic");
    case Actions:
        return tr("Actions");
    case ColumnCount:
        break;
    }
    return {};
}

Qt::ItemFlags PortForwardModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || !checkIndex(index))
        return Qt::NoItemFlags;
    const PortForwardRow &row = m_rows.at(index.row());
    if (isTitled(row))
        return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (row.type == RowType::Forward && (index.column() == Local || index.column() == Name))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool PortForwardModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    return index.column() == Local ? setLocalPort(index, value.toString()) : setName(index, value.toString());
}

QString PortForwardModel::localPortProblem(const PortForward &forward, const QString &typed) const
{
    const std::optional<quint16> port = parsePortNumber(typed);
    if (!port)
        return portNumberProblem(typed);
    for (const PortForwardRow &row : m_rows) {
        if (row.type != RowType::Forward || row.group != Group::Forwarded || row.forward.id == forward.id ||
            row.localPort() != *port)
            continue;
        return tr("Local port %1 already forwards to %2.")
            .arg(*port)
            .arg(row.nameText().isEmpty() ? row.spritePortText() : row.nameText());
    }
    return {};
}

bool PortForwardModel::setLocalPort(const QModelIndex &index, const QString &typed)
{
    const PortForwardRow &row = m_rows.at(index.row());
    PortForward forward = row.forward;
    const std::optional<quint16> port = parsePortNumber(typed);
    // What the editor showed is no wish.
    if (port ? *port == row.localPort() : row.localPort() == 0 && typed.trimmed() == u"0")
        return true;
    const QString problem = localPortProblem(forward, typed);
    if (!problem.isEmpty()) {
        Q_EMIT refused(index, typed, problem);
        return false;
    }
    forward.localPort = *port;
    forward.wantedPort = 0; // this is what is wanted now
    Q_EMIT editRequested(forward);
    return true;
}

bool PortForwardModel::setName(const QModelIndex &index, const QString &typed)
{
    PortForward forward = m_rows.at(index.row()).forward;
    const QString name = typed.simplified();
    if (name.size() > MaxNameLength) {
        Q_EMIT refused(index, typed, tr("A name has at most %n character(s).", nullptr, int(MaxNameLength)));
        return false;
    }
    if (name == forward.name)
        return true;
    forward.name = name;
    Q_EMIT editRequested(forward);
    return true;
}

} // namespace Spritarium
