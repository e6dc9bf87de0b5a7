// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/checkpointtimelinemodel.h"
#include "models/operationlogmodel.h"
#include "models/palettemodel.h"
#include "models/spritefilter.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTextStream>

#include <algorithm>

using namespace Spritarium;
using namespace Qt::StringLiterals;

// Figures of the models alone, in milliseconds; a frame has 16. It measures and asserts nothing.

namespace {

const AccountId Acme{u"acme"_s};

void print(const QString &what, qint64 nanoseconds)
{
    QTextStream(stdout) << what.leftJustified(64)
                        << QString::number(double(nanoseconds) / 1e6, 'f', 2).rightJustified(9) << " ms\n";
}

template <typename Work>
qint64 timed(Work work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    return clock.nsecsElapsed();
}

QList<Sprite> manySprites(int count)
{
    static const QStringList words{u"calm"_s, u"bold"_s,  u"otter"_s, u"river"_s,
                                   u"pine"_s, u"stone"_s, u"lamp"_s};
    static const QStringList states{u"running"_s, u"warm"_s, u"cold"_s};
    const QDateTime start = QDateTime::currentDateTimeUtc();
    QList<Sprite> sprites;
    for (int i = 0; i < count; ++i) {
        Sprite sprite;
        sprite.name = SpriteName(words.at(i % 7) + u'-' + words.at(i / 7 % 7) + u'-' + QString::number(i));
        sprite.rawState = states.at(i * 7 % 3);
        sprite.state = spriteStateOf(sprite.rawState);
        sprite.labels = {words.at(i % 5)};
        sprite.lastRunningAt = start.addSecs(-i);
        sprites << sprite;
    }
    return sprites;
}

//! The longest single turn until the model has nothing left to work off.
qint64 longestSlice(const SpriteTreeModel &model)
{
    qint64 longest = 0;
    QEventLoop loop;
    while (model.isApplying())
        longest = std::max(longest, timed([&loop] { loop.processEvents(); }));
    return longest;
}

void benchTree(int count)
{
    const QList<Sprite> sprites = manySprites(count);
    SpriteTreeModel model;
    SpriteFilter filter(model);
    Account account;
    account.id = Acme;
    model.applyAccounts({account});
    qint64 worst = 0, total = 0;
    for (int from = 0; from < count; from += 500) {
        const qint64 page = timed([&] { model.applyPage(Acme, sprites.mid(from, 500), {}); });
        worst = std::max(worst, page);
        total += page;
    }
    const QString size = u" at %L1"_s.arg(count);
    print(u"pages of 500, the slowest, filter attached,"_s + size, worst);
    print(u"pages of 500, all together,"_s + size, total);
    print(u"listing without a change, first call,"_s + size,
          timed([&] { model.applyListing(Acme, sprites, {}); }));
    print(u"listing without a change, longest slice,"_s + size, longestSlice(model));
    for (const QString &text : {u"o"_s, u"ot"_s, u"otter"_s, u"otter 99"_s, u"otter"_s, QString()})
        print(u"keystroke \"%1\","_s.arg(text) + size, timed([&] { filter.setQueryText(text); }));
    print(u"keystroke \"state:cold old:1h\","_s + size,
          timed([&] { filter.setQueryText(u"state:cold old:1h"_s); }));
    filter.setQueryText({});
    print(u"order by name,"_s + size, timed([&] { filter.setOrder(SpriteFilter::Order::Name); }));
    Sprite changed = sprites[count / 2];
    changed.state = SpriteState::Running;
    print(u"one sprite changed,"_s + size, timed([&] { model.applySprite(Acme, changed); }));
    print(u"ages,"_s + size, timed([&] { model.refreshAges(QDateTime::currentDateTimeUtc()); }));
}

void benchTimeline()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<Checkpoint> list;
    for (int version = 4999; version >= -1; --version) {
        Checkpoint checkpoint;
        checkpoint.id = version < 0 ? CheckpointId(u"Current"_s) : CheckpointId(u"v%1"_s.arg(version));
        checkpoint.createTime = now.addSecs(-60 * (5000 - version));
        if (version > 0)
            checkpoint.sourceId = CheckpointId(u"v%1"_s.arg(version % 50 == 0 ? version - 10 : version - 1));
        list << checkpoint;
    }
    CheckpointTimelineModel model;
    model.showSprite({Acme, SpriteName(u"x"_s)});
    print(u"timeline of 5,000, first listing, 100 branches"_s, timed([&] { model.applyListing(list, now); }));
    list[10].comment = u"changed"_s;
    print(u"timeline of 5,000, one comment changed"_s, timed([&] { model.applyListing(list, now); }));
    print(u"timeline of 5,000, filter text"_s, timed([&] { model.setFilterText(u"99"_s); }));
    model.setFilterText({});
    print(u"timeline of 5,000, ages"_s, timed([&] { model.refreshAges(now.addSecs(60)); }));
}

void benchLogAndPalette()
{
    OperationLogModel log;
    const StreamMessage message{StreamMessage::Kind::Info, u"info"_s, u"Restoring from checkpoint"_s,
                                QDateTime::currentDateTimeUtc()};
    print(u"100,000 log lines appended in one turn"_s, timed([&] {
              for (int i = 0; i < 100000; ++i)
                  log.append(message);
          }));
    QEventLoop loop;
    print(u"their insertion"_s, timed([&loop] { loop.processEvents(); }));
    PaletteModel palette;
    QList<PaletteModel::SpriteEntry> entries;
    const QList<Sprite> sprites = manySprites(10000);
    for (const Sprite &sprite : sprites)
        entries << PaletteModel::SpriteEntry{{Acme, sprite.name}, u"acme"_s};
    palette.setSprites(entries);
    for (const QString &text : {u"o"_s, u"or"_s, u"or99"_s})
        print(u"palette keystroke \"%1\" over 10,000 sprites"_s.arg(text),
              timed([&] { palette.setQuery(text); }));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    benchTree(10000);
    benchTree(100000);
    benchTimeline();
    benchLogAndPalette();
    return 0;
}
