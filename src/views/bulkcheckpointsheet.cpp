// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/bulkcheckpointsheet.h"

#include "views/glyphs.h"
#include "views/spriteheader.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostRows = 8;
constexpr int LongestComment = 200;

//! "calm-otter" and its state, as in the tree.
QWidget *rowOf(const Sprite &sprite, QWidget *parent)
{
    auto *row = new QWidget(parent);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(Space::small);
    auto *glyph = new GlyphLabel(12, row);
    glyph->setGlyph(glyphOf(sprite.state), roleOf(sprite.state));
    auto *name = new TextLabel(sprite.name.toString(), TextRole::Body, row);
    name->setElided(Qt::ElideMiddle);
    auto *state = new TextLabel(stateWord(sprite), TextRole::Meta, row);
    line->addWidget(glyph);
    line->addWidget(name, 1);
    line->addWidget(state);
    return row;
}

} // namespace

BulkCheckpointSheet::BulkCheckpointSheet(const QList<Sprite> &sprites, QWidget *parent)
    : Sheet(tr("Checkpoint of %n sprite(s)", nullptr, int(sprites.size())), parent)
    , m_comment(new QLineEdit(this))
{
    setObjectName(u"bulkCheckpointSheet"_s);
    setMinimumWidth(460);
    auto *list = new QVBoxLayout;
    list->setSpacing(Space::tiny);
    // One more takes no more room than to say that there is one more.
    const qsizetype rows = sprites.size() <= MostRows + 1 ? sprites.size() : MostRows;
    for (const Sprite &sprite : sprites.first(rows))
        list->addWidget(rowOf(sprite, this));
    if (const qsizetype more = sprites.size() - rows; more > 0) {
        auto *others = new TextLabel(tr("and %n more", nullptr, int(more)), TextRole::Meta, this);
        others->setObjectName(u"bulkCheckpointMore"_s);
        list->addWidget(others);
    }
    content()->addLayout(list);
    const auto asleep = std::count_if(sprites.begin(), sprites.end(),
                                      [](const Sprite &sprite) { return !sprite.isRunning(); });
    if (asleep > 0) {
        auto *wakes =
            new TextLabel(tr("%n of them sleep and are woken, which starts billing.", nullptr, int(asleep)),
                          TextRole::Meta, this);
        wakes->setObjectName(u"bulkCheckpointWakes"_s);
        wakes->setColorRole(ColorRole::Caution);
        wakes->setWordWrap(true);
        content()->addWidget(wakes);
    }
    m_comment->setObjectName(u"bulkCheckpointComment"_s);
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setMaxLength(LongestComment);
    m_comment->setPlaceholderText(tr("Comment, the same for all"));
    content()->addWidget(m_comment);
    content()->addStretch(1);
    addCancelButton();
    auto *create = addButton(tr("Create %n checkpoint(s)", nullptr, int(sprites.size())),
                             u"bulkCheckpointConfirm"_s, ButtonRole::Primary);
    setDefaultButton(create);
    connect(create, &QPushButton::clicked, this, [this] {
        Q_EMIT createRequested(m_comment->text().trimmed());
        accept();
    });
    m_comment->setFocus();
}

} // namespace Spritarium
