// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/inspectorpanel.h"

#include "models/checkpointtimelinemodel.h"
#include "views/buttonrole.h"
#include "views/factlist.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = CheckpointTimelineModel;

namespace {

//! As many as fit a panel.
constexpr qsizetype MaximumAncestors = 20;

QString exactLocal(const QDateTime &time)
{
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::LongFormat) : QString();
}

QString exactUtc(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODate) : QString();
}

} // namespace

InspectorPanel::InspectorPanel(CheckpointTimelineModel &timeline, QWidget *parent)
    : QScrollArea(parent)
    , m_timeline(timeline)
    , m_title(new TextLabel(TextRole::Section, this))
    , m_facts(new FactList(this))
    , m_restore(new QPushButton(tr("Restore…"), this))
    , m_delete(new QPushButton(tr("Delete…"), this))
{
    setObjectName(u"inspectorPanel"_s);
    setAccessibleName(tr("Inspector"));
    buildLayout();
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreRequested(m_checkpoint); });
    connect(m_delete, &QPushButton::clicked, this, [this] { Q_EMIT deleteRequested(m_checkpoint); });
    connect(&timeline, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                const int row = m_timeline.indexOf(m_checkpoint).row();
                if (row >= first.row() && row <= last.row())
                    refresh();
            });
    connect(&timeline, &QAbstractItemModel::rowsRemoved, this, &InspectorPanel::refresh);
    connect(&timeline, &QAbstractItemModel::modelReset, this, &InspectorPanel::refresh);
    refresh();
}

void InspectorPanel::buildLayout()
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    m_title->setObjectName(u"inspectorTitle"_s);
    m_title->setWordWrap(true);
    m_title->setCopyable();
    m_restore->setObjectName(u"inspectorRestore"_s);
    m_delete->setObjectName(u"inspectorDelete"_s);
    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(Space::panel, Space::panel, Space::panel, Space::panel);
    column->setSpacing(Space::panel);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Space::small);
    buttons->addWidget(m_restore);
    buttons->addWidget(m_delete);
    buttons->addStretch();
    column->addWidget(m_title);
    column->addWidget(m_facts);
    column->addLayout(buttons);
    column->addStretch();
    setWidget(body);
}

void InspectorPanel::showCheckpoint(const CheckpointId &checkpoint)
{
    m_checkpoint = checkpoint;
    refresh();
}

void InspectorPanel::showSprite(const Sprite &sprite)
{
    m_sprite = sprite;
    refresh();
}

void InspectorPanel::refresh()
{
    const QModelIndex index = m_checkpoint.isEmpty() ? QModelIndex() : m_timeline.indexOf(m_checkpoint);
    m_facts->clear();
    m_restore->setVisible(index.isValid());
    m_delete->setVisible(index.isValid());
    if (index.isValid())
        fillCheckpoint(index);
    else
        fillSprite();
}

void InspectorPanel::fillCheckpoint(const QModelIndex &index)
{
    const auto checkpoint = index.data(Model::CheckpointRole).value<Checkpoint>();
    const QString version = m_checkpoint.toString();
    const QString reason = index.data(Model::DisabledReasonRole).toString();
    m_title->setText(index.data(Model::TitleRole).toString());
    m_restore->setEnabled(reason.isEmpty());
    m_restore->setToolTip(reason);
    m_restore->setAccessibleName(tr("Restore %1…").arg(version));
    m_restore->setAccessibleDescription(reason);
    m_delete->setAccessibleName(tr("Delete %1…").arg(version));

    QString kind = tr("Manual");
    switch (static_cast<Model::PointKind>(index.data(Model::PointKindRole).toInt())) {
    case Model::PointKind::Automatic:
        kind = tr("Automatic, taken by the platform");
        break;
    case Model::PointKind::Safety:
        kind = tr("Safety, taken before a restore");
        break;
    case Model::PointKind::Manual:
        break;
    }
    m_facts->addCopy(tr("ID"), version, u"inspectorId"_s);
    m_facts->add(tr("Kind"), kind, u"inspectorKind"_s);
    m_facts->add(tr("Taken"), index.data(Model::TimeTextRole).toString(), u"inspectorTaken"_s);
    m_facts->add(tr("About this time"), index.data(Model::TimeToolTipRole).toString(),
                 u"inspectorTimeNote"_s);
    m_facts->add(tr("Time reported by the service"), exactLocal(checkpoint.createTime), u"inspectorLocal"_s);
    m_facts->add(tr("The same in UTC"), exactUtc(checkpoint.createTime), u"inspectorUtc"_s, true);
    m_facts->add(tr("History"), lineageText(index, checkpoint), u"inspectorLineage"_s);
    m_facts->add(tr("Health"), checkpoint.isHealthy() ? tr("No problem reported") : checkpoint.health,
                 u"inspectorHealth"_s);
}

QString InspectorPanel::lineageText(const QModelIndex &index, const Checkpoint &checkpoint) const
{
    QStringList lines;
    if (!checkpoint.parent().isEmpty())
        lines.append(tr("Comes from %1.").arg(checkpoint.parent().toString()));
    QStringList ancestors;
    CheckpointId next = checkpoint.parent();
    while (!next.isEmpty() && ancestors.size() < MaximumAncestors) {
        ancestors.prepend(next.toString());
        const std::optional<Checkpoint> ancestor = m_timeline.checkpoint(next);
        next = ancestor ? ancestor->parent() : CheckpointId();
    }
    if (ancestors.size() > 1)
        lines.append(next.isEmpty()
                         ? tr("Ancestors, oldest first: %1.").arg(ancestors.join(u" → "_s))
                         : tr("Nearest ancestors, oldest first: %1.").arg(ancestors.join(u" → "_s)));
    if (index.data(Model::IsBaseRole).toBool())
        lines.append(tr("The live files are based on this checkpoint."));
    else if (index.data(Model::LeftBehindRole).toBool())
        lines.append(tr("Left behind by a restore: not in the history of the live files."));
    return lines.join(u'\n');
}

void InspectorPanel::fillSprite()
{
    m_title->setText(m_sprite.name.isEmpty() ? tr("Nothing selected") : m_sprite.name.toString());
    m_facts->addCopy(tr("ID"), m_sprite.id, u"inspectorSpriteId"_s);
    m_facts->addCopy(tr("Address"), m_sprite.url.toDisplayString(), u"inspectorUrl"_s);
    m_facts->add(tr("Labels"), QLocale().createSeparatedList(m_sprite.labels), u"inspectorLabels"_s);
    m_facts->add(tr("Created"), exactLocal(m_sprite.createdAt), u"inspectorCreated"_s);
    m_facts->add(tr("Last ran"), exactLocal(m_sprite.lastRunningAt), u"inspectorLastRan"_s);
    m_facts->add(tr("Runtime"), m_sprite.version, u"inspectorRuntime"_s, true);
    m_facts->add(tr("Base image"), m_sprite.environmentVersion, u"inspectorImage"_s, true);
}

} // namespace Spritarium
