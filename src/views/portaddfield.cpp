// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portaddfield.h"

#include "views/appearance.h"
#include "views/codetext.h"
#include "views/textlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

void announce(QWidget &label)
{
    QAccessibleEvent event(&label, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

} // namespace

PortAddField::PortAddField(QWidget *parent)
    : QWidget(parent)
    , m_field(new QLineEdit(this))
    , m_preview(new TextLabel(TextRole::Body, this))
    , m_forward(new QPushButton(tr("Forward"), this))
    , m_problem(new TextLabel(TextRole::Meta, this))
{
    setObjectName(u"portAdd"_s);
    setMinimumHeight(40);
    auto *label = new TextLabel(tr("Forward a port"), TextRole::Body, this);
    label->setBuddy(m_field);
    m_field->setObjectName(u"portAddField"_s);
    m_field->setAccessibleName(tr("Forward a port"));
    m_field->setPlaceholderText(tr("5432 or 3001:3000"));
    m_field->setToolTip(tr("5432, 3001:3000, host:port, several, and a name behind: 5432 db"));
    m_field->setFont(fontFor(TextRole::Fixed, m_field->font()));
    m_field->setLayoutDirection(Qt::LeftToRight);
    m_field->setClearButtonEnabled(true);
    m_field->setMinimumWidth(m_field->fontMetrics().horizontalAdvance(m_field->placeholderText()) +
                             2 * Space::panel);
    m_field->installEventFilter(this);
    m_forward->setObjectName(u"portAddButton"_s);
    m_forward->setAccessibleName(tr("Forward what was typed"));
    m_forward->setAutoDefault(false);
    m_forward->setEnabled(false);
    m_preview->setObjectName(u"portAddPreview"_s);
    m_preview->setColorRole(ColorRole::Muted);
    m_preview->setElided(Qt::ElideRight);
    m_problem->setObjectName(u"portAddProblem"_s);
    m_problem->setColorRole(ColorRole::Danger);
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto *line = new QHBoxLayout;
    line->setSpacing(Space::small);
    line->addWidget(label);
    line->addWidget(m_field, 2);
    line->addWidget(m_preview, 3);
    line->addWidget(m_forward);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, Space::tiny, 0, Space::tiny);
    column->setSpacing(Space::tiny);
    column->addLayout(line);
    column->addWidget(m_problem);
    connect(m_field, &QLineEdit::textChanged, this, &PortAddField::showParsed);
    connect(m_field, &QLineEdit::returnPressed, this, &PortAddField::submit);
    connect(m_forward, &QPushButton::clicked, this, &PortAddField::submit);
}

void PortAddField::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void PortAddField::setText(const QString &text)
{
    m_field->setText(text);
}

QString PortAddField::text() const
{
    return m_field->text();
}

void PortAddField::clear()
{
    m_field->clear();
}

void PortAddField::showParsed()
{
    // A half-typed port is no mistake yet: problems are said at Enter, and go with the next key.
    m_problem->hide();
    m_field->setAccessibleDescription({});
    const PortSpecs specs = parsePortSpecs(m_field->text());
    QString preview;
    if (specs.isOk() && !specs.forwards.isEmpty()) {
        preview = isolated(forwardText(specs.forwards.first()));
        if (!specs.forwards.first().name.isEmpty())
            preview = tr("%1, %2", "forward, its name").arg(preview, specs.forwards.first().name);
        if (specs.forwards.size() > 1)
            preview = tr("%1 and %n more", nullptr, int(specs.forwards.size() - 1)).arg(preview);
    }
    QStringList lines;
    for (const PortForward &forward : specs.forwards)
        lines << forwardText(forward);
    m_preview->setText(preview);
    m_preview->setToolTip(lines.join(u'\n'));
    m_preview->setAccessibleName(lines.join(u", "_s));
    m_forward->setEnabled(!m_field->text().trimmed().isEmpty());
    announce(*m_preview);
}

void PortAddField::submit()
{
    const PortSpecs specs = parsePortSpecs(m_field->text());
    if (!specs.isOk())
        showProblem(specs.error);
    else if (!specs.forwards.isEmpty())
        Q_EMIT submitted(specs.forwards);
}

void PortAddField::showProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setAccessibleName(problem);
    m_problem->show();
    m_field->setAccessibleDescription(problem);
    m_field->setFocus();
    announce(*m_problem);
}

bool PortAddField::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down) {
            Q_EMIT leaveRequested();
            return true;
        }
        if (key == Qt::Key_Escape && !m_field->text().isEmpty()) {
            m_field->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Spritarium
