// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/labeleditor.h"

#include "views/appearance.h"
#include "views/chip.h"
#include "views/flowlayout.h"

#include <QKeyEvent>
#include <QLineEdit>

namespace Spritarium {

using namespace Qt::StringLiterals;

LabelEditor::LabelEditor(QWidget *parent)
    : QWidget(parent)
    , m_flow(new FlowLayout(Space::small, this))
    , m_field(new QLineEdit(this))
{
    m_field->setObjectName(u"labelField"_s);
    m_field->setAccessibleName(tr("Add a label"));
    m_field->setPlaceholderText(tr("Add a label"));
    m_field->setMaxLength(64);
    m_field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_field->installEventFilter(this);
    m_flow->addWidget(m_field);
    setFocusProxy(m_field);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(m_field, &QLineEdit::textEdited, this, [this](const QString &text) {
        if (text.contains(u','))
            takeTyped();
        else
            Q_EMIT labelsChanged();
    });
}

QStringList LabelEditor::labels() const
{
    QStringList all = m_labels;
    const QStringList typed = m_field->text().split(u',', Qt::SkipEmptyParts);
    for (const QString &label : typed) {
        if (const QString trimmed = label.trimmed(); !trimmed.isEmpty() && !all.contains(trimmed))
            all.append(trimmed);
    }
    return all;
}

void LabelEditor::setLabels(const QStringList &labels)
{
    m_labels = labels;
    m_labels.removeDuplicates();
    rebuild();
}

void LabelEditor::takeTyped()
{
    m_labels = labels();
    m_field->clear();
    rebuild();
    Q_EMIT labelsChanged();
}

void LabelEditor::rebuild()
{
    for (QWidget *chip : std::as_const(m_chips)) {
        m_flow->removeWidget(chip);
        chip->hide();
        chip->deleteLater();
    }
    m_chips.clear();
    for (const QString &label : std::as_const(m_labels)) {
        auto *chip = new Chip(u"%1  ×"_s.arg(label), Chip::Kind::Press, this);
        chip->setObjectName(u"label:"_s + label);
        chip->setAccessibleName(tr("Remove label %1").arg(label));
        chip->setToolTip(chip->accessibleName());
        connect(chip, &Chip::clicked, this, [this, label] {
            m_labels.removeAll(label);
            m_field->setFocus();
            rebuild();
            Q_EMIT labelsChanged();
        });
        m_flow->insertWidget(int(m_chips.size()), chip);
        m_chips.append(chip);
        chip->show();
    }
    QWidget *before = nullptr;
    for (QWidget *chip : std::as_const(m_chips)) {
        if (before)
            setTabOrder(before, chip);
        before = chip;
    }
    if (before)
        setTabOrder(before, m_field);
    updateGeometry();
}

bool LabelEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
        if (enter && !m_field->text().trimmed().isEmpty()) {
            takeTyped();
            return true; // not yet the sheet's Enter
        }
        if (key == Qt::Key_Backspace && m_field->text().isEmpty() && !m_labels.isEmpty()) {
            m_labels.removeLast();
            rebuild();
            Q_EMIT labelsChanged();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Spritarium
