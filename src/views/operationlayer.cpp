// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/operationlayer.h"

#include "models/checkpointtimelinemodel.h"
#include "models/operationlogmodel.h"
#include "views/timelinedelegate.h"

#include <QListView>

namespace Spritarium {

using Model = CheckpointTimelineModel;

namespace {

constexpr int RoomForTwelveLines = 640;

} // namespace

OperationLayer::OperationLayer(QListView &list, TimelineDelegate &delegate)
    : QObject(&list)
    , m_list(list)
    , m_delegate(delegate)
{}

void OperationLayer::syncRows()
{
    const QAbstractItemModel *model = m_list.model();
    QHash<QString, OperationRow *> leaving;
    leaving.swap(m_rows);
    const int count = model != nullptr ? model->rowCount() : 0;
    for (int i = 0; i < count; ++i) {
        const QModelIndex index = model->index(i, 0);
        const auto kind = static_cast<Model::RowKind>(index.data(Model::RowKindRole).toInt());
        if (kind == Model::RowKind::Now)
            continue;
        if (kind != Model::RowKind::Operation)
            break; // operations stand directly under Now
        const QString key = index.data(Model::RowKeyRole).toString();
        OperationRow *row = leaving.take(key);
        if (row == nullptr)
            row = makeRow(key);
        m_rows.insert(key, row);
        row->setOperation(index.data(Model::OperationRole).value<Operation>());
        row->setLog(m_logs.value(row->operation().id));
        fit(key, row);
    }
    for (auto gone = leaving.cbegin(); gone != leaving.cend(); ++gone) {
        m_delegate.forgetOperation(gone.key());
        gone.value()->hide();
        gone.value()->deleteLater();
    }
    place();
}

OperationRow *OperationLayer::makeRow(const QString &key)
{
    auto *row = new OperationRow(m_list.viewport());
    connect(row, &OperationRow::heightChanged, this, [this, key, row] { fit(key, row); });
    Q_EMIT rowCreated(row);
    return row;
}

void OperationLayer::fit(const QString &key, OperationRow *row)
{
    if (m_rows.value(key) != row)
        return;
    const bool roomy = m_list.viewport()->height() >= RoomForTwelveLines;
    row->setMaximumLogLines(roomy ? 12 : 6);
    row->setGutter(m_delegate.gutterWidth(), TimelineMetrics::laneCenter(0));
    const int height = row->heightFor(m_list.viewport()->width());
    const QModelIndex index = static_cast<const Model *>(m_list.model())->indexOfKey(key);
    if (!index.isValid() || m_delegate.sizeHint({}, index).height() == height)
        return;
    m_delegate.setOperationHeight(key, height);
    Q_EMIT heightsChanged();
}

void OperationLayer::place()
{
    const auto *model = static_cast<const Model *>(m_list.model());
    for (auto row = m_rows.cbegin(); row != m_rows.cend(); ++row) {
        const QRect place = m_list.visualRect(model->indexOfKey(row.key()));
        row.value()->setGeometry(place);
        row.value()->setVisible(place.isValid());
        fit(row.key(), row.value());
    }
}

void OperationLayer::setLog(const OperationId &operation, OperationLogModel *log)
{
    m_logs.insert(operation, log);
    if (OperationRow *shown = row(operation))
        shown->setLog(log);
}

OperationRow *OperationLayer::row(const OperationId &operation) const
{
    for (OperationRow *shown : m_rows) {
        if (shown->operation().id == operation)
            return shown;
    }
    return nullptr;
}

} // namespace Spritarium
