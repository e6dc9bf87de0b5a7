// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/awakeline.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int leastText = 260; //!< before what stands beside it gives way
} // namespace

AwakeLine::AwakeLine(QWidget *parent)
    : QWidget(parent)
    , m_text(new TextLabel(TextRole::Meta, this))
    , m_line(new QHBoxLayout(this))
    , m_more(new QPushButton(this))
{
    setObjectName(u"headerAwakeLine"_s);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // takes what is left
    m_text->setObjectName(u"headerAwake"_s);
    m_line->setContentsMargins(0, 0, 0, 0);
    m_line->setSpacing(Space::tiny);
    m_line->addWidget(m_text, 1);
    m_text->setElided(Qt::ElideRight);
    m_more->setObjectName(u"headerAwakeMore"_s);
    setButtonRole(*m_more, ButtonRole::Link);
    m_more->hide();
    m_line->addWidget(m_more);
    connect(m_more, &QPushButton::clicked, this, [this] {
        if (m_shown < m_reasons.size())
            Q_EMIT placeRequested(m_reasons.at(m_shown).place);
    });
}

void AwakeLine::showText(const QString &text)
{
    removeFrom(0);
    m_text->setElided(Qt::ElideRight);
    m_text->setMinimumWidth(0); // a label's hint is never below its minimum
    m_text->setText(text);
    m_text->setToolTip(text);
    m_line->setStretchFactor(m_text, 1);
    m_text->setMinimumWidth(std::min(m_text->sizeHint().width(), leastText));
    setMinimumWidth(m_text->minimumWidth());
}

void AwakeLine::showReasons(const QList<AwakeReason> &reasons)
{
    if (reasons == m_reasons)
        return;
    removeFrom(reasons.size());
    m_reasons = reasons;
    m_text->setMinimumWidth(0);
    m_text->setText(tr("Awake:"));
    m_text->setToolTip(text());
    m_text->setElided(Qt::ElideNone);
    m_text->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_text->setMinimumWidth(m_text->sizeHint().width());
    m_line->setStretchFactor(m_text, 0);
    for (qsizetype i = 0; i < reasons.size(); ++i) {
        const AwakeReason &reason = reasons.at(i);
        QPushButton *button = i < m_buttons.size() ? m_buttons.at(i) : addButton();
        const QString name = u"headerAwake:"_s + reason.place;
        if (button->objectName() != name)
            button->setDown(false); // a press was meant for another place
        button->setObjectName(name);
        button->setText(reason.text);
        button->setAccessibleName(tr("Awake: %1").arg(reason.text));
        button->setMinimumWidth(0);
        button->setMinimumWidth(button->sizeHint().width());
    }
    // The first one and how many more there are; what stands around it is not pushed away by the rest.
    m_more->setText(u"+%L1"_s.arg(reasons.size()));
    int width = m_text->minimumWidth() + m_line->spacing() + m_buttons.constFirst()->minimumWidth();
    if (reasons.size() > 1)
        width += m_line->spacing() + m_more->sizeHint().width();
    setMinimumWidth(width);
    fit();
}

int AwakeLine::wantedWidth() const
{
    if (m_buttons.isEmpty())
        return minimumWidth();
    int width = m_text->minimumWidth();
    for (const QPushButton *button : m_buttons)
        width += m_line->spacing() + button->minimumWidth();
    return width;
}

void AwakeLine::fit()
{
    const int more = m_line->spacing() + m_more->sizeHint().width();
    int used = m_text->minimumWidth();
    m_shown = 0;
    while (m_shown < m_buttons.size()) {
        used += m_line->spacing() + m_buttons.at(m_shown)->minimumWidth();
        const bool isLast = m_shown + 1 == m_buttons.size();
        if (m_shown > 0 && used + (isLast ? 0 : more) > width())
            break;
        ++m_shown;
    }
    for (qsizetype i = 0; i < m_buttons.size(); ++i)
        m_buttons.at(i)->setVisible(i < m_shown);
    const qsizetype hidden = m_buttons.size() - m_shown;
    m_more->setVisible(hidden > 0);
    if (hidden == 0)
        return;
    m_more->setText(u"+%L1"_s.arg(hidden));
    m_more->setAccessibleName(tr("%n more reason(s) to be awake", nullptr, int(hidden)));
    m_more->setToolTip(text());
}

void AwakeLine::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

QPushButton *AwakeLine::addButton()
{
    auto *button = new QPushButton(this);
    button->setToolTip(tr("Shows it"));
    setButtonRole(*button, ButtonRole::Link);
    button->ensurePolished();
    connect(button, &QPushButton::clicked, this, [this, button] {
        if (const qsizetype at = m_buttons.indexOf(button); at >= 0)
            Q_EMIT placeRequested(m_reasons.at(at).place);
    });
    m_line->insertWidget(1 + int(m_buttons.size()), button);
    if (m_buttons.isEmpty())
        m_line->addStretch(1);
    m_buttons << button;
    return button;
}

QString AwakeLine::text() const
{
    if (m_reasons.isEmpty())
        return m_text->text();
    QStringList words;
    for (const AwakeReason &reason : m_reasons)
        words << reason.text;
    return tr("Awake: %1").arg(words.join(u", "_s));
}

void AwakeLine::removeFrom(qsizetype position)
{
    m_reasons = m_reasons.mid(0, position);
    while (m_buttons.size() > position) {
        QPushButton *button = m_buttons.takeLast();
        m_line->removeWidget(button);
        button->hide();
        button->deleteLater(); // it may be the one that was clicked
    }
    if (!m_buttons.isEmpty())
        return;
    m_more->hide();
    if (m_line->count() > 2)
        delete m_line->takeAt(2); // the stretch behind them
}

} // namespace Spritarium
