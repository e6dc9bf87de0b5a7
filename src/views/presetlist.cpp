// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/presetlist.h"

#include "views/appearance.h"
#include "views/icons.h"
#include "views/textlabel.h"

#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QSortFilterProxyModel>
#include <QStringListModel>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

PresetList::PresetList(const PresetNames &names, bool known, QWidget *parent)
    : Popover(parent)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
{
    setObjectName(u"presetPopover"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    const int letter = fontMetrics().averageCharWidth();
    setFixedSize(std::max(360, 48 * letter), std::max(380, 20 * fontMetrics().height()));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::panel, Space::medium, Space::panel, Space::medium);
    column->setSpacing(Space::small);
    auto *title = new TextLabel(known ? tr("Names behind %1").arg(names.preset)
                                      : tr("The names behind this preset are not known here."),
                                TextRole::Section, this);
    title->setWordWrap(true);
    auto *age = new TextLabel(tr("List as known on %1; the service may differ.")
                                  .arg(QLocale().toString(names.asOf, QLocale::ShortFormat)),
                              TextRole::Meta, this);
    age->setObjectName(u"presetAge"_s);
    age->setWordWrap(true);
    age->setVisible(known);
    m_search->setObjectName(u"presetSearch"_s);
    m_search->setAccessibleName(tr("Search the list"));
    m_search->setPlaceholderText(tr("Search the list"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_list->setObjectName(u"presetNames"_s);
    m_list->setAccessibleName(tr("Names of the preset"));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setSpacing(2);
    m_list->setLayoutDirection(Qt::LeftToRight);
    m_list->setFont(fontFor(TextRole::Fixed, font()));
    auto *filter = new QSortFilterProxyModel(this);
    filter->setSourceModel(new QStringListModel(known ? names.names : QStringList(), filter));
    filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(filter);
    column->addWidget(title);
    column->addWidget(age);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    setFocusProxy(m_search);
    connect(m_search, &QLineEdit::textChanged, filter, &QSortFilterProxyModel::setFilterFixedString);
}

} // namespace Spritarium
