// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/deletecheckpointsheet.h"

#include "views/textlabel.h"

#include <QCoreApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

DeleteCheckpointSheet::DeleteCheckpointSheet(const Checkpoint &checkpoint, QWidget *parent)
    : Sheet({}, parent)
{
    setObjectName(u"deleteCheckpointSheet"_s);
    setMinimumWidth(460);
    const QString version = checkpoint.id.toString();
    //: Verb. Version and comment of a checkpoint.
    setTitle(checkpoint.comment.isEmpty() ? tr("Delete %1?").arg(version)
                                          : tr("Delete %1 — %2?").arg(version, checkpoint.comment));
    auto *text =
        new TextLabel(tr("Its space is freed. Other checkpoints are not affected."), TextRole::Body, this);
    text->setObjectName(u"deleteCheckpointText"_s);
    text->setWordWrap(true);
    content()->addWidget(text);
    content()->addStretch();
    QPushButton *cancel = addCancelButton();
    //: Verb, on a button
    m_delete = addButton(tr("Delete %1").arg(version), u"deleteConfirmButton"_s, ButtonRole::Danger);
    setDefaultButton(cancel);
    cancel->setFocus();
    connect(m_delete, &QPushButton::clicked, this, [this, id = checkpoint.id] {
        Q_EMIT deleteConfirmed(id);
        accept();
    });
}

void DeleteCheckpointSheet::showWakes()
{
    auto *wakes = new TextLabel(tr("Deleting wakes the sprite, which starts billing."), TextRole::Meta, this);
    wakes->setObjectName(u"deleteCheckpointWakes"_s);
    wakes->setColorRole(ColorRole::Caution);
    wakes->setWordWrap(true);
    content()->insertWidget(1, wakes);
}

void DeleteCheckpointSheet::setDisabledReason(const QString &reason)
{
    m_delete->setEnabled(reason.isEmpty());
    m_delete->setToolTip(reason);
    m_delete->setAccessibleDescription(reason);
}

QString deleteRefusedText(const CheckpointId &checkpoint, const ApiError &error)
{
    if (error.kind == ApiError::Kind::Conflict)
        return QCoreApplication::translate(
            "Spritarium::DeleteCheckpointSheet",
            "The sprite is based on this checkpoint. Restore another one first.");
    return error.userText(checkpoint.toString());
}

} // namespace Spritarium
