// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/bulkapplysheet.h"

#include "domain/policysummary.h"
#include "views/accentdelegate.h"
#include "views/bulkapplymodel.h"
#include "views/flowlayout.h"
#include "views/policydiffview.h"
#include "views/textlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QTreeView>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

BulkApplySheet::BulkApplySheet(const QList<Source> &sources, const QList<Target> &targets, QWidget *parent)
    : Sheet(tr("Apply egress rules to %n sprite(s)", nullptr, int(targets.size())), parent)
    , m_sources(sources)
    , m_rows(new BulkApplyModel(targets, this))
    , m_source(new QComboBox(this))
    , m_file(new QPushButton(tr("From a file…"), this))
    , m_sourceSummary(new TextLabel(TextRole::Meta, this))
    , m_all(new QCheckBox(tr("All"), this))
    , m_asleep(new TextLabel(TextRole::Body, this))
    , m_wake(new QCheckBox(tr("Wake them"), this))
    , m_table(new QTreeView(this))
    , m_diffTitle(new TextLabel(TextRole::Section, this))
    , m_end(new TextLabel(TextRole::Body, this))
    , m_diff(new PolicyDiffView(this))
    , m_summary(new TextLabel(TextRole::Body, this))
{
    setObjectName(u"bulkApplySheet"_s);
    setMinimumSize(820, 560);
    buildSource();
    buildChoices();
    buildTable();
    m_diffTitle->setObjectName(u"bulkDiffTitle"_s);
    m_diffTitle->setWordWrap(true);
    m_end->setObjectName(u"bulkEnd"_s);
    m_end->setWordWrap(true);
    m_diff->setObjectName(u"bulkDiff"_s);
    m_diff->setVisibleRows(5);
    m_summary->setObjectName(u"bulkSummary"_s);
    m_summary->setWordWrap(true);
    content()->addWidget(m_summary);
    auto *about = new QVBoxLayout;
    about->setSpacing(Space::tiny);
    about->addWidget(m_diffTitle);
    about->addWidget(m_end);
    content()->addLayout(about);
    content()->addWidget(m_diff);
    buildFooter();
    connect(m_rows, &QAbstractItemModel::dataChanged, this, &BulkApplySheet::refresh);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &BulkApplySheet::showCurrent);
    showSource();
    m_table->setCurrentIndex(m_rows->index(0, 0));
    m_source->setFocus();
}

void BulkApplySheet::buildSource()
{
    auto *label = new TextLabel(tr("Rules to apply"), TextRole::Body, this);
    label->setBuddy(m_source);
    m_source->setObjectName(u"bulkSource"_s);
    m_source->setAccessibleName(tr("Rules to apply"));
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_source->setMinimumContentsLength(16);
    for (const Source &source : std::as_const(m_sources))
        m_source->addItem(source.name);
    m_file->setObjectName(u"bulkFile"_s);
    m_file->setAccessibleName(tr("Rules from a file"));
    m_file->setAutoDefault(false);
    connect(m_file, &QPushButton::clicked, this, &BulkApplySheet::fileRequested);
    m_sourceSummary->setObjectName(u"bulkSourceSummary"_s);
    m_sourceSummary->setWordWrap(true);
    auto *line = new QHBoxLayout;
    line->setSpacing(Space::small);
    line->addWidget(label);
    line->addWidget(m_source, 1);
    line->addWidget(m_file);
    auto *block = new QVBoxLayout;
    block->setSpacing(Space::tiny);
    block->addLayout(line);
    block->addWidget(m_sourceSummary);
    content()->addLayout(block);
    connect(m_source, &QComboBox::currentIndexChanged, this, &BulkApplySheet::showSource);
}

void BulkApplySheet::buildChoices()
{
    m_all->setObjectName(u"bulkAll"_s);
    m_all->setAccessibleName(tr("All sprites of the table"));
    m_asleep->setObjectName(u"bulkAsleep"_s);
    m_asleep->setColorRole(ColorRole::Rest);
    m_wake->setObjectName(u"bulkWake"_s);
    m_wake->setAccessibleName(tr("Wake the sleeping sprites"));
    m_wake->setToolTip(tr("Waking takes 1–2 s and starts billing."));
    m_wake->setAccessibleDescription(m_wake->toolTip());
    auto *line = new QWidget(this);
    auto *flow = new FlowLayout(Space::panel, line);
    flow->addWidget(m_all);
    flow->addWidget(m_asleep);
    flow->addWidget(m_wake);
    content()->addWidget(line);
    connect(m_all, &QCheckBox::clicked, this, [this] {
        // A click on the half state ticks all; it is only ever shown, never chosen.
        m_all->setTristate(false);
        m_rows->setAllTicked(m_all->checkState() != Qt::Unchecked);
    });
    connect(m_wake, &QCheckBox::toggled, m_rows, &BulkApplyModel::setWake);
}

void BulkApplySheet::buildTable()
{
    m_table->setObjectName(u"bulkTargets"_s);
    m_table->setAccessibleName(tr("Sprites"));
    m_table->setModel(m_rows);
    m_table->setItemDelegate(new AccentDelegate(m_table));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    const int rowHeight = std::max(32, fontMetrics().height() + Space::small);
    m_table->setMinimumHeight((std::clamp(m_rows->rowCount(), 3, 6) + 1) * rowHeight + Space::small);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionsMovable(false);
    m_table->header()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_table->header()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->header()->setSectionResizeMode(BulkApplyModel::StateColumn, QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(BulkApplyModel::SpriteColumn, QHeaderView::Interactive);
    int widest = 0;
    for (int row = 0; row < m_rows->rowCount(); ++row)
        widest = std::max(widest, fontMetrics().horizontalAdvance(m_rows->nameAt(row)));
    const int tick = 3 * Space::group;
    m_table->header()->resizeSection(BulkApplyModel::SpriteColumn,
                                     std::min(widest, fontMetrics().averageCharWidth() * 24) + tick);
    m_table->setTextElideMode(Qt::ElideRight);
    m_table->installEventFilter(this);
    content()->addWidget(m_table, 1);
}

void BulkApplySheet::buildFooter()
{
    m_cancel = addCancelButton();
    m_retry = addButton(tr("Retry failed"), u"bulkRetry"_s);
    m_retry->hide();
    m_apply = addButton({}, u"bulkApply"_s, ButtonRole::Primary);
    connect(m_apply, &QPushButton::clicked, this, [this] { start(m_rows->eligible()); });
    connect(m_retry, &QPushButton::clicked, this, [this] { start(m_rows->retryable()); });
}

void BulkApplySheet::start(const QList<SpriteKey> &keys)
{
    if (keys.isEmpty() || m_source->currentIndex() < 0)
        return;
    const NetworkPolicy policy = m_sources.at(m_source->currentIndex()).policy;
    const QList<SpriteKey> waking = m_wake->isChecked() ? m_rows->sleeping(keys) : QList<SpriteKey>();
    m_rows->setWaiting(keys);
    Q_EMIT applyRequested(keys, policy, waking);
}

void BulkApplySheet::setRules(const SpriteKey &key, const NetworkPolicy &rules, const QDateTime &asOf)
{
    m_rows->setRules(key, rules, asOf);
    showCurrent();
}

void BulkApplySheet::setProgress(const SpriteKey &key, Outcome outcome, const QString &text)
{
    m_rows->setProgress(key, outcome, text);
    showCurrent();
}

void BulkApplySheet::askToLook(const SpriteKey &key, const QString &text)
{
    m_rows->askToLook(key, text);
    showCurrent();
}

void BulkApplySheet::skip(const SpriteKey &key, SpriteState state)
{
    m_rows->skip(key, state);
}

void BulkApplySheet::setState(const SpriteKey &key, SpriteState state)
{
    m_rows->setState(key, state);
}

void BulkApplySheet::addSource(const Source &source)
{
    m_sources.append(source);
    m_source->addItem(source.name);
    // During a run what is applied stays what is shown.
    if (m_rows->count().waiting == 0)
        m_source->setCurrentIndex(m_source->count() - 1);
}

void BulkApplySheet::showSource()
{
    const int at = m_source->currentIndex();
    const NetworkPolicy policy = at < 0 ? NetworkPolicy() : m_sources.at(at).policy;
    m_sourceSummary->setText(at < 0 ? tr("There are no rules to choose from.")
                                    : summaryText(summarize(policy)));
    m_source->setAccessibleDescription(m_sourceSummary->text());
    m_rows->setPolicy(policy);
    showCurrent();
    refresh();
}

void BulkApplySheet::showCurrent()
{
    const int row = m_table->currentIndex().row();
    m_diffTitle->setVisible(row >= 0);
    m_diff->setVisible(row >= 0);
    if (row < 0)
        return;
    const QString name = m_rows->nameAt(row);
    m_diffTitle->setText(m_rows->isKnown(row) ? tr("Changes on %1").arg(name)
                                              : tr("New rules of %1; its own are not read yet").arg(name));
    m_diff->setDiff(m_rows->diffAt(row));
    showEnd();
}

void BulkApplySheet::showEnd()
{
    const int row = m_table->currentIndex().row();
    const QString end = row < 0 ? QString() : m_rows->endAt(row);
    m_end->setText(end);
    m_end->setVisible(!end.isEmpty());
    if (row >= 0)
        m_end->setColorRole(m_rows->endRoleAt(row));
}

void BulkApplySheet::refresh()
{
    const BulkApplyModel::Count count = m_rows->count();
    const bool runs = count.waiting > 0;
    int ticked = 0;
    for (int row = 0; row < m_rows->rowCount(); ++row)
        ticked += m_rows->isTicked(row);
    m_all->setCheckState(ticked == 0                    ? Qt::Unchecked
                         : ticked == m_rows->rowCount() ? Qt::Checked
                                                        : Qt::PartiallyChecked);
    const int asleep = m_rows->asleep();
    m_asleep->setText(tr("%n sprite(s) asleep.", nullptr, asleep));
    m_asleep->setVisible(asleep > 0);
    m_wake->setVisible(asleep > 0 || m_wake->isChecked());
    for (QWidget *widget : QWidgetList{m_source, m_file, m_all, m_wake})
        widget->setEnabled(!runs);
    const QString waiting = tr("%n sprite(s) to go. Closing this does not stop it.", nullptr, count.waiting);
    const bool ran = runs || count.ended() + count.toLook > 0;
    m_summary->setText(runs ? waiting : endsText());
    m_summary->setVisible(ran);
    m_cancel->setText(ran ? tr("Close") : tr("Cancel"));
    m_retry->setVisible(!runs && !m_rows->retryable().isEmpty());
    showEnd();
    refreshApply();
}

QString BulkApplySheet::endsText() const
{
    const BulkApplyModel::Count count = m_rows->count();
    QStringList parts;
    if (count.done > 0)
        parts << tr("%n applied", nullptr, count.done);
    if (count.different > 0)
        parts << tr("%n applied, but reading back shows something else", nullptr, count.different);
    if (count.failed > 0)
        parts << tr("%n failed", nullptr, count.failed);
    if (count.unknown > 0)
        parts << tr("%n unknown", nullptr, count.unknown);
    if (count.canceled > 0)
        parts << tr("%n canceled", nullptr, count.canceled);
    if (count.toLook > 0)
        parts << tr("%n to look at", nullptr, count.toLook);
    if (count.skipped > 0)
        parts << tr("%n skipped", nullptr, count.skipped);
    return QLocale().createSeparatedList(parts);
}

void BulkApplySheet::refreshApply()
{
    const BulkApplyModel::Count count = m_rows->count();
    const int able = int(m_rows->eligible().size());
    const bool runs = count.waiting > 0;
    m_apply->setText(tr("Apply to %n sprite(s)", nullptr, runs ? count.waiting : able));
    m_apply->setVisible(runs || able > 0 || count.ended() == 0);
    const QString reason = runs                           ? tr("The rules are being applied.")
                           : m_source->currentIndex() < 0 ? tr("There are no rules to choose from.")
                           : able == 0 ? tr("Nothing to apply: tick a sprite that would change.")
                                       : QString();
    m_apply->setEnabled(reason.isEmpty());
    m_apply->setToolTip(reason);
    m_apply->setAccessibleDescription(reason);
    // When all is done Enter closes.
    setDefaultButton(m_apply->isVisibleTo(this) ? m_apply : m_retry->isVisibleTo(this) ? m_retry : m_cancel);
}

bool BulkApplySheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space) {
        // Wherever in the row the pointer was last, Space ticks the row.
        const QModelIndex index = m_table->currentIndex().siblingAtColumn(BulkApplyModel::SpriteColumn);
        if (index.isValid())
            m_rows->setData(index, m_rows->isTicked(index.row()) ? Qt::Unchecked : Qt::Checked,
                            Qt::CheckStateRole);
        return true;
    }
    return Sheet::eventFilter(watched, event);
}

} // namespace Spritarium
