// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"
#include "views/sheet.h"

class QLineEdit;

namespace Spritarium {

//! A checkpoint of each of several sprites, with one comment (ux-spec 7): lists them, and says which are
//! woken for it.
class BulkCheckpointSheet : public Sheet
{
    Q_OBJECT

public:
    explicit BulkCheckpointSheet(const QList<Sprite> &sprites, QWidget *parent = nullptr);

Q_SIGNALS:
    //! Once; the sheet closes itself.
    void createRequested(const QString &comment);

private:
    QLineEdit *m_comment;
};

} // namespace Spritarium
