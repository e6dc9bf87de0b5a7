// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portsetsheet.h"

#include "views/textlabel.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int LongestName = 60;
}

PortSetSheet::PortSetSheet(const QStringList &names, const QString &suggestion, int forwards, QWidget *parent)
    : Sheet(tr("Save %n forward(s) as a set", nullptr, forwards), parent)
    , m_names(names)
    , m_name(new QLineEdit(this))
    , m_save(nullptr)
{
    setObjectName(u"portSetSheet"_s);
    setMinimumWidth(440);
    auto *label = new TextLabel(tr("Name"), TextRole::Body, this);
    label->setBuddy(m_name);
    m_name->setObjectName(u"portSetName"_s);
    m_name->setAccessibleName(tr("Name of the set"));
    m_name->setMaxLength(LongestName);
    m_name->setText(suggestion);
    m_name->selectAll();
    content()->addWidget(label);
    content()->addWidget(m_name);
    content()->addStretch(1);
    addCancelButton();
    m_save = addButton(tr("Save"), u"portSetSave"_s, ButtonRole::Primary);
    setDefaultButton(m_save);
    m_name->setFocus();
    connect(m_name, &QLineEdit::textChanged, this, &PortSetSheet::check);
    connect(m_save, &QPushButton::clicked, this, [this] {
        Q_EMIT nameChosen(m_name->text().simplified());
        accept();
    });
    check();
}

void PortSetSheet::check()
{
    const QString name = m_name->text().simplified();
    m_save->setEnabled(!name.isEmpty());
    const bool taken = m_names.contains(name);
    m_save->setText(taken ? tr("Replace") : tr("Save"));
    if (taken)
        showNote(ColorRole::Caution, tr("This replaces the set %1.").arg(name));
    else
        clearNote();
}

} // namespace Spritarium
