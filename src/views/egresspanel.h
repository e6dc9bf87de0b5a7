// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"
#include "models/policyrulemodel.h"
#include "models/viewstate.h"
#include "views/actiondoor.h"
#include "views/appearance.h"

#include <QPointer>
#include <QWidget>

class QStackedLayout;
class QVBoxLayout;

namespace Spritarium {

class AsleepStrip;
class Banner;
class EgressDraftBar;
class EgressStateBar;
class EgressTester;
class EgressToolbar;
class ExpectationsView;
class PolicyJsonView;
class RuleTable;
class StatePanel;
class TextLabel;

//! The Egress tab (ux-spec 10.1): state sentence, tester, toolbar, rule table or JSON, expectations, draft
//! bar, banners, Asleep strip, and what stands there when there are no rules to show. It edits the model's
//! document itself; what needs the service, files or other sprites it asks for by signals.
//!
//! Actions it looks for: egress.apply, egress.test, egress.undo, egress.redo, egress.history, egress.export,
//! egress.import, egress.copy-from, egress.bulk, view.refresh; a missing one is left out.
class EgressPanel : public QWidget
{
    Q_OBJECT

public:
    EgressPanel(PolicyRuleModel &rules, const ActionSet &actions, QWidget *parent = nullptr);

    void setSprite(const Sprite &sprite);
    //! Whether the service holds the sprite to its rules; the playground does not, and that is said.
    void setEnforced(bool enforced);
    //! States of ux-spec 6 and 10.4. The content is in the document; it decides with the state what can be
    //! edited.
    void applyState(const ViewState &state);
    //! Apply is off with this reason everywhere; empty switches it on. Editing goes on.
    void setApplyDisabledReason(const QString &reason);

    //! Edits are off with this reason, while rules are being applied; empty switches them on.
    void setEditDisabledReason(const QString &reason);

    //! The line after an apply, until the next one or closed: "Applied and verified 14:05." in `role`;
    //! `theirs` adds Show, a diff between what was sent and what was read back.
    void showResult(ColorRole role, const QString &text, const std::optional<ApiError> &error = {},
                    const std::optional<QPair<NetworkPolicy, NetworkPolicy>> &difference = {});
    void clearResult();
    //! The rules in force changed under a draft: a banner with Review….
    void focusTester();
    void focusFilter();
    void typeInTester(const QString &name);
    //! Draft edits that start elsewhere (History, copies, imports): one undo step.
    void takeAsDraft(const NetworkPolicy &policy, const QString &text);
    PolicyRuleModel &rules() { return m_rules; }
    RuleTable *table() const { return m_table; }

Q_SIGNALS:
    //! Apply… or Ctrl+Return: the sheet is the owner's.
    void applyRequested();
    //! Review: the same sheet, only to look.
    void reviewRequested();
    void refreshRequested();
    //! Cancel of "Still loading…".
    void stopLoadingRequested();
    void wakeAndLoadRequested();
    void removeFromListRequested();
    //! The token is refused or missing.
    void signInRequested();
    void statusTextRequested(const QString &text);

protected:
    //! Ctrl+Z, Ctrl+Shift+Z, Ctrl+Y and Ctrl+F, wherever the focus is and nobody else wants them.
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildLayout();
    void connectParts();
    void connectTable();
    void connectActions(const ActionSet &actions);
    void connectDocument();
    Banner *addBanner(Banner *banner, const QString &name);

    void refreshContent();
    void refreshEditing();
    void refreshAnalysis();
    void showFailure();
    void showFirstRule();
    void showPasted(int count, const QStringList &refused);
    void showDifference(const NetworkPolicy &sent, const NetworkPolicy &read);
    void selectRule(int row);
    void showJson(bool shown);
    void proveOrder();
    void discard();
    void pressPrimary();
    bool isGone() const;
    bool isAsleepReadOnly() const;
    //! What is being typed in table or text belongs to the draft; false when it cannot.
    bool finishEditing();
    PolicyDocument &document() const { return m_rules.document(); }

    PolicyRuleModel &m_rules;
    QVBoxLayout *m_banners;
    QWidget *m_bannerArea;
    QStackedLayout *m_pages;
    QWidget *m_content;
    StatePanel *m_statePanel;
    EgressStateBar *m_stateBar;
    TextLabel *m_notEnforced;
    AsleepStrip *m_strip;
    Banner *m_draftOffer;
    EgressTester *m_tester;
    EgressToolbar *m_toolbar;
    Banner *m_firstRule;
    QStackedLayout *m_views;
    RuleTable *m_table;
    PolicyJsonView *m_json;
    ExpectationsView *m_expectations;
    EgressDraftBar *m_draftBar;
    QPointer<Banner> m_result;
    QPointer<Banner> m_failure;
    QPointer<Banner> m_leftOut;
    ViewState m_state;
    QString m_spriteName;
    SpriteState m_spriteState = SpriteState::Unknown;
    QString m_editReason;
    QString m_applyReason;
    bool m_draftWanted = false; //!< asleep, and the person agreed to edit what was last seen
};

} // namespace Spritarium
