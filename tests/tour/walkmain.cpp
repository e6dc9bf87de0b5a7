// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// The main job: from the welcome view to a restore that was checked and can be undone.

#include "tour/walk.h"

#include "models/checkpointtimelinemodel.h"

#include <QListView>
#include <QPlainTextEdit>
#include <QTreeView>

namespace Spritarium::Tour {

using namespace Qt::StringLiterals;

void Walk::welcome()
{
    m_hands.see(u"welcomePlayground"_s);
    m_hands.see(u"welcomeToken"_s);
    m_hands.picture(u"welcome"_s);
}

void Walk::wrongToken()
{
    m_hands.click(u"welcomeToken"_s);
    m_hands.see(u"tokenSheet"_s);
    m_hands.type(u"tokenField"_s, u"not-a-token"_s);
    m_hands.untilSays(u"tokenShape"_s, u"A token has parts separated by /"_s);
    m_hands.picture(u"token-wrong-shape"_s);
    closeSheet(u"tokenSheet"_s);
}

void Walk::openPlayground()
{
    m_hands.click(u"welcomePlayground"_s);
    for (const QString &name : {u"calm-otter"_s, u"brisk-heron"_s, u"quiet-fjord"_s, u"strict-badger"_s,
                                u"grumpy-goat"_s, u"blank-slate"_s})
        m_hands.until(name,
                      [this, &name] { return m_hands.isSeen(u"spriteTree"_s) && spriteRow(name).isValid(); });
    m_hands.see(u"headerName"_s);
    m_hands.picture(u"playground-tree"_s);
}

void Walk::overview()
{
    openSprite(u"calm-otter"_s);
    openTab(0);
    m_hands.see(u"overviewPanel"_s);
    m_hands.untilSays(u"overviewNewest"_s, u"Gift cards"_s);
    m_hands.picture(u"overview"_s);
}

void Walk::timeline()
{
    openTab(1);
    m_hands.until(u"v9"_s, [this] { return checkpointRow(u"v9"_s).isValid(); });
    m_hands.picture(u"timeline"_s);
    auto &list = m_hands.see<QListView>(u"timelineList"_s);
    const int before = list.model()->rowCount();
    m_hands.click(u"chipAutomatic"_s);
    m_hands.until(u"automatic checkpoints"_s, [&list, before] { return list.model()->rowCount() > before; });
    m_hands.picture(u"timeline-automatic"_s);
    m_hands.click(u"chipAutomatic"_s);
    m_hands.until(u"fewer rows"_s, [&list, before] { return list.model()->rowCount() == before; });
}

void Walk::createCheckpoint()
{
    m_hands.click(u"createCheckpointButton"_s);
    m_hands.see(u"checkpointPopover"_s);
    m_hands.type(u"checkpointComment"_s, u"Before the big upgrade"_s);
    m_hands.picture(u"checkpoint-comment"_s);
    m_hands.click(u"createCheckpointConfirm"_s);
    m_hands.see(u"operationRow"_s);
    m_hands.picture(u"checkpoint-begins"_s);
    // The list that proves it comes late, so that there is time to look at the messages.
    faulty().add(
        R"({"kind":"latency","milliseconds":1500,"method":"GET","path":"*/calm-otter/checkpoints"})");
    auto &log = m_hands.see<QPlainTextEdit>(u"operationLog"_s);
    m_hands.until(u"the messages of the checkpoint"_s, [&log] { return log.blockCount() >= 9; });
    m_hands.picture(u"checkpoint-messages"_s);
    m_hands.until(u"v10"_s, [this] { return checkpointRow(u"v10"_s).isValid(); });
    m_hands.untilGone(u"operationRow"_s);
    m_hands.picture(u"checkpoint-created"_s);
}

void Walk::restoreCheckpoint()
{
    openRestore(u"v7"_s);
    m_hands.untilSays(u"restoreReadState"_s, u"v7 was read again and is there."_s);
    m_hands.picture(u"restore-sheet"_s);
    m_hands.click(u"safetyBox"_s);
    m_hands.untilSays(u"safetyNote"_s, u"The files you have now cannot be recovered."_s);
    m_hands.picture(u"restore-without-safety"_s);
    m_hands.click(u"safetyBox"_s);
    m_hands.untilSays(u"safetyNote"_s, u"Keeps the files you have now"_s);
    m_hands.click(u"restoreConfirmButton"_s);
    m_hands.see(u"operationRow"_s);
    auto &log = m_hands.see<QPlainTextEdit>(u"operationLog"_s);
    m_hands.until(u"the restore's own messages"_s, [&log] { return log.blockCount() >= 11; });
    m_hands.picture(u"restore-phases"_s);
    m_hands.see(u"egressBanner"_s);
    m_hands.see<QListView>(u"timelineList"_s).scrollToTop();
    m_hands.picture(u"restore-needs-a-look"_s);
    m_hands.click(u"egressKeepButton"_s);
    m_hands.click(u"hideButton"_s);
    m_hands.untilGone(u"operationRow"_s);
    // Both are older than the rules, so nothing differs this time.
    openRestore(u"v3"_s);
    m_hands.click(u"restoreConfirmButton"_s);
    m_hands.see(u"operationRow"_s);
    m_hands.untilGone(u"operationRow"_s);
    m_hands.untilSays(u"bannerText"_s, u"Restored v3. Everything checked."_s);
    m_hands.see(u"undoRestoreButton"_s);
    m_hands.see<QListView>(u"timelineList"_s).scrollToTop();
    m_hands.picture(u"restore-verified"_s);
    m_hands.click(u"undoRestoreButton"_s);
    m_hands.see(u"restoreSheet"_s);
    m_hands.picture(u"undo-restore"_s);
    closeSheet(u"restoreSheet"_s);
}

void Walk::activity()
{
    m_hands.press(Qt::Key_J, Qt::ControlModifier);
    auto &tree = m_hands.see<QTreeView>(u"activityTree"_s);
    m_hands.until(u"two operations in Activity"_s, [&tree] { return tree.model()->rowCount() >= 2; });
    m_hands.clickRow(tree, tree.model()->index(0, 0));
    m_hands.press(tree, Qt::Key_Plus);
    m_hands.until(u"the steps of an operation"_s,
                  [&tree] { return tree.isExpanded(tree.model()->index(0, 0)); });
    m_hands.rest(300); // the branch opens slowly
    m_hands.picture(u"activity"_s);
    m_hands.press(Qt::Key_J, Qt::ControlModifier);
    m_hands.untilGone(u"activityTree"_s);
}

void Walk::inspector()
{
    if (!m_hands.isSeen(u"inspectorPanel"_s))
        m_hands.press(Qt::Key_I, Qt::ControlModifier);
    m_hands.see(u"inspectorPanel"_s);
    m_hands.clickRow(m_hands.see<QListView>(u"timelineList"_s), checkpointRow(u"v8"_s));
    m_hands.untilSays(u"inspectorTitle"_s, u"Order export"_s);
    m_hands.picture(u"inspector"_s);
    m_hands.click(u"moreButton_v8"_s);
    m_hands.see(u"timelineMenu"_s);
    m_hands.picture(u"checkpoint-menu"_s);
    closeSheet(u"timelineMenu"_s);
}

} // namespace Spritarium::Tour
