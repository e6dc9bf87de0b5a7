// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// Pictures of the timeline's views in every state that is hard to reach by hand, for people to judge.
// usage: timelinegallery FOLDER [light|dark] [rtl] [compact]

#include "models/activitymodel.h"
#include "models/checkpointtimelinemodel.h"
#include "models/operationlogmodel.h"
#include "support/timelinestory.h"
#include "views/activitypanel.h"
#include "views/checkpointpopover.h"
#include "views/deletecheckpointsheet.h"
#include "views/inspectorpanel.h"
#include "views/operationrow.h"
#include "views/restoresheet.h"
#include "views/spritariumstyle.h"
#include "views/timelinelist.h"
#include "views/timelinepanel.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QScrollBar>
#include <QTest>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

struct Gallery
{
    QDir folder;
    QString suffix;

    void grab(QWidget &widget, const QString &name) const
    {
        QTest::qWait(120); // pictures of settled widgets; nothing is asserted
        const QString file = folder.filePath(u"%1-%2.png"_s.arg(name, suffix));
        widget.grab().save(file);
    }
};

QDateTime now()
{
    return QDateTime::currentDateTimeUtc();
}

StreamMessage message(const QString &type, StreamMessage::Kind kind, const QString &text)
{
    return {kind, type, text, now()};
}

void fill(OperationLogModel &log)
{
    using Kind = StreamMessage::Kind;
    log.append(message(u"info"_s, Kind::Info, u"Restoring from checkpoint v3…"_s));
    log.append(message(u"info"_s, Kind::Info, u"Container components started"_s));
    log.append(message(
        u"stdout"_s, Kind::Stdout,
        u"mounting overlay /dev/vdb (a long line that has to wrap because no window is ever wide enough for what a mount prints about its options rw,noatime,discard)"_s));
    log.append(message(u"stderr"_s, Kind::Stderr, u"warning: \x1b[31mclock skew\x1b[0m"_s));
    log.append(message(u"progress"_s, Kind::Other, u"{\"step\":2}"_s));
}

void showHistory(CheckpointTimelineModel &model, bool automatic = true)
{
    const auto history = TimelineStory::branchedHistory(now());
    model.showSprite(TimelineStory::spriteKey());
    TimelineOptions options;
    options.automatic = automatic;
    model.setOptions(options);
    model.applyKnownTimes(history.knownTimes);
    model.applyRestores(history.restores);
    model.applyListing(history.checkpoints, now());
    model.applyState({ViewState::Kind::Ready, now(), {}});
}

Sprite sprite()
{
    Sprite made;
    made.name = TimelineStory::spriteKey().sprite;
    made.state = SpriteState::Cold;
    made.id = u"spr-8f21c7"_s;
    made.url = QUrl(u"https://calm-otter.example.test"_s);
    made.labels = {u"web"_s, u"ci"_s};
    made.createdAt = now().addDays(-40);
    made.version = u"0.1.48"_s;
    return made;
}

void timelinePictures(const Gallery &gallery)
{
    CheckpointTimelineModel model;
    QAction create(u"Checkpoint now…"_s);
    TimelineActions actions;
    actions.create = &create;
    TimelinePanel panel(model, actions);
    panel.setSprite(sprite(), true);
    panel.resize(860, 760);
    panel.show();
    gallery.grab(panel, u"01-no-selection"_s);
    model.showSprite(TimelineStory::spriteKey());
    QTest::qWait(400);
    gallery.grab(panel, u"02-loading"_s);
    model.applyState({ViewState::Kind::Empty, now(), {}});
    gallery.grab(panel, u"03-empty"_s);
    showHistory(model);
    gallery.grab(panel, u"04-branches"_s);
    panel.selectCheckpoint(TimelineStory::version(5));
    panel.list()->setFocus();
    panel.activateWindow();
    gallery.grab(panel, u"05-selected"_s);

    OperationLogModel log;
    Operation restore = TimelineStory::runningRestore(now());
    panel.setLog(restore.id, &log);
    model.applyOperation(restore);
    fill(log);
    model.setRestoreDisabledReason(u"Another operation runs on this sprite."_s);
    panel.setCreateDisabledReason(u"Another operation runs on this sprite."_s);
    gallery.grab(panel, u"06-running"_s);
    restore.phases[1].state = PhaseState::Failed;
    restore.outcome = Outcome::Failed;
    restore.lastMessage = u"Failed to restore checkpoint: checkpoint not found: v3"_s;
    restore.error = ApiError::invalid(restore.lastMessage);
    model.applyOperation(restore);
    model.setRestoreDisabledReason({});
    panel.setCreateDisabledReason({});
    gallery.grab(panel, u"07-failed"_s);
    model.removeOperation(restore.id);
    restore.outcome = Outcome::Succeeded;
    panel.showUndoRestore(restore);
    panel.showEgressChanged(restore.id, u"Egress rules changed with this restore: 3 rules fewer."_s);
    gallery.grab(panel, u"08-banners"_s);
    panel.clearBanners();
    model.applyState({ViewState::Kind::Asleep, now().addSecs(-900), {}});
    gallery.grab(panel, u"09-asleep"_s);
    model.applyState({ViewState::Kind::Failed, now().addSecs(-900),
                      ApiError::network(u"api.sprites.dev"_s, u"connection refused"_s)});
    gallery.grab(panel, u"10-failed-stale"_s);
    model.applyState({ViewState::Kind::Stale, now().addSecs(-900), {}});
    panel.list()->verticalScrollBar()->setValue(300);
    gallery.grab(panel, u"11-scrolled"_s);
    panel.setRecentComments(
        {u"Before upgrade"_s, u"Tests green"_s, u"A rather long comment that was used some days ago"_s});
    panel.openCreate();
    gallery.grab(*panel.findChild<CheckpointPopover *>(), u"12-popover"_s);
    panel.findChild<CheckpointPopover *>()->hide();
    model.applyState({ViewState::Kind::Denied, {}, ApiError::invalid(u"The service refuses this token."_s)});
    gallery.grab(panel, u"13-denied"_s);
    panel.resize(520, 600);
    model.applyState({ViewState::Kind::Ready, now(), {}});
    gallery.grab(panel, u"14-narrow"_s);
}

void manyLanes(const Gallery &gallery)
{
    CheckpointTimelineModel model;
    TimelinePanel panel(model, {});
    panel.resize(860, 640);
    panel.show();
    model.showSprite(TimelineStory::spriteKey());
    QList<Checkpoint> points{TimelineStory::current(now())};
    for (int number = 14; number >= 1; --number) {
        Checkpoint point = TimelineStory::checkpoint(number, u"Attempt %1"_s.arg(number),
                                                     now().addSecs(-600 * (15 - number)));
        point.sourceId = TimelineStory::version(number <= 2 || number == 14 ? number - 1 : number % 3 + 1);
        if (number > 1)
            points.append(point);
        else
            points.append(TimelineStory::checkpoint(1, u"Root"_s, now().addSecs(-600 * 14)));
    }
    model.applyListing(points, now());
    model.applyState({ViewState::Kind::Ready, now(), {}});
    gallery.grab(panel, u"20-lanes"_s);
}

void sheets(const Gallery &gallery)
{
    QWidget host;
    host.resize(900, 640);
    host.show();
    Checkpoint point = TimelineStory::checkpoint(3, u"Before upgrade"_s, now());
    auto *restore = new RestoreSheet(point, &host);
    restore->open();
    gallery.grab(*restore, u"30-restore-reading"_s);
    restore->showStillThere(point);
    gallery.grab(*restore, u"31-restore"_s);
    restore->suggestWithoutSafety();
    gallery.grab(*restore, u"32-restore-unsafe"_s);
    point.health = u"mount_failed"_s;
    restore->showStillThere(point);
    restore->showGone();
    gallery.grab(*restore, u"33-restore-gone"_s);
    restore->close();
    auto *remove = new DeleteCheckpointSheet(point, &host);
    remove->open();
    gallery.grab(*remove, u"34-delete"_s);
    remove->close();
}

void sidePanels(const Gallery &gallery)
{
    CheckpointTimelineModel model;
    showHistory(model);
    InspectorPanel inspector(model);
    inspector.resize(320, 640);
    inspector.showSprite(sprite());
    inspector.show();
    gallery.grab(inspector, u"40-inspector-sprite"_s);
    inspector.showCheckpoint(TimelineStory::version(4));
    gallery.grab(inspector, u"41-inspector"_s);

    ActivityModel activity;
    ActivityPanel panel(activity);
    panel.resize(980, 300);
    panel.show();
    gallery.grab(panel, u"50-activity-empty"_s);
    Operation restore = TimelineStory::runningRestore(now());
    for (const Outcome outcome : {Outcome::Succeeded, Outcome::Failed, Outcome::Unknown,
                                  Outcome::SucceededWithDifferences, Outcome::Running}) {
        restore.id = OperationId(u"op-%1"_s.arg(static_cast<int>(outcome)));
        restore.outcome = outcome;
        restore.endedAt = outcome == Outcome::Running ? QDateTime() : now();
        activity.applyOperation(restore, u"acme"_s);
        activity.applyMessage(
            restore.id, message(u"info"_s, StreamMessage::Kind::Info, u"Restoring from checkpoint v3…"_s));
        activity.applyRequest(restore.id, {u"POST"_s, u"/v1/sprites/calm-otter/checkpoints/v3/restore"_s, 200,
                                           912, u"01H"_s, now()});
    }
    panel.showOperation(OperationId(u"op-0"_s));
    gallery.grab(panel, u"51-activity"_s);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QStringList words = app.arguments().mid(1);
    StyleOptions options;
    options.theme = words.contains(u"dark"_s) ? Theme::Dark : Theme::Light;
    options.density = words.contains(u"compact"_s) ? Density::Compact : Density::Comfortable;
    options.reducedMotion = true;
    QFont font(u"Inter"_s);
    font.setPointSizeF(10);
    app.setFont(font);
    app.setStyle(new SpritariumStyle(options));
    if (words.contains(u"rtl"_s))
        app.setLayoutDirection(Qt::RightToLeft);
    Gallery gallery{QDir(words.value(0, u"."_s)), words.mid(1).join(u'-')};
    gallery.folder.mkpath(u"."_s);
    timelinePictures(gallery);
    manyLanes(gallery);
    sheets(gallery);
    sidePanels(gallery);
    return 0;
}
