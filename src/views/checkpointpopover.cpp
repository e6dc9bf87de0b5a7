// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/checkpointpopover.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/chip.h"
#include "views/flowlayout.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int Width = 400;
constexpr qsizetype MaximumRecent = 6;

} // namespace

CheckpointPopover::CheckpointPopover(QWidget *parent)
    : Popover(parent)
    , m_comment(new QLineEdit(this))
    , m_left(new TextLabel(TextRole::Meta, this))
    , m_error(new TextLabel(TextRole::Body, this))
    , m_recent(new QWidget(this))
    , m_recentLayout(new FlowLayout(Space::tiny + 2, m_recent))
    , m_create(new QPushButton(tr("Create checkpoint"), this))
{
    setObjectName(u"checkpointPopover"_s);
    setAccessibleName(tr("New checkpoint"));
    setFixedWidth(Width);

    auto *title = new TextLabel(tr("Comment"), TextRole::Body, this);
    title->setBuddy(m_comment);
    auto *head = new QHBoxLayout;
    head->addWidget(title, 1);
    head->addWidget(m_left);
    m_comment->setObjectName(u"checkpointComment"_s);
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setPlaceholderText(tr("What is this state good for?"));
    m_comment->setMaxLength(MaximumLength);
    m_error->setObjectName(u"checkpointError"_s);
    m_error->setColorRole(ColorRole::Danger);
    m_error->setWordWrap(true);
    m_error->hide();
    m_recent->hide();
    auto *note =
        new TextLabel(tr("Files only. Memory and running processes are not included."), TextRole::Meta, this);
    note->setWordWrap(true);
    m_create->setObjectName(u"createCheckpointConfirm"_s);
    setButtonRole(*m_create, ButtonRole::Primary);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::panel, Space::panel, Space::panel, Space::panel);
    column->setSpacing(Space::small);
    column->addLayout(head);
    column->addWidget(m_comment);
    column->addWidget(m_error);
    column->addWidget(m_recent);
    column->addWidget(note);
    column->addSpacing(Space::tiny);
    column->addWidget(m_create, 0, Qt::AlignTrailing);
    updateLeft();

    connect(m_comment, &QLineEdit::textChanged, this, [this](const QString &text) {
        updateLeft();
        Q_EMIT draftChanged(text);
    });
    connect(m_comment, &QLineEdit::returnPressed, this, &CheckpointPopover::submit);
    connect(m_create, &QPushButton::clicked, this, &CheckpointPopover::submit);
}

void CheckpointPopover::setDraft(const QString &text)
{
    m_comment->setText(text);
}

QString CheckpointPopover::draft() const
{
    return m_comment->text();
}

void CheckpointPopover::setRecentComments(const QStringList &comments)
{
    qDeleteAll(m_recent->findChildren<Chip *>(Qt::FindDirectChildrenOnly));
    QStringList offered;
    for (const QString &comment : comments) {
        if (!comment.isEmpty() && !offered.contains(comment) && offered.size() < MaximumRecent)
            offered.append(comment);
    }
    for (qsizetype i = 0; i < offered.size(); ++i) {
        const QString &comment = offered.at(i);
        const QString shown = fontMetrics().elidedText(comment, Qt::ElideMiddle, 240);
        auto *chip = new Chip(shown, Chip::Kind::Press, m_recent);
        chip->setObjectName(u"recentComment_%1"_s.arg(i));
        chip->setAccessibleName(tr("Use the comment “%1”").arg(comment));
        if (shown != comment)
            chip->setToolTip(comment.toHtmlEscaped());
        connect(chip, &QAbstractButton::clicked, this, [this, comment] {
            m_comment->setText(comment);
            m_comment->setFocus();
        });
        m_recentLayout->addWidget(chip);
    }
    m_recent->setVisible(!offered.isEmpty());
}

void CheckpointPopover::showError(const ApiError &error)
{
    if (m_comment->text().isEmpty())
        m_comment->setText(m_sent);
    setError(error.userText());
}

void CheckpointPopover::setError(const QString &text)
{
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
    if (isVisible())
        adjustSize();
}

void CheckpointPopover::setDisabledReason(const QString &reason)
{
    m_disabledReason = reason;
    m_create->setEnabled(reason.isEmpty());
    m_create->setToolTip(reason);
    m_create->setAccessibleDescription(reason);
}

void CheckpointPopover::submit()
{
    if (!m_disabledReason.isEmpty()) {
        setError(m_disabledReason);
        return;
    }
    m_sent = m_comment->text().trimmed();
    setError({});
    // The draft stays on the screen until the request is on its way.
    Q_EMIT createRequested(m_sent);
    if (m_error->text().isEmpty()) {
        m_comment->clear();
        hide();
    }
}

void CheckpointPopover::updateLeft()
{
    const int left = MaximumLength - static_cast<int>(m_comment->text().size());
    m_left->setText(tr("%n characters left", nullptr, left));
    m_left->setVisible(left <= 40);
}

void CheckpointPopover::showEvent(QShowEvent *event)
{
    Popover::showEvent(event);
    m_comment->setFocus(Qt::PopupFocusReason);
    m_comment->selectAll();
}

void CheckpointPopover::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        hide(); // the draft stays
        return;
    }
    Popover::keyPressEvent(event);
}

} // namespace Spritarium
