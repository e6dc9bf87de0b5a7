// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/checkpoint.h"
#include "domain/sprite.h"

#include <QScrollArea>

class QPushButton;

namespace Spritarium {

class CheckpointTimelineModel;
class FactList;
class TextLabel;

//! Everything known about the selected checkpoint, or about the sprite when none is selected (ux-spec
//! 3, 9.1).
class InspectorPanel : public QScrollArea
{
    Q_OBJECT

public:
    explicit InspectorPanel(CheckpointTimelineModel &timeline, QWidget *parent = nullptr);

    //! Empty: back to the sprite.
    void showCheckpoint(const CheckpointId &checkpoint);
    void showSprite(const Sprite &sprite);

Q_SIGNALS:
    void restoreRequested(const Spritarium::CheckpointId &checkpoint);
    void deleteRequested(const Spritarium::CheckpointId &checkpoint);

private:
    void buildLayout();
    void refresh();
    void fillCheckpoint(const QModelIndex &index);
    void fillSprite();
    QString lineageText(const QModelIndex &index, const Checkpoint &checkpoint) const;

    CheckpointTimelineModel &m_timeline;
    CheckpointId m_checkpoint;
    Sprite m_sprite;
    TextLabel *m_title;
    FactList *m_facts;
    QPushButton *m_restore;
    QPushButton *m_delete;
};

} // namespace Spritarium
