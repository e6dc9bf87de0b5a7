// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// Where an operation ends badly or without saying how, and where there is nothing to show.

#include "tour/walk.h"

#include <QListView>

namespace Spritarium::Tour {

using namespace Qt::StringLiterals;

namespace {

//! Keeps "Checking…" on the screen: it looks by reading this list.
constexpr char LateList[] =
    R"({"kind":"latency","milliseconds":2500,"method":"GET","path":"*/grumpy-goat/checkpoints"})";

} // namespace

void Walk::lateError()
{
    openTab(1);
    openSprite(u"grumpy-goat"_s);
    openRestore(u"v2"_s);
    m_hands.click(u"restoreConfirmButton"_s);
    m_hands.untilSays(u"endText"_s, u"Nothing was changed."_s);
    m_hands.picture(u"end-safety-failed"_s);
    letSafetyPass();
    faulty().add(R"({"kind":"lateError","method":"POST","path":"*/restore"})");
    m_hands.click(u"tryAgainButton"_s);
    m_hands.untilSays(u"endText"_s, u"Not restored. Safety checkpoint v4 was kept."_s);
    m_hands.picture(u"end-late-error"_s);
}

void Walk::silentEnd()
{
    letSafetyPass();
    faulty().add(R"({"kind":"noComplete","method":"POST","path":"*/restore"})");
    m_hands.click(u"tryAgainButton"_s);
    m_hands.until(u"the safety checkpoint v5"_s, [this] { return checkpointRow(u"v5"_s).isValid(); });
    faulty().add(LateList);
    m_hands.untilSays(u"endText"_s, u"The service did not say how it ended. Checking…"_s);
    m_hands.picture(u"end-unsaid"_s);
    m_hands.see(u"undoRestoreBanner"_s);
    m_hands.untilGone(u"operationRow"_s);
    m_hands.picture(u"end-unsaid-resolved"_s);
}

void Walk::lostConnection()
{
    openRestore(u"v1"_s);
    letSafetyPass();
    faulty().add(R"({"kind":"cutMidLine","afterLines":1,"method":"POST","path":"*/restore"})");
    m_hands.click(u"restoreConfirmButton"_s);
    m_hands.until(u"the safety checkpoint v6"_s, [this] { return checkpointRow(u"v6"_s).isValid(); });
    faulty().add(LateList);
    m_hands.untilSays(u"endText"_s, u"Connection lost. The restore may still be running."_s);
    m_hands.picture(u"end-connection-lost"_s);
    m_hands.click(u"checkAgainButton"_s);
    m_hands.untilGone(u"operationRow"_s);
}

void Walk::asleep()
{
    openSprite(u"quiet-fjord"_s);
    m_hands.see(u"asleepStrip"_s);
    m_hands.picture(u"asleep"_s);
    m_hands.click(u"wakeAndLoad"_s);
    m_hands.until(u"v4"_s,
                  [this] { return m_hands.isSeen(u"timelineList"_s) && checkpointRow(u"v4"_s).isValid(); });
    m_hands.untilGone(u"asleepStrip"_s);
    m_hands.picture(u"woken"_s);
}

void Walk::nothingHere()
{
    openSprite(u"blank-slate"_s);
    m_hands.see(u"asleepStrip"_s);
    m_hands.picture(u"never-read"_s);
    m_hands.click(u"wakeAndLoad"_s);
    m_hands.untilSays(u"stateTitle"_s, u"No checkpoints yet"_s);
    m_hands.picture(u"no-checkpoints"_s);
}

void Walk::nothingFound()
{
    openSprite(u"calm-otter"_s);
    m_hands.type(u"timelineFilter"_s, u"zebra"_s);
    m_hands.untilSays(u"stateTitle"_s, u"zebra"_s);
    m_hands.type(u"treeFilter"_s, u"label:zoo"_s);
    m_hands.untilGone(u"spriteTree"_s);
    m_hands.picture(u"nothing-found"_s);
    m_hands.type(u"treeFilter"_s, u"state:running"_s);
    m_hands.see(u"spriteTree"_s);
    m_hands.type(u"timelineFilter"_s, u"pricing"_s);
    m_hands.see(u"timelineList"_s);
    m_hands.picture(u"filtered"_s);
    m_hands.type(u"treeFilter"_s, {});
    m_hands.type(u"timelineFilter"_s, {});
}

void Walk::rateLimit()
{
    faulty().add(R"({"kind":"status","status":429,"method":"GET","path":"*/calm-otter/checkpoints"})");
    m_hands.press(Qt::Key_F5, Qt::NoModifier);
    m_hands.see(u"failureBanner"_s);
    m_hands.picture(u"too-many-requests"_s);
    m_hands.click(u"failureRetryButton"_s);
    m_hands.untilGone(u"failureBanner"_s);
}

void Walk::offline()
{
    faulty().add(R"({"kind":"dropBeforeAnswer","method":"GET","path":"/v1/*","count":-1})");
    m_hands.press(Qt::Key_F5, Qt::NoModifier);
    m_hands.see(u"offlineBar"_s);
    m_hands.picture(u"offline"_s);
    faulty().clear();
    m_hands.click(u"offlineRetry"_s);
    m_hands.untilGone(u"offlineBar"_s);
}

void Walk::signedOutByService()
{
    faulty().add(R"({"kind":"status","status":401,"method":"GET","path":"/v1/*","count":-1})");
    m_hands.press(Qt::Key_F5, Qt::NoModifier);
    m_hands.until(u"an account without sprites"_s, [this] { return !spriteRow(u"calm-otter"_s).isValid(); });
    m_hands.picture(u"token-refused-root"_s);
    faulty().clear();
}

} // namespace Spritarium::Tour
