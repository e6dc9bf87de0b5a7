// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "app/parts.h"
#include "store/storedvalues.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>

#include <optional>

namespace Spritarium {

class BulkApplySheet;
class PolicyDocument;
class SpriteTreePanel;

//! One set of egress rules for many sprites (ux-spec 10.4): a few at a time, each re-read, written once and
//! read back by a flow of its own. It goes on when the sheet is closed.
class BulkApply : public QObject
{
    Q_OBJECT

public:
    BulkApply(const Parts &parts, PolicyDocument &document, SpriteTreePanel &tree, const FlowTiming &timing,
              QObject *parent);

private:
    struct Job
    {
        SpriteKey key;
        NetworkPolicy policy;
        std::optional<NetworkPolicy> base; //!< what the sheet showed
    };

    void open();
    void showSheet(const AccountId &account, const QHash<SpriteKey, SeenPolicy> &seen);
    QList<SpriteKey> targets(const AccountId &account) const;
    void enqueue(const QList<SpriteKey> &keys, const NetworkPolicy &policy);
    void startNext();
    void start(const Job &job);
    void tell(const SpriteKey &key, Outcome outcome, const QString &text);

    Parts m_parts;
    PolicyDocument &m_document;
    SpriteTreePanel &m_tree;
    FlowTiming m_timing;
    QPointer<BulkApplySheet> m_sheet;
    QHash<SpriteKey, NetworkPolicy> m_shown; //!< rules as the sheet shows them
    QList<Job> m_queue;
    int m_running = 0;
};

} // namespace Spritarium
