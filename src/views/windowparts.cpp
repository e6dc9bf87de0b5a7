// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/windowparts.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/icons.h"
#include "views/textlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolBar>
#include <QToolButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

PlaygroundStripe::PlaygroundStripe(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(4);
    setAccessibleName(tr("Playground"));
}

void PlaygroundStripe::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Appearance(palette()).color(ColorRole::Caution));
}

OfflineStrip::OfflineStrip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumHeight(32);
    auto *text = new TextLabel(tr("Offline. Showing what was last seen."), TextRole::Body, this);
    text->setObjectName(u"offlineText"_s);
    text->setColorRole(ColorRole::Caution);
    text->setOnTint(true);
    auto *retry = new QPushButton(tr("Retry"), this);
    retry->setObjectName(u"offlineRetry"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Space::panel, 2, Space::panel, 2);
    setButtonRole(*retry, ButtonRole::Link); // keeps the bar at 32
    row->addWidget(text, 1);
    row->addWidget(retry);
    connect(retry, &QPushButton::clicked, this, &OfflineStrip::retryRequested);
}

void OfflineStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Appearance(palette()).tint(ColorRole::Caution));
}

PaletteField::PaletteField(QWidget *parent)
    : QLineEdit(parent)
{
    setObjectName(u"paletteField"_s);
    setAccessibleName(tr("Command palette"));
    const QString keys = QKeySequence(u"Ctrl+K"_s).toString(QKeySequence::NativeText);
    setPlaceholderText(tr("Go to a sprite or do something… %1").arg(keys));
    addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMinimumWidth(160);
    setMaximumWidth(440);
}

QSize PaletteField::sizeHint() const
{
    return {320, QLineEdit::sizeHint().height()};
}

QWidget *makeSpacer(QWidget *parent)
{
    auto *spacer = new QWidget(parent);
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return spacer;
}

void nameToolButtons(QToolBar &bar)
{
    const QList<QAction *> actions = bar.actions();
    for (QAction *action : actions) {
        auto *button = qobject_cast<QToolButton *>(bar.widgetForAction(action));
        if (!button)
            continue;
        button->setObjectName(u"tool:"_s + action->objectName());
        button->setAccessibleName(action->text().remove(u'&'));
    }
}

} // namespace Spritarium
