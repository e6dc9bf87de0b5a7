// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/gobackchoice.h"

#include "views/flowlayout.h"
#include "views/textlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

GoBackChoice::GoBackChoice(QWidget *parent)
    : QWidget(parent)
    , m_box(new QCheckBox(tr("Go back automatically unless I keep it"), this))
    , m_after(new QComboBox(this))
    , m_note(new TextLabel(tr("Spritarium must stay open and online for this."), TextRole::Meta, this))
{
    m_box->setObjectName(u"applyGoBack"_s);
    m_box->setAccessibleDescription(m_note->text());
    m_after->setObjectName(u"applyGoBackAfter"_s);
    m_after->setAccessibleName(tr("Go back after"));
    m_after->addItem(tr("after 30 s"), 30);
    m_after->addItem(tr("after 2 min"), 120);
    m_after->addItem(tr("after 10 min"), 600);
    m_after->setCurrentIndex(1);
    m_note->setObjectName(u"applyGoBackNote"_s);
    m_note->setWordWrap(true);
    auto *line = new QWidget(this);
    auto *flow = new FlowLayout(Space::small, line);
    flow->addWidget(m_box);
    flow->addWidget(m_after);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::tiny);
    column->addWidget(line);
    column->addWidget(m_note);
    connect(m_box, &QCheckBox::toggled, this, &GoBackChoice::refresh);
    refresh();
}

void GoBackChoice::refresh()
{
    m_after->setEnabled(m_box->isChecked());
    m_after->setAccessibleDescription(m_box->isChecked() ? QString()
                                                         : tr("Tick the box before to choose a time."));
}

QList<QWidget *> GoBackChoice::focusOrder() const
{
    return {m_box, m_after};
}

std::chrono::seconds GoBackChoice::chosen() const
{
    return std::chrono::seconds(m_box->isChecked() ? m_after->currentData().toInt() : 0);
}

} // namespace Spritarium
