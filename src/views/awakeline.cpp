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
{
    setObjectName(u"headerAwakeLine"_s);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // takes what is left
    m_text->setObjectName(u"headerAwake"_s);
    m_line->setContentsMargins(0, 0, 0, 0);
    m_line->setSpacing(Space::tiny);
    m_line->addWidget(m_text, 1);
    m_text->setElided(Qt::ElideRight);
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
    int width = m_text->minimumWidth();
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
        width += m_line->spacing() + button->minimumWidth();
    }
    setMinimumWidth(width);
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
    if (m_buttons.isEmpty() && m_line->count() > 1)
        delete m_line->takeAt(1); // the stretch behind them
}

} // namespace Spritarium
