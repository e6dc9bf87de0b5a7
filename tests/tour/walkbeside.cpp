// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// The sheets and lists beside the timeline.

#include "tour/walk.h"

#include <QTabBar>
#include <QTest>
#include <QTreeView>

namespace Spritarium::Tour {

using namespace Qt::StringLiterals;

void Walk::severalSprites()
{
    auto &tree = m_hands.see<QTreeView>(u"spriteTree"_s);
    m_hands.clickRow(tree, spriteRow(u"quiet-fjord"_s));
    m_hands.clickRow(tree, spriteRow(u"brisk-heron"_s), Qt::ControlModifier);
    m_hands.clickRow(tree, spriteRow(u"strict-badger"_s), Qt::ControlModifier);
    m_hands.see(u"selectionBar"_s);
    m_hands.picture(u"several-selected"_s);
    m_hands.click(u"barCheckpoint"_s);
    m_hands.see(u"bulkCheckpointSheet"_s);
    m_hands.picture(u"checkpoint-several"_s);
    closeSheet(u"bulkCheckpointSheet"_s);
    m_hands.click(u"barDelete"_s);
    m_hands.see(u"deleteSpriteSheet"_s);
    m_hands.picture(u"delete-several"_s);
    closeSheet(u"deleteSpriteSheet"_s);
    openSprite(u"calm-otter"_s);
    m_hands.untilGone(u"selectionBar"_s);
}

void Walk::keepAwake()
{
    openSprite(u"calm-otter"_s);
    m_hands.press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    // Where nothing can run inside a sprite, the toast says that it is not kept awake.
    m_hands.see(u"toast"_s);
    m_hands.picture(u"kept-awake"_s);
    m_hands.press(Qt::Key_Tab, Qt::ControlModifier);
    m_hands.see(u"recentSwitcher"_s);
    m_hands.picture(u"recent-sprites"_s);
    m_hands.press(m_hands.see(u"recentSprites"_s), Qt::Key_Escape);
    m_hands.untilGone(u"recentSwitcher"_s);
}

void Walk::labelsAndAddress()
{
    openSprite(u"calm-otter"_s);
    m_hands.click(u"headerEditLabels"_s);
    m_hands.see(u"labelsSheet"_s);
    m_hands.type(u"labelField"_s, u"staging"_s);
    m_hands.press(m_hands.see(u"labelField"_s), Qt::Key_Comma);
    m_hands.picture(u"labels"_s);
    closeSheet(u"labelsSheet"_s);
    m_hands.click(u"headerChangeAddress"_s);
    m_hands.see(u"addressSheet"_s);
    m_hands.picture(u"address"_s);
    closeSheet(u"addressSheet"_s);
}

void Walk::limitReached()
{
    m_hands.click(u"tool:sprite.new"_s);
    m_hands.see(u"newSpriteSheet"_s);
    m_hands.type(u"newName"_s, u"calm-otter"_s);
    m_hands.untilSays(u"newNameHint"_s, u"calm-otter exists already."_s);
    m_hands.picture(u"new-sprite-taken"_s);
    m_hands.type(u"newName"_s, u"amber-lynx"_s);
    faulty().add(R"({"kind":"status","status":429,"method":"POST","path":"/v1/sprites"})");
    m_hands.click(u"newCreate"_s);
    m_hands.see(u"sheetNote"_s);
    m_hands.picture(u"limit-reached"_s);
    closeSheet(u"newSpriteSheet"_s);
}

void Walk::newSprite()
{
    m_hands.click(u"tool:sprite.new"_s);
    m_hands.see(u"newSpriteSheet"_s);
    m_hands.type(u"newName"_s, u"amber-lynx"_s);
    m_hands.untilSays(u"newNameHint"_s, u"The name is free."_s);
    m_hands.type(u"labelField"_s, u"demo"_s);
    m_hands.press(m_hands.see(u"labelField"_s), Qt::Key_Comma);
    m_hands.picture(u"new-sprite"_s);
    m_hands.click(u"newCreate"_s);
    m_hands.untilGone(u"newSpriteSheet"_s);
    m_hands.untilSays(u"headerName"_s, u"amber-lynx"_s);
    m_hands.picture(u"new-sprite-made"_s);
}

void Walk::deleteSprite()
{
    openSprite(u"amber-lynx"_s);
    m_hands.press(m_hands.see(u"spriteTree"_s), Qt::Key_Delete);
    m_hands.see(u"deleteSpriteSheet"_s);
    m_hands.type(u"deleteTyped"_s, u"amber-lyn"_s);
    m_hands.picture(u"delete-unarmed"_s);
    m_hands.type(u"deleteTyped"_s, u"amber-lynx"_s);
    m_hands.picture(u"delete-armed"_s);
    m_hands.click(u"deleteConfirm"_s);
    m_hands.until(u"the end of amber-lynx"_s, [this] { return !spriteRow(u"amber-lynx"_s).isValid(); });
    m_hands.picture(u"deleted"_s);
    openSprite(u"calm-otter"_s);
}

void Walk::palette()
{
    m_hands.press(Qt::Key_K, Qt::ControlModifier);
    m_hands.see(u"commandPalette"_s);
    m_hands.picture(u"palette"_s);
    m_hands.type(u"paletteField"_s, u"re"_s);
    m_hands.picture(u"palette-search"_s);
    m_hands.press(m_hands.see(u"paletteField"_s), Qt::Key_Escape);
    m_hands.untilGone(u"commandPalette"_s);
}

void Walk::preferences()
{
    m_hands.press(Qt::Key_Comma, Qt::ControlModifier);
    m_hands.see(u"preferencesSheet"_s);
    auto &pages = m_hands.see<QTabBar>(u"preferencePageBar"_s);
    for (int page = 0; page < pages.count(); ++page) {
        QTest::mouseClick(&pages, Qt::LeftButton, {}, pages.tabRect(page).center());
        m_hands.picture(u"preferences-%1"_s.arg(page + 1));
    }
    closeSheet(u"preferencesSheet"_s);
}

void Walk::refusedToken()
{
    choose(u"account.add"_s);
    m_hands.see(u"tokenSheet"_s);
    m_hands.type(u"tokenField"_s, u"acme/1/0123456789abcdef/of-somebody-else"_s);
    m_hands.untilSays(u"tokenShape"_s, u"Looks like a token for acme"_s);
    if (!m_hands.isSeen(u"tokenAddress"_s))
        m_hands.click(u"tokenDetails"_s);
    m_hands.type(u"tokenAddress"_s, u"http://api.example.com"_s);
    m_hands.see(u"addressProblem"_s);
    m_hands.picture(u"token-address"_s);
    m_hands.type(u"tokenAddress"_s, faulty().url());
    m_hands.click(u"tokenSignIn"_s);
    m_hands.untilSays(u"bannerText"_s, u"The service refuses this token."_s);
    m_hands.picture(u"token-refused"_s);
    closeSheet(u"tokenSheet"_s);
}

} // namespace Spritarium::Tour
