// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/deletespritesheet.h"

#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

namespace Spritarium {

using namespace Qt::StringLiterals;

DeleteSpriteSheet::DeleteSpriteSheet(const QList<SpriteLoss> &losses, QWidget *parent)
    : Sheet(losses.size() == 1 ? tr("Delete %1?").arg(losses.first().key.sprite.toString())
                               : tr("Delete %n sprites?", nullptr, int(losses.size())),
            parent)
    , m_losses(losses)
    , m_typed(new QLineEdit(this))
{
    setObjectName(u"deleteSpriteSheet"_s);
    setMinimumWidth(520);
    const int count = int(losses.size());
    auto *warning = new TextLabel(
        tr("All files and checkpoints of %n sprite(s) are deleted. This cannot be undone.", nullptr, count),
        TextRole::Body, this);
    warning->setObjectName(u"deleteWarning"_s);
    warning->setColorRole(ColorRole::Danger);
    warning->setWordWrap(true);
    content()->addWidget(warning);

    auto *list = new QWidget;
    auto *rows = new QVBoxLayout(list);
    rows->setContentsMargins(Space::medium, Space::small, Space::medium, Space::small);
    rows->setSpacing(Space::small);
    for (const SpriteLoss &loss : losses)
        rows->addWidget(makeRow(loss));
    rows->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(u"deleteList"_s);
    scroll->setAccessibleName(tr("Sprites to delete"));
    scroll->setWidgetResizable(true);
    scroll->setWidget(list);
    scroll->setMinimumHeight(std::min(240, list->sizeHint().height() + 4));
    content()->addWidget(scroll, 1);

    auto *label = new TextLabel(count == 1 ? tr("Type the name %1 to confirm").arg(expected())
                                           : tr("Type the number %1 to confirm").arg(expected()),
                                TextRole::Body, this);
    label->setWordWrap(true);
    m_typed->setObjectName(u"deleteTyped"_s);
    m_typed->setAccessibleName(label->text());
    label->setBuddy(m_typed);
    content()->addWidget(label);
    content()->addWidget(m_typed);

    addCancelButton();
    m_delete = addButton(tr("Delete %n sprite(s)", nullptr, count), u"deleteConfirm"_s, ButtonRole::Danger);
    setDefaultButton(m_delete);
    connect(m_typed, &QLineEdit::textChanged, this, &DeleteSpriteSheet::updateArmed);
    connect(m_delete, &QPushButton::clicked, this, [this] {
        QList<SpriteKey> keys;
        for (const SpriteLoss &loss : std::as_const(m_losses))
            keys.append(loss.key);
        Q_EMIT deleteRequested(keys);
        accept();
    });
    updateArmed();
    m_typed->setFocus();
}

QWidget *DeleteSpriteSheet::makeRow(const SpriteLoss &loss)
{
    auto *row = new QWidget;
    auto *lines = new QVBoxLayout(row);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    auto *name = new TextLabel(loss.key.sprite.toString(), TextRole::Body, row);
    name->setElided(Qt::ElideMiddle);
    auto *what = new TextLabel(lossText(loss), TextRole::Meta, row);
    what->setObjectName(u"loss:"_s + loss.key.sprite.toString());
    what->setElided(Qt::ElideRight);
    lines->addWidget(name);
    lines->addWidget(what);
    m_lossLabels.insert(loss.key, what);
    return row;
}

QString DeleteSpriteSheet::lossText(const SpriteLoss &loss)
{
    QStringList parts;
    parts << (loss.checkpoints ? tr("%n checkpoint(s)", nullptr, *loss.checkpoints)
                               : tr("Checkpoints not counted"));
    if (loss.forwards > 0)
        parts << tr("%n forward(s)", nullptr, loss.forwards);
    if (loss.isPublic)
        parts << tr("public address %1").arg(loss.address);
    return parts.join(u" · "_s);
}

void DeleteSpriteSheet::setCheckpointCount(const SpriteKey &key, int count)
{
    for (SpriteLoss &loss : m_losses) {
        if (loss.key != key)
            continue;
        loss.checkpoints = count;
        m_lossLabels.value(key)->setText(lossText(loss));
    }
}

QString DeleteSpriteSheet::expected() const
{
    return m_losses.size() == 1 ? m_losses.first().key.sprite.toString() : QString::number(m_losses.size());
}

void DeleteSpriteSheet::updateArmed()
{
    const bool armed = m_typed->text().trimmed() == expected();
    m_delete->setEnabled(armed);
    const QString reason = armed ? QString() : tr("Type %1 first.").arg(expected());
    m_delete->setToolTip(reason);
    m_delete->setAccessibleDescription(reason);
}

} // namespace Spritarium
