// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "app/parts.h"
#include "domain/policyversion.h"
#include "store/storedvalues.h"
#include "views/appearance.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <optional>

namespace Spritarium {

class ApplyPolicyFlow;
class ApplySheet;
class EgressFeed;
class EgressPanel;
class GoBackBar;
class PolicyAnalysis;
class PolicyDocument;
class PolicyTimers;

//! What the Egress tab is made of.
struct EgressParts
{
    PolicyDocument &document;
    PolicyAnalysis &analysis;
    EgressPanel &panel;
    EgressFeed &feed;
    PolicyTimers &timers;
};

//! The Egress tab between document, flows and store: drafts and notes are kept, Apply is reviewed, sent and
//! told, rules on trial have their bar over every view of the sprite (ux-spec 10.4).
class EgressWiring : public QObject
{
    Q_OBJECT

public:
    EgressWiring(const Parts &parts, const EgressParts &egress, const FlowTiming &timing, QObject *parent);

    //! What was edited before the program ended, by place.
    void restoreDrafts(const QHash<QString, QString> &drafts);
    void updateReasons();
    //! Opens the tab and asks the tester.
    void askAbout(const QString &name);

private:
    //! Rules that were reviewed, and what the person saw in force.
    struct Order
    {
        SpriteKey sprite;
        NetworkPolicy policy;
        NetworkPolicy base;
    };

    void watchDocument();
    void watchPanel();
    void watchTimers();
    void openDocument();
    void applyStored(const SeenSprite &seen);
    void keepDraft();
    void writeDraft();
    void review(bool onlyLook);
    void apply(ApplySheet *sheet, const Order &order, std::chrono::seconds goBackAfter);
    void applyEnd(ApplySheet *sheet, const Order &order, const ApplyPolicyFlow &flow);
    void showConflict(ApplySheet &sheet, const Order &order, const NetworkPolicy &theirs);
    void tell(const SpriteKey &sprite, ColorRole role, const QString &text,
              const std::optional<ApiError> &error = {},
              const std::optional<QPair<NetworkPolicy, NetworkPolicy>> &difference = {});
    void lookAgain(const Order &order);
    void resolveUnknown();
    void updateBar();
    QString disabledReason() const;

    Parts m_parts;
    EgressParts m_egress;
    FlowTiming m_timing;
    GoBackBar *m_bar;
    QHash<QString, QString> m_drafts; //!< by place
    std::optional<QPair<SpriteKey, std::optional<PolicyDraft>>> m_unwritten;
    QTimer m_writeSoon;
    QPointer<ApplySheet> m_sheet;
    std::optional<Order> m_unknown; //!< sent, and nobody knows what became of it
    bool m_notesRead = false;
    //! The reviewed order that "Rebase my changes" and "Replace theirs" speak of.
    QHash<ApplySheet *, QPair<Order, NetworkPolicy>> m_conflicts;
};

} // namespace Spritarium
