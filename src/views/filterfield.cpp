// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/filterfield.h"

#include "views/icons.h"

#include <QAction>
#include <QKeyEvent>
#include <QMenu>

namespace Spritarium {

using namespace Qt::StringLiterals;

FilterField::FilterField(QWidget *parent)
    : QLineEdit(parent)
    , m_star(nullptr)
    , m_list(nullptr)
    , m_menu(new QMenu(this))
{
    setObjectName(u"treeFilter"_s);
    setAccessibleName(tr("Filter sprites"));
    setPlaceholderText(tr("Filter"));
    setToolTip(tr("Text, or state:running, label:ci, org:acme, public, restricted, forwarded, old:30d"));
    setClearButtonEnabled(true);
    m_list = addAction(icon(u"filter"_s), QLineEdit::LeadingPosition);
    m_list->setObjectName(u"treeFilterMenu"_s);
    m_list->setText(tr("Saved filters and words"));
    m_list->setToolTip(m_list->text());
    m_star = addAction(icon(u"star"_s), QLineEdit::TrailingPosition);
    m_star->setObjectName(u"treeFilterStar"_s);
    m_menu->setObjectName(u"treeFilterPopup"_s);
    connect(m_star, &QAction::triggered, this, &FilterField::toggleSaved);
    connect(m_list, &QAction::triggered, this, [this] {
        fillMenu();
        m_menu->popup(mapToGlobal(QPoint(0, height())));
    });
    connect(this, &QLineEdit::textChanged, this, &FilterField::refreshStar);
    refreshStar();
}

QSize FilterField::sizeHint() const
{
    const QSize size = QLineEdit::sizeHint();
    return {size.width(), std::max(36, size.height())};
}

void FilterField::setSavedFilters(const QStringList &filters)
{
    m_saved = filters;
    refreshStar();
}

void FilterField::toggleSaved()
{
    const QString filter = text().trimmed();
    if (filter.isEmpty())
        return;
    if (!m_saved.removeOne(filter))
        m_saved.append(filter);
    refreshStar();
    Q_EMIT savedFiltersChanged(m_saved);
}

void FilterField::refreshStar()
{
    const QString filter = text().trimmed();
    const bool saved = m_saved.contains(filter);
    m_star->setVisible(!filter.isEmpty());
    m_star->setIcon(icon(saved ? u"star-filled"_s : u"star"_s));
    m_star->setText(saved ? tr("Forget this filter") : tr("Save this filter"));
    m_star->setToolTip(m_star->text());
}

void FilterField::fillMenu()
{
    m_menu->clear();
    const auto add = [this](const QString &filter) {
        connect(m_menu->addAction(filter), &QAction::triggered, this, [this, filter] { setText(filter); });
    };
    for (const QString &filter : std::as_const(m_saved))
        add(filter);
    m_menu->addSection(tr("Words"));
    for (const QString &word :
         {u"state:running"_s, u"state:warm"_s, u"state:cold"_s, u"public"_s, u"restricted"_s, u"old:30d"_s})
        add(word);
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT leaveRequested();
        return;
    case Qt::Key_Escape:
        if (!text().isEmpty())
            clear();
        else
            Q_EMIT leaveRequested();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

} // namespace Spritarium
