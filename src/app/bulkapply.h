// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "app/parts.h"
#include "store/storedvalues.h"
#include "views/bulkapplysheet.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSet>

#include <optional>

namespace Spritarium {

class PolicyDocument;
class SpriteTreePanel;

//! Opens the sheet that gives many sprites the same egress rules (ux-spec 10.4): gathers where rules can come
//! from and what this computer knows of the targets. A BulkRun of its own does the work of each sheet.
class BulkApply : public QObject
{
    Q_OBJECT

public:
    BulkApply(const Parts &parts, PolicyDocument &document, SpriteTreePanel &tree, const FlowTiming &timing,
              QObject *parent);

private:
    //! What is remembered of the targets, while the answers of the store come in.
    struct Gathering
    {
        AccountId account;
        QList<SpriteKey> targets;
        QSet<SpriteKey> waiting; //!< for their expectations
        QHash<SpriteKey, QList<Expectation>> expectations;
        std::optional<QHash<SpriteKey, SeenPolicy>> seen;
    };

    void open();
    void applyStored(const SeenSprite &seen);
    void applyPolicies(const AccountId &account, const QHash<SpriteKey, SeenPolicy> &seen);
    void showWhenGathered();
    void showSheet(const Gathering &gathered);
    QList<BulkApplySheet::Source> sources(const QHash<SpriteKey, SeenPolicy> &seen) const;
    QList<BulkApplySheet::Target> rows(const Gathering &gathered) const;
    QList<SpriteKey> targets(const AccountId &account) const;
    void chooseFile(BulkApplySheet &sheet);

    Parts m_parts;
    PolicyDocument &m_document;
    SpriteTreePanel &m_tree;
    FlowTiming m_timing;
    std::optional<Gathering> m_gathering;
    QPointer<BulkApplySheet> m_sheet;
};

} // namespace Spritarium
