// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/copyrulessheet.h"

#include "domain/relativetime.h"
#include "views/accentdelegate.h"
#include "views/glyphs.h"
#include "views/spriteheader.h"
#include "views/textlabel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int SourceRole = Qt::UserRole + 1;

QString wordOf(SpriteState state)
{
    Sprite sprite;
    sprite.state = state;
    return stateWord(sprite);
}

//! The time alone for today, with its day otherwise.
QString seenText(const QDateTime &seen)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return seen.toLocalTime().date() == now.toLocalTime().date() ? clockText(seen) : absoluteText(seen, now);
}

} // namespace

CopyRulesSheet::CopyRulesSheet(const QList<Source> &sources, QWidget *parent)
    : Sheet(tr("Copy rules from a sprite"), parent)
    , m_sources(sources)
    , m_filter(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_rows(new QStandardItemModel(this))
    , m_shown(new QSortFilterProxyModel(this))
    , m_hint(new TextLabel(TextRole::Body, this))
{
    setObjectName(u"copyRulesSheet"_s);
    setMinimumWidth(520);
    m_filter->setObjectName(u"copyFilter"_s);
    m_filter->setAccessibleName(tr("Filter sprites"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_shown->setSourceModel(m_rows);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setObjectName(u"copySprites"_s);
    m_list->setAccessibleName(tr("Sprites"));
    m_list->setModel(m_shown);
    m_list->setItemDelegate(new AccentDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumHeight(160);
    m_hint->setObjectName(u"copyHint"_s);
    m_hint->setWordWrap(true);
    fill();
    content()->addWidget(m_filter);
    content()->addWidget(m_list, 1);
    content()->addWidget(m_hint);
    buildFooter();
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text.trimmed());
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_shown->index(0, 0));
        refresh();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CopyRulesSheet::refresh);
    connect(m_list, &QListView::doubleClicked, this, [this] {
        if (m_copy->isEnabled())
            m_copy->click();
    });
    m_list->setCurrentIndex(m_shown->index(0, 0));
    refresh();
    m_filter->setFocus();
}

void CopyRulesSheet::fill()
{
    for (int i = 0; i < int(m_sources.size()); ++i) {
        const Source &source = m_sources.at(i);
        //: A sprite's name and its state
        auto *item = new QStandardItem(tr("%1 — %2").arg(source.key.sprite.toString(), wordOf(source.state)));
        item->setData(i, SourceRole);
        item->setData(int(glyphOf(source.state)), AccentDelegate::GlyphRole);
        item->setData(int(roleOf(source.state)), AccentDelegate::AccentRole);
        m_rows->appendRow(item);
    }
}

void CopyRulesSheet::buildFooter()
{
    addCancelButton();
    m_lastSeen = addButton({}, u"copyLastSeen"_s);
    m_copy = addButton(tr("Copy rules"), u"copyConfirm"_s, ButtonRole::Primary);
    setDefaultButton(m_copy);
    connect(m_lastSeen, &QPushButton::clicked, this, [this] { choose(true); });
    connect(m_copy, &QPushButton::clicked, this, [this] { choose(false); });
}

const CopyRulesSheet::Source *CopyRulesSheet::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? &m_sources.at(index.data(SourceRole).toInt()) : nullptr;
}

void CopyRulesSheet::refresh()
{
    const Source *source = current();
    m_copy->setEnabled(source);
    m_lastSeen->setVisible(source && source->lastSeen.isValid());
    if (!source) {
        m_copy->setText(tr("Copy rules"));
        m_hint->setText(m_sources.isEmpty() ? tr("There is no other sprite.") : tr("No sprite matches."));
        m_copy->setAccessibleDescription(m_hint->text());
        m_copy->setToolTip(m_hint->text());
        return;
    }
    const bool wakes = source->state == SpriteState::Warm || source->state == SpriteState::Cold;
    const bool mayWake = source->state == SpriteState::Unknown;
    m_hint->setText(wakes     ? tr("Reading its rules wakes it.")
                    : mayWake ? tr("Reading its rules may wake it.")
                              : tr("Its rules are read now. The draft is replaced by them."));
    m_copy->setText(wakes || mayWake ? tr("Wake and copy") : tr("Copy rules"));
    m_copy->setAccessibleDescription(m_hint->text());
    m_copy->setToolTip({});
    m_lastSeen->setText(tr("Copy as last seen %1").arg(seenText(source->lastSeen)));
}

void CopyRulesSheet::choose(bool fromLastSeen)
{
    const Source *source = current();
    if (!source)
        return;
    clearNote();
    Q_EMIT sourceChosen(source->key, fromLastSeen);
}

bool CopyRulesSheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) {
            m_list->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return Sheet::eventFilter(watched, event);
}

} // namespace Spritarium
