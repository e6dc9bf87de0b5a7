// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/activitymodel.h"

#include "domain/relativetime.h"
#include "models/activitylog.h"

#include <QHash>
#include <QTimer>

#include <algorithm>
#include <deque>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

constexpr size_t MaxEntries = 5000;
constexpr qsizetype MaxMessages = 200;

//! Children stand in one list: phases, messages, requests.
struct Entry
{
    ActivityEntry content;
    QList<StreamMessage> waiting;
    int row = 0;

    int messagesFrom() const { return int(content.operation.phases.size()); }
    int requestsFrom() const { return messagesFrom() + int(content.messages.size()); }
    int childCount() const { return requestsFrom() + int(content.requests.size()); }
};

void keepLast(QList<StreamMessage> &messages)
{
    if (messages.size() > MaxMessages)
        messages.remove(0, messages.size() - MaxMessages);
}

} // namespace

struct ActivityModel::Private
{
    explicit Private(ActivityModel &model)
        : q(model)
        , flush(&model)
    {
        flush.setInterval(0);
        flush.setSingleShot(true);
        connect(&flush, &QTimer::timeout, &model, [this] { insertWaiting(); });
    }

    Entry *find(const OperationId &id) const { return byId.value(id); }
    QModelIndex indexOf(const Entry &entry, int column = 0) const { return q.createIndex(entry.row, column); }
    void insert(ActivityEntry content);
    void remove(int first, int last);
    void trim();
    void renumber();
    void setPhases(Entry &entry, const QList<Phase> &phases);
    void insertWaiting();
    void insertMessages(Entry &entry);
    //! Tells when the running ones are others than last time.
    void checkRunning();
    QVariant topData(const Entry &entry, Column column, int role) const;
    QVariant childData(const Entry &entry, int row, Column column, int role) const;

    ActivityModel &q;
    std::deque<std::unique_ptr<Entry>> entries; //!< newest first
    QHash<OperationId, Entry *> byId;
    QTimer flush;
    int running = 0;
    OperationId newest;
};

ActivityModel::ActivityModel(QObject *parent)
    : QAbstractItemModel(parent)
    , d(std::make_unique<Private>(*this))
{}

ActivityModel::~ActivityModel() = default;

void ActivityModel::Private::renumber()
{
    for (size_t row = 0; row < entries.size(); ++row)
        entries[row]->row = int(row);
}

void ActivityModel::Private::insert(ActivityEntry content)
{
    keepLast(content.messages);
    const auto at = std::find_if(entries.begin(), entries.end(), [&content](const auto &other) {
        return other->content.operation.startedAt <= content.operation.startedAt;
    });
    const int row = int(at - entries.begin());
    q.beginInsertRows({}, row, row);
    auto entry = std::make_unique<Entry>();
    entry->content = std::move(content);
    byId.insert(entry->content.operation.id, entry.get());
    entries.insert(at, std::move(entry));
    renumber();
    q.endInsertRows();
}

void ActivityModel::Private::remove(int first, int last)
{
    q.beginRemoveRows({}, first, last);
    for (int row = first; row <= last; ++row)
        byId.remove(entries[size_t(row)]->content.operation.id);
    entries.erase(entries.begin() + first, entries.begin() + last + 1);
    renumber();
    q.endRemoveRows();
}

void ActivityModel::Private::trim()
{
    for (int row = int(entries.size()) - 1; row >= 0 && entries.size() > MaxEntries; --row) {
        if (!entries[size_t(row)]->content.operation.isRunning())
            remove(row, row);
    }
}

void ActivityModel::applyEntries(const QList<ActivityEntry> &list)
{
    QList<ActivityEntry> fresh;
    for (const ActivityEntry &entry : list) {
        if (!d->find(entry.operation.id))
            fresh << entry;
    }
    std::stable_sort(fresh.begin(), fresh.end(), [](const ActivityEntry &a, const ActivityEntry &b) {
        return a.operation.startedAt > b.operation.startedAt;
    });
    if (fresh.size() > qsizetype(MaxEntries))
        fresh.resize(qsizetype(MaxEntries));
    const bool behindAll =
        !fresh.isEmpty() && (d->entries.empty() || d->entries.back()->content.operation.startedAt >
                                                       fresh.first().operation.startedAt);
    if (behindAll) {
        beginInsertRows({}, int(d->entries.size()), int(d->entries.size() + fresh.size()) - 1);
        for (ActivityEntry &content : fresh) {
            keepLast(content.messages);
            d->entries.push_back(std::make_unique<Entry>());
            d->entries.back()->content = std::move(content);
            d->byId.insert(d->entries.back()->content.operation.id, d->entries.back().get());
        }
        d->renumber();
        endInsertRows();
    } else {
        for (ActivityEntry &content : fresh)
            d->insert(std::move(content));
    }
    d->trim();
    d->checkRunning();
}

void ActivityModel::applyOperation(const Operation &operation, const QString &accountName)
{
    Entry *entry = d->find(operation.id);
    if (!entry) {
        d->insert({operation, accountName, {}, {}});
        d->trim();
        d->checkRunning();
        return;
    }
    if (entry->content.operation == operation && entry->content.accountName == accountName)
        return;
    d->setPhases(*entry, operation.phases);
    entry->content.operation = operation;
    entry->content.accountName = accountName;
    Q_EMIT dataChanged(d->indexOf(*entry), d->indexOf(*entry, columnCount() - 1));
    d->checkRunning();
}

void ActivityModel::Private::setPhases(Entry &entry, const QList<Phase> &phases)
{
    QList<Phase> &known = entry.content.operation.phases;
    const QModelIndex parent = indexOf(entry);
    const int before = int(known.size()), after = int(phases.size());
    if (after < before) {
        q.beginRemoveRows(parent, after, before - 1);
        known.resize(after);
        q.endRemoveRows();
    } else if (after > before) {
        q.beginInsertRows(parent, before, after - 1);
        known.append(phases.mid(before));
        q.endInsertRows();
    }
    for (int row = 0; row < std::min(before, after); ++row) {
        if (known[row] == phases[row])
            continue;
        known[row] = phases[row];
        Q_EMIT q.dataChanged(q.index(row, 0, parent), q.index(row, q.columnCount() - 1, parent));
    }
}

void ActivityModel::applyMessage(const OperationId &operation, const StreamMessage &message)
{
    Entry *entry = d->find(operation);
    if (!entry)
        return;
    entry->waiting.append(message);
    if (!message.time.isValid())
        entry->waiting.last().time = QDateTime::currentDateTimeUtc();
    if (entry->waiting.size() > MaxMessages)
        entry->waiting.removeFirst();
    if (!d->flush.isActive())
        d->flush.start();
}

void ActivityModel::Private::insertWaiting()
{
    for (const auto &entry : entries) {
        if (!entry->waiting.isEmpty())
            insertMessages(*entry);
    }
}

void ActivityModel::Private::insertMessages(Entry &entry)
{
    QList<StreamMessage> &messages = entry.content.messages;
    const QModelIndex parent = indexOf(entry);
    const qsizetype surplus = messages.size() + entry.waiting.size() - MaxMessages;
    if (surplus > 0) {
        q.beginRemoveRows(parent, entry.messagesFrom(), entry.messagesFrom() + int(surplus) - 1);
        messages.remove(0, surplus);
        q.endRemoveRows();
    }
    q.beginInsertRows(parent, entry.requestsFrom(), entry.requestsFrom() + int(entry.waiting.size()) - 1);
    messages.append(std::move(entry.waiting));
    entry.waiting.clear();
    q.endInsertRows();
}

void ActivityModel::applyRequest(const OperationId &operation, const RequestRecord &request)
{
    Entry *entry = d->find(operation);
    if (!entry)
        return;
    beginInsertRows(d->indexOf(*entry), entry->childCount(), entry->childCount());
    entry->content.requests.append(request);
    endInsertRows();
}

void ActivityModel::clear()
{
    for (int row = int(d->entries.size()) - 1; row >= 0; --row) {
        int first = row;
        while (first >= 0 && !d->entries[size_t(first)]->content.operation.isRunning())
            --first;
        if (first < row)
            d->remove(first + 1, row);
        row = first;
    }
}

std::optional<ActivityEntry> ActivityModel::entry(const OperationId &operation) const
{
    const Entry *entry = d->find(operation);
    if (!entry)
        return {};
    ActivityEntry content = entry->content;
    content.messages += entry->waiting;
    keepLast(content.messages);
    return content;
}

int ActivityModel::runningCount() const
{
    return d->running;
}

std::optional<Operation> ActivityModel::newestRunning() const
{
    const Entry *entry = d->find(d->newest);
    return entry && entry->content.operation.isRunning() ? std::optional(entry->content.operation)
                                                         : std::nullopt;
}

void ActivityModel::Private::checkRunning()
{
    int count = 0;
    OperationId first;
    for (const auto &entry : entries) {
        if (!entry->content.operation.isRunning())
            continue;
        if (count++ == 0)
            first = entry->content.operation.id;
    }
    if (count == running && first == newest)
        return;
    running = count;
    newest = first;
    Q_EMIT q.runningChanged();
}

QString ActivityModel::logText(const OperationId &operation) const
{
    const std::optional<ActivityEntry> content = entry(operation);
    return content ? activityLogText(*content) : QString();
}

QString ActivityModel::issueText(const OperationId &operation) const
{
    const std::optional<ActivityEntry> content = entry(operation);
    return content ? activityIssueText(*content) : QString();
}

QModelIndex ActivityModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return parent.isValid() ? createIndex(row, column, d->entries[size_t(parent.row())].get())
                            : createIndex(row, column);
}

QModelIndex ActivityModel::parent(const QModelIndex &child) const
{
    const auto *entry = static_cast<const Entry *>(child.constInternalPointer());
    return entry ? d->indexOf(*entry) : QModelIndex();
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(d->entries.size());
    if (parent.internalPointer() || parent.column() > 0)
        return 0;
    return d->entries[size_t(parent.row())]->childCount();
}

int ActivityModel::columnCount(const QModelIndex &) const
{
    return 5;
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::What:
        return tr("What");
    case Column::Account:
        return tr("Account");
    case Column::Started:
        return tr("Started");
    case Column::Duration:
        return tr("Duration");
    case Column::Result:
        return tr("Result");
    }
    return {};
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (const auto *entry = static_cast<const Entry *>(index.constInternalPointer()))
        return d->childData(*entry, index.row(), Column(index.column()), role);
    return d->topData(*d->entries[size_t(index.row())], Column(index.column()), role);
}

QVariant ActivityModel::Private::topData(const Entry &entry, Column column, int role) const
{
    const Operation &operation = entry.content.operation;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    switch (role) {
    case OperationIdRole:
        return operation.id.toString();
    case OutcomeRole:
        return int(operation.outcome);
    case KindRole:
        return int(operation.kind);
    case SpriteRole:
        return QVariant::fromValue(operation.sprite);
    case OperationRole:
        return QVariant::fromValue(operation);
    case Qt::AccessibleTextRole:
        if (column == Column::What)
            return ActivityModel::tr("%1, %2, %3", "what, result, when")
                .arg(operationTitle(operation), outcomeText(operation.outcome),
                     absoluteText(operation.startedAt, now));
        [[fallthrough]];
    case Qt::DisplayRole:
        break;
    case Qt::ToolTipRole:
        return operation.resultText;
    default:
        return {};
    }
    switch (column) {
    case Column::What:
        return operationTitle(operation);
    case Column::Account:
        return entry.content.accountName;
    case Column::Started:
        return absoluteText(operation.startedAt, now);
    case Column::Duration:
        return operationDuration(operation, now);
    case Column::Result:
        return outcomeText(operation.outcome);
    }
    return {};
}

QVariant ActivityModel::Private::childData(const Entry &entry, int row, Column column, int role) const
{
    const ActivityEntry &content = entry.content;
    const bool isPhase = row < entry.messagesFrom();
    const bool isMessage = !isPhase && row < entry.requestsFrom();
    if (role == ChildKindRole)
        return isPhase ? u"phase"_s : isMessage ? u"message"_s : u"request"_s;
    if (role == OperationIdRole)
        return content.operation.id.toString();
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    if (isPhase)
        return column == Column::What ? QVariant(phaseLine(content.operation.phases[row])) : QVariant();
    if (isMessage)
        return column == Column::What ? QVariant(messageLine(content.messages[row - entry.messagesFrom()]))
                                      : QVariant();
    const RequestRecord &request = content.requests[row - entry.requestsFrom()];
    switch (column) {
    case Column::What:
        return requestLine(request);
    case Column::Account:
        return request.requestId;
    case Column::Started:
        return request.at.isValid() ? request.at.toLocalTime().toString(u"HH:mm:ss") : QString();
    case Column::Duration:
        return ActivityModel::tr("%1 ms").arg(request.milliseconds);
    case Column::Result:
        return request.status > 0 ? QString::number(request.status) : ActivityModel::tr("no answer");
    }
    return {};
}

} // namespace Spritarium
