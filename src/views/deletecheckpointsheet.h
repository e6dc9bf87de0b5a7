// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/checkpoint.h"
#include "views/sheet.h"

namespace Spritarium {

//! Asks before a checkpoint is deleted: level 2, one verb (ux-spec 9.6, 17).
class DeleteCheckpointSheet : public Sheet
{
    Q_OBJECT

public:
    explicit DeleteCheckpointSheet(const Checkpoint &checkpoint, QWidget *parent = nullptr);

    //! The sprite is not known to run: says what deleting in it starts.
    void showWakes();
    //! Why deleting is not possible now; empty switches it on.
    void setDisabledReason(const QString &reason);

Q_SIGNALS:
    //! Once; the sheet closes.
    void deleteConfirmed(const Spritarium::CheckpointId &checkpoint);

private:
    QPushButton *m_delete;
};

//! "The sprite is based on this checkpoint. Restore another one first." for a refusal of the service, else
//! its own words.
QString deleteRefusedText(const CheckpointId &checkpoint, const ApiError &error);

} // namespace Spritarium
