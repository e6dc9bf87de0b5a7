// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "gallery/galleryscenes.h"

#include "models/spritefilter.h"
#include "models/spritetreemodel.h"
#include "models/portforwardmodel.h"
#include "views/asleepstrip.h"
#include "views/banner.h"
#include "views/bulkcheckpointsheet.h"
#include "views/buttonrole.h"
#include "views/chip.h"
#include "views/cliimportsheet.h"
#include "views/commandpalette.h"
#include "views/confirmsheet.h"
#include "views/deletespritesheet.h"
#include "views/errordetails.h"
#include "views/labelssheet.h"
#include "views/limitssheet.h"
#include "views/mainwindow.h"
#include "views/newspritesheet.h"
#include "views/overviewpanel.h"
#include "views/preferencessheet.h"
#include "views/spriteheader.h"
#include "views/spritetreepanel.h"
#include "views/statepanel.h"
#include "views/toast.h"
#include "views/tokensheet.h"
#include "views/welcomeview.h"

#include <QCoreApplication>
#include <QAbstractItemView>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTimer>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QWidget *window(bool playground);

Sprite sprite(const QString &name, SpriteState state, const QStringList &labels = {}, bool isPublic = false)
{
    Sprite made;
    made.name = SpriteName(name);
    made.id = u"01JAB2C3D4E5F6"_s;
    made.state = state;
    made.url = QUrl(u"https://%1-x7k2.sprites.app"_s.arg(name));
    made.urlAuth = isPublic ? u"public"_s : u"sprite"_s;
    made.labels = labels;
    made.createdAt = QDateTime::currentDateTimeUtc().addDays(-12);
    made.lastRunningAt = QDateTime::currentDateTimeUtc().addSecs(-720);
    made.version = u"0.0.1-rc42"_s;
    return made;
}

QList<Sprite> sprites()
{
    return {sprite(u"calm-otter"_s, SpriteState::Running, {u"web"_s, u"demo"_s}),
            sprite(u"brisk-heron"_s, SpriteState::Running, {u"ci"_s}, true),
            sprite(u"quiet-maple"_s, SpriteState::Warm, {u"web"_s}),
            sprite(u"amber-fox"_s, SpriteState::Warm),
            sprite(u"silver-birch"_s, SpriteState::Cold, {u"ci"_s}),
            sprite(u"a-very-long-sprite-name-that-needs-cutting-somewhere"_s, SpriteState::Cold),
            sprite(u"odd-one"_s, SpriteState::Unknown)};
}

ActionSet actionsFor(QObject *parent)
{
    ActionSet set;
    const auto add = [&](const QString &id, const QString &text, const QString &keys,
                         const QString &reason = {}) {
        auto *action = new QAction(parent);
        action->setObjectName(id);
        applyFacts(*action, {.id = id, .text = text, .shortcut = keys, .disabledReason = reason});
        set.insert(id, action);
    };
    add(u"sprite.new"_s, u"New sprite…"_s, u"Ctrl+N"_s);
    add(u"sprite.delete"_s, u"Delete…"_s, {});
    add(u"sprite.labels"_s, u"Labels…"_s, {});
    add(u"sprite.address"_s, u"Change address…"_s, {});
    add(u"sprite.copy-cli"_s, u"Copy as CLI"_s, u"Ctrl+Shift+C"_s);
    add(u"checkpoint.create"_s, u"Checkpoint now…"_s, u"Ctrl+Shift+S"_s);
    add(u"checkpoint.restore"_s, u"Restore…"_s, u"Ctrl+Shift+R"_s,
        u"Another operation runs on this sprite."_s);
    add(u"app.preferences"_s, u"Preferences…"_s, u"Ctrl+,"_s);
    add(u"app.quit"_s, u"Quit"_s, u"Ctrl+Q"_s);
    add(u"account.add"_s, u"Add account…"_s, {});
    return set;
}

SpriteTreePanel *treePanel(QWidget *owner, const ActionSet &actions)
{
    auto *model = new SpriteTreeModel(owner);
    auto *filter = new SpriteFilter(*model, owner);
    Account acme;
    acme.id = AccountId(u"acme"_s);
    acme.organization = u"acme"_s;
    acme.apiUrl = Account::defaultApiUrl();
    Account other;
    other.id = AccountId(u"lab"_s);
    other.organization = u"lab"_s;
    other.apiUrl = QUrl(u"https://sprites.example.org"_s);
    model->applyAccounts({acme, other});
    OrganizationCounts counts;
    counts.running = 2;
    counts.runningLimit = 10;
    counts.warm = 2;
    counts.warmLimit = 50;
    model->applyListing(acme.id, sprites(), counts);
    model->applyAccountState(
        acme.id, {.kind = ViewState::Kind::Ready, .asOf = QDateTime::currentDateTimeUtc(), .error = {}});
    model->applyAccountState(other.id, {.kind = ViewState::Kind::Denied, .asOf = {}, .error = {}});
    model->setBusy({acme.id, SpriteName(u"calm-otter"_s)}, true);
    model->setRestricted({acme.id, SpriteName(u"calm-otter"_s)}, true);
    model->setRestricted({acme.id, SpriteName(u"brisk-heron"_s)}, false);
    model->setDeleting({acme.id, SpriteName(u"amber-fox"_s)}, true);
    return new SpriteTreePanel(*model, *filter, actions, owner);
}

QWidget *controls()
{
    auto *box = new QWidget;
    box->resize(640, 620);
    auto *column = new QVBoxLayout(box);
    auto *row = new QHBoxLayout;
    const auto button = [&](const QString &text, ButtonRole role, bool enabled = true) {
        auto *made = new QPushButton(text, box);
        setButtonRole(*made, role);
        made->setEnabled(enabled);
        row->addWidget(made);
    };
    button(u"Plain"_s, ButtonRole::Plain);
    button(u"Restore v3"_s, ButtonRole::Primary);
    button(u"Delete 1 sprite"_s, ButtonRole::Danger);
    button(u"Link"_s, ButtonRole::Link);
    button(u"Off"_s, ButtonRole::Plain, false);
    button(u"Off"_s, ButtonRole::Primary, false);
    column->addLayout(row);
    auto *field = new QLineEdit(u"A field"_s, box);
    column->addWidget(field);
    auto *combo = new QComboBox(box);
    combo->addItems({u"Development defaults"_s, u"Unrestricted"_s});
    column->addWidget(combo);
    auto *check = new QCheckBox(u"Create a safety checkpoint first"_s, box);
    check->setChecked(true);
    column->addWidget(check);
    column->addWidget(new QCheckBox(u"Wait for capacity"_s, box));
    auto *radio = new QRadioButton(u"Private"_s, box);
    radio->setChecked(true);
    column->addWidget(radio);
    auto *chips = new QHBoxLayout;
    auto *on = new Chip(u"Manual (12)"_s, Chip::Kind::Toggle, box);
    on->setChecked(true);
    chips->addWidget(on);
    chips->addWidget(new Chip(u"Automatic (31)"_s, Chip::Kind::Toggle, box));
    chips->addWidget(new Chip(u"Before upgrade"_s, Chip::Kind::Press, box));
    auto *mark = new Chip(u"Base"_s, Chip::Kind::Mark, box);
    mark->setColorRole(ColorRole::Info);
    chips->addWidget(mark);
    chips->addStretch(1);
    column->addLayout(chips);
    column->addWidget(new Banner(ColorRole::Good, u"Restored v3. Everything checked."_s, box));
    auto *undo = new Banner(ColorRole::Caution, u"Created, but egress rules are not in place."_s, box);
    undo->addAction(u"Apply again"_s, u"again"_s);
    column->addWidget(undo);
    column->addWidget(new Banner(ColorRole::Danger, u"Not restored. Safety checkpoint v9 was kept."_s, box));
    column->addWidget(new Banner(ColorRole::Info, u"Checkpoints keep all files of this moment."_s, box));
    auto *asleep = new AsleepStrip(box);
    asleep->show(u"silver-birch"_s, SpriteState::Cold,
                 {ViewState::Kind::Asleep, QDateTime::currentDateTimeUtc(), {}}, true);
    column->addWidget(asleep);
    column->addStretch(1);
    Toast::show(*box, u"Labels changed"_s, u"Undo"_s);
    field->setFocus();
    return box;
}

QWidget *overview()
{
    auto *ports = new PortForwardModel(QCoreApplication::instance());
    auto *panel = new OverviewPanel(*ports, {});
    panel->resize(900, 620);
    panel->showSprite(sprites().first());
    Checkpoint point;
    point.id = CheckpointId(u"v5"_s);
    point.comment = u"Before upgrading the database to the next major version"_s;
    panel->showCheckpoints({point}, QDateTime::currentDateTimeUtc().addSecs(-2500));
    Operation done;
    done.id = OperationId(u"a"_s);
    done.kind = OperationKind::RestoreCheckpoint;
    done.sprite = {AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)};
    done.target = CheckpointId(u"v3"_s);
    done.startedAt = QDateTime::currentDateTimeUtc().addSecs(-300);
    done.outcome = Outcome::Succeeded;
    Operation failed = done;
    failed.id = OperationId(u"b"_s);
    failed.outcome = Outcome::Failed;
    Operation running = done;
    running.id = OperationId(u"c"_s);
    running.kind = OperationKind::CreateCheckpoint;
    running.outcome = Outcome::Running;
    panel->showActivities({running, done, failed});
    return panel;
}

QWidget *welcome()
{
    auto *view = new WelcomeView;
    view->resize(1000, 640);
    view->setCliOrganizations({u"acme"_s, u"personal"_s});
    view->setEnvironmentTokenOffered(true);
    view->setFocus();
    return view;
}

QWidget *tokenSheet(bool signedIn)
{
    auto *sheet = new TokenSheet;
    sheet->setToken(u"acme/1234/abcdef/0123456789"_s);
    sheet->setKeychainAvailable(signedIn);
    if (signedIn) {
        OrganizationCounts counts;
        counts.running = 3;
        counts.warm = 12;
        counts.cold = 40;
        sheet->showSignedIn(u"acme"_s, counts);
    } else {
        sheet->setApiUrl(QUrl(u"http://sprites.example.org"_s));
        sheet->showRefusal(ApiError::timeout(u"sprites.example.org"_s, std::chrono::seconds(30)));
    }
    return sheet;
}

QWidget *newSprite()
{
    auto *sheet = new NewSpriteSheet(u"acme"_s, {u"calm-otter"_s, u"brisk-heron"_s});
    ApiError error;
    error.kind = ApiError::Kind::LimitReached;
    error.limit.limit = 10;
    error.limit.current = 10;
    error.retryAfter = std::chrono::seconds(42);
    sheet->showRefusal(error);
    return sheet;
}

QWidget *cli()
{
    const CliAccount acme{u"acme"_s, Account::defaultApiUrl(), {}, {}, {}};
    const CliAccount personal{u"personal"_s, Account::defaultApiUrl(), {}, {}, {}};
    const CliAccount lab{u"lab"_s, QUrl(u"https://sprites.example.org"_s), {}, {}, {}};
    auto *sheet = new CliImportSheet({acme, personal, lab});
    sheet->showResult(acme, CliImportSheet::RowState::SignedIn,
                      u"Signed in to acme: 3 running, 12 warm, 40 cold."_s);
    sheet->showResult(personal, CliImportSheet::RowState::Unreadable,
                      u"The keychain did not give this token."_s);
    return sheet;
}

QWidget *paletteScene()
{
    QWidget *host = window(false);
    auto *model = new PaletteModel(host);
    model->setSprites({{{AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)}, u"acme"_s},
                       {{AccountId(u"acme"_s), SpriteName(u"silver-birch"_s)}, u"acme"_s}});
    model->setActions({{.id = u"checkpoint.create"_s,
                        .text = u"Checkpoint now…"_s,
                        .shortcut = u"Ctrl+Shift+S"_s,
                        .disabledReason = {}},
                       {.id = u"checkpoint.restore"_s,
                        .text = u"Restore…"_s,
                        .shortcut = u"Ctrl+Shift+R"_s,
                        .disabledReason = u"Another operation runs on this sprite."_s}});
    auto *window = qobject_cast<MainWindow *>(host);
    auto *palette = new CommandPalette(*model, *window->paletteField(), window);
    QTimer::singleShot(200, palette, [window, palette] {
        window->paletteField()->setText(u"r"_s);
        palette->open();
    });
    return host;
}

QWidget *emptyTree()
{
    auto *owner = new QWidget;
    auto *model = new SpriteTreeModel(owner);
    auto *filter = new SpriteFilter(*model, owner);
    owner->resize(280, 500);
    auto *column = new QVBoxLayout(owner);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new SpriteTreePanel(*model, *filter, {}, owner));
    return owner;
}

QWidget *selectionTree()
{
    auto *owner = new QWidget;
    owner->resize(280, 500);
    auto *column = new QVBoxLayout(owner);
    column->setContentsMargins(0, 0, 0, 0);
    SpriteTreePanel *panel = treePanel(owner, actionsFor(owner));
    column->addWidget(panel);
    panel->findChild<QLineEdit *>(u"treeFilter"_s)->setText(u"er"_s);
    QTimer::singleShot(100, panel,
                       [panel] { panel->findChild<QAbstractItemView *>(u"spriteTree"_s)->selectAll(); });
    return owner;
}

QWidget *window(bool playground)
{
    auto *host = new QObject;
    auto *window = new MainWindow(actionsFor(host));
    host->setParent(window);
    SpriteTreePanel *tree = treePanel(window, actionsFor(host));
    window->setTreePanel(tree);
    const SpriteKey key{AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)};
    auto *state = new StatePanel(window);
    state->showMessage({.icon = u"checkpoint"_s,
                        .title = u"No checkpoints yet"_s,
                        .sentence = u"A checkpoint saves all files, so you can return to this moment."_s,
                        .primary = u"Checkpoint now…"_s,
                        .link = {}});
    window->addTab(u"checkpoints"_s, u"Checkpoints"_s, state);
    window->addTab(u"overview"_s, u"Overview"_s, new QWidget(window));
    window->showSprite(key, u"acme"_s);
    window->header()->showSprite(key, sprites().first());
    window->setAccountText(u"acme"_s);
    window->setPlayground(playground);
    window->setOffline(playground);
    window->setRunning(u"Restoring v3"_s, 2);
    auto *banner = new Banner(ColorRole::Good, u"Restored v3. Everything checked."_s, window);
    banner->addAction(u"Undo restore"_s, u"undoRestore"_s);
    window->addBanner(banner);
    tree->select(key);
    return window;
}

QList<GalleryScene> mainScenes()
{
    const auto sheet = [](const QString &name, const std::function<QWidget *()> &make) {
        return GalleryScene{name, make};
    };
    const SpriteKey otter{AccountId(u"acme"_s), SpriteName(u"calm-otter"_s)};
    const SpriteKey heron{AccountId(u"acme"_s), SpriteName(u"brisk-heron"_s)};
    return {{u"controls"_s, controls},
            {u"window"_s, [] { return window(false); }},
            {u"window-playground"_s, [] { return window(true); }},
            {u"palette"_s, paletteScene},
            {u"tree-empty"_s, emptyTree},
            {u"tree-selection"_s, selectionTree},
            {u"overview"_s, overview},
            {u"welcome"_s, welcome},
            sheet(u"sheet-token"_s, [] { return tokenSheet(false); }),
            sheet(u"sheet-token-done"_s, [] { return tokenSheet(true); }),
            sheet(u"sheet-new"_s, newSprite),
            sheet(u"sheet-cli"_s, cli),
            sheet(u"sheet-delete"_s,
                  [otter, heron] {
                      return new DeleteSpriteSheet(
                          {{.key = otter, .checkpoints = 9, .isPublic = false, .address = {}},
                           {.key = heron,
                            .checkpoints = {},
                            .isPublic = true,
                            .address = u"https://brisk-heron-x7k2.sprites.app"_s}});
                  }),
            sheet(u"sheet-labels"_s,
                  [otter] {
                      return new LabelsSheet({otter}, {{u"web"_s, u"demo"_s}});
                  }),
            sheet(u"sheet-limits"_s,
                  [] {
                      OrganizationCounts counts;
                      counts.running = 9;
                      counts.runningLimit = 10;
                      counts.warm = 12;
                      counts.warmLimit = 50;
                      return new LimitsSheet(u"acme"_s, counts);
                  }),
            sheet(u"sheet-checkpoint-several"_s, [] { return new BulkCheckpointSheet(sprites()); }),
            sheet(u"sheet-address"_s,
                  [] { return new AddressSheet(u"calm-otter"_s, u"https://calm-otter-x7k2.sprites.app"_s); }),
            sheet(u"sheet-signout"_s,
                  [] {
                      auto *signOut = new SignOutSheet(u"acme"_s);
                      signOut->showWhatIsForgotten();
                      return signOut;
                  }),
            sheet(u"sheet-error"_s,
                  [] {
                      ApiError error = ApiError::timeout(u"api.sprites.dev"_s, std::chrono::seconds(30));
                      error.requestId = u"01J2-req"_s;
                      error.httpStatus = 502;
                      error.at = QDateTime::currentDateTimeUtc();
                      error.raw = u"<html><body>Bad gateway</body></html>"_s;
                      return new ErrorDetails(error);
                  }),
            sheet(u"sheet-preferences"_s, [] {
                return new PreferencesSheet({},
                                            {{.id = u"sprite.new"_s,
                                              .text = u"New sprite…"_s,
                                              .shortcut = u"Ctrl+N"_s,
                                              .disabledReason = {}}},
                                            {});
            })};
}

} // namespace

QList<GalleryScene> galleryScenes()
{
    return mainScenes() + egressSheetScenes() + portScenes();
}

} // namespace Spritarium
