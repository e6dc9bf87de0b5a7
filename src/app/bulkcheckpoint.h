// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "app/parts.h"
#include "domain/ids.h"

#include <QObject>
#include <QSet>

namespace Spritarium {

class SpriteTreePanel;

//! Checkpoints of all selected sprites at once (ux-spec 7): one operation each, a few at
//! a time, and one sentence when the last has ended.
class BulkCheckpoint : public QObject
{
    Q_OBJECT

public:
    BulkCheckpoint(const Parts &parts, SpriteTreePanel &panel, const FlowTiming &timing, QObject *parent);

private:
    void open();
    void startNext();
    bool start(const SpriteKey &sprite, const QString &comment);
    void applySettled(const Operation &operation);
    void tellEnd();
    void updateReason();
    QString disabledReason() const;

    Parts m_parts;
    SpriteTreePanel &m_panel;
    FlowTiming m_timing;
    struct Job
    {
        SpriteKey sprite;
        QString comment;
    };

    QList<Job> m_queue;
    QSet<OperationId> m_running;
    int m_asked = 0; //!< of this round
    int m_created = 0;
    int m_notBegun = 0;
};

} // namespace Spritarium
