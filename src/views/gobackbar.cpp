// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/gobackbar.h"

#include "domain/relativetime.h"

#include "views/glyphs.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

GoBackBar::GoBackBar(QWidget *parent)
    : QFrame(parent)
    , m_glyph(new GlyphLabel(16, this))
    , m_text(new TextLabel(TextRole::Body, this))
    , m_reason(new TextLabel(TextRole::Meta, this))
    , m_keep(new QPushButton(tr("Keep"), this))
    , m_goBack(new QPushButton(tr("Go back now"), this))
    , m_second(new QTimer(this))
{
    setObjectName(u"goBackBar"_s);
    setAccessibleName(tr("Rules that go back unless kept"));
    setMinimumHeight(44);
    m_text->setObjectName(u"goBackText"_s);
    m_text->setOnTint(true);
    m_text->setWordWrap(true);
    m_reason->setObjectName(u"goBackReason"_s);
    m_reason->setOnTint(true);
    m_reason->setWordWrap(true);
    m_keep->setObjectName(u"goBackKeep"_s);
    m_keep->setAccessibleName(tr("Keep the new rules"));
    m_goBack->setObjectName(u"goBackNow"_s);
    m_goBack->setAccessibleName(tr("Go back to the rules before, now"));
    m_second->setSingleShot(true);
    m_second->setTimerType(Qt::PreciseTimer);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_text);
    words->addWidget(m_reason);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Space::panel, 6, Space::panel, 6);
    row->setSpacing(Space::small);
    row->addWidget(m_glyph);
    row->addLayout(words, 1);
    row->addWidget(m_keep);
    row->addWidget(m_goBack);
    connect(m_keep, &QPushButton::clicked, this, &GoBackBar::keepRequested);
    connect(m_goBack, &QPushButton::clicked, this, &GoBackBar::goBackRequested);
    connect(m_second, &QTimer::timeout, this, &GoBackBar::tick);
    setState(State::Counting);
}

void GoBackBar::setSprite(const QString &sprite)
{
    m_sprite = sprite;
    setAccessibleDescription(sprite);
}

void GoBackBar::setState(State state)
{
    m_state = state;
    m_lastAnnounced = -1;
    const bool failed = state == State::Failed;
    const ColorRole role = failed ? ColorRole::Danger : ColorRole::Caution;
    m_text->setColorRole(role);
    m_reason->setColorRole(role);
    m_glyph->setGlyph(failed                      ? Glyph::Triangle
                      : state == State::GoingBack ? Glyph::Turning
                                                  : Glyph::Half,
                      role);
    m_reason->setVisible(failed && !m_reason->text().isEmpty());
    for (QPushButton *button : {m_keep, m_goBack}) {
        const QString why = state == State::GoingBack ? tr("The rules are going back.") : QString();
        button->setEnabled(state != State::GoingBack);
        button->setToolTip(why);
        button->setAccessibleDescription(why);
    }
    if (state != State::Counting)
        m_second->stop();
    update();
}

void GoBackBar::setDue(const QDateTime &dueAt)
{
    m_dueAt = dueAt;
    setState(State::Counting);
    tick();
}

void GoBackBar::tick()
{
    if (!m_dueAt.isValid() || m_state != State::Counting)
        return;
    const qint64 left = std::max<qint64>(0, QDateTime::currentDateTimeUtc().msecsTo(m_dueAt));
    const qint64 seconds = (left + 999) / 1000;
    const QString text = tr("New rules go back in %1").arg(durationText(std::chrono::seconds(seconds)));
    m_text->setText(text);
    // A clock may jump past a mark: the mark that was passed last counts.
    qint64 mark = seconds;
    for (const qint64 one : {60, 30, 10}) {
        if (seconds <= one)
            mark = one;
    }
    if (m_lastAnnounced < 0 || (mark <= 60 && mark < m_lastAnnounced)) {
        m_lastAnnounced = mark;
        announce(tr("New rules go back in %n second(s)", nullptr, int(seconds)));
    }
    if (left > 0)
        m_second->start(int((left - 1) % 1000 + 1));
}

void GoBackBar::showGoingBack()
{
    setState(State::GoingBack);
    m_text->setText(tr("Going back…"));
    announce(m_text->text());
}

void GoBackBar::showFailure(const QString &reason)
{
    m_reason->setText(reason);
    setState(State::Failed);
    m_text->setText(tr("Could not go back. The new rules are still active."));
    //: What happened, then why
    announce(tr("%1 %2").arg(m_text->text(), reason).trimmed());
}

void GoBackBar::showUnsure(const QString &reason)
{
    showFailure(reason);
    m_text->setText(tr("It is not known whether the old rules are back."));
    announce(tr("%1 %2").arg(m_text->text(), reason).trimmed());
}

void GoBackBar::announce(const QString &text)
{
    if (text == m_announced)
        return;
    m_announced = text;
    // With a name of its own the label stays silent when its text is set each second.
    m_text->setAccessibleName(text);
}

void GoBackBar::paintEvent(QPaintEvent *)
{
    const Appearance appearance(palette());
    const ColorRole role = m_state == State::Failed ? ColorRole::Danger : ColorRole::Caution;
    QPainter painter(this);
    painter.fillRect(rect(), appearance.tint(role));
    const int line = appearance.borderWidth();
    painter.fillRect(0, height() - line, width(), line,
                     appearance.isHighContrast() ? appearance.onTint(role) : appearance.hairline());
}

} // namespace Spritarium
