// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/workbench.h"

#include "app/accountwiring.h"
#include "app/actions.h"
#include "app/activitywiring.h"
#include "app/bulkapply.h"
#include "app/bulkcheckpoint.h"
#include "app/awakewiring.h"
#include "app/egressfeed.h"
#include "app/egresssources.h"
#include "app/egresswiring.h"
#include "app/folderdrop.h"
#include "app/forwardbadges.h"
#include "app/forwards.h"
#include "app/keepawake.h"
#include "app/operationdesk.h"
#include "app/overviewwiring.h"
#include "app/palettewiring.h"
#include "app/parts.h"
#include "app/playgroundprocess.h"
#include "app/policytimers.h"
#include "app/portsfeed.h"
#include "app/portswiring.h"
#include "app/selection.h"
#include "app/settings.h"
#include "app/spritewiring.h"
#include "app/stores.h"
#include "app/stylesettings.h"
#include "app/timelinefeed.h"
#include "app/timelinewiring.h"
#include "app/treewiring.h"
#include "app/windowwiring.h"
#include "models/activitymodel.h"
#include "models/checkpointtimelinemodel.h"
#include "models/policyanalysis.h"
#include "models/policydocument.h"
#include "models/policyrulemodel.h"
#include "models/portforwardmodel.h"
#include "models/spritefilter.h"
#include "models/spritetreemodel.h"
#include "service/filecredentialstore.h"
#include "service/keychaincredentialstore.h"
#include "service/memorycredentialstore.h"
#include "views/activitypanel.h"
#include "views/egresspanel.h"
#include "views/failuresheet.h"
#include "views/inspectorpanel.h"
#include "views/mainwindow.h"
#include "views/overviewpanel.h"
#include "views/portspanel.h"
#include "views/spritetreepanel.h"
#include "views/timelinepanel.h"
#include "views/welcomeview.h"

#include <QCoreApplication>
#include <QTimer>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

TimelineActions timelineActions(const Actions &actions)
{
    return {actions["checkpoint.create"_L1],   actions["checkpoint.restore"_L1],
            actions["checkpoint.delete"_L1],   actions["view.refresh"_L1],
            actions["checkpoint.copy-cli"_L1], actions["checkpoint.copy-request"_L1]};
}

} // namespace

//! In the order in which they are built; taken down the other way round, so that wiring goes before what it
//! connects.
struct Workbench::House
{
    House(const WorkbenchOptions &options, QSettings &backing, QObject *owner)
        : settings(backing, owner)
        , stores(options.dataFolder, owner)
        , keychain(QStringLiteral(SPRITARIUM_APP_ID), owner)
        , session(owner)
        , file(options.dataFolder + u"/tokens"_s, owner)
        , accounts(stores,
                   {options.useKeychain ? static_cast<CredentialStore &>(keychain) : session, session, file},
                   options.session, owner)
        , desk(owner)
        , actions(owner)
        , selection(owner)
        , tree(owner)
        , filter(tree, owner)
        , timeline(owner)
        , activity(owner)
        , policy(owner)
        , policyAnalysis(policy, owner)
        , policyRules(policy, policyAnalysis, owner)
        , ports(owner)
        , playground(options.playgroundProgram, options.playgroundArguments, owner)
        , window(makeWindow())
        , parts{settings, stores, accounts, desk,     actions, selection,
                tree,     filter, timeline, activity, *window}
    {
        actions.adopt(window->windowActions());
    }

    Settings settings;
    Stores stores;
    KeychainCredentialStore keychain;
    MemoryCredentialStore session;
    FileCredentialStore file;
    Accounts accounts;
    OperationDesk desk;
    Actions actions;
    Selection selection;
    SpriteTreeModel tree;
    SpriteFilter filter;
    CheckpointTimelineModel timeline;
    ActivityModel activity;
    PolicyDocument policy;
    PolicyAnalysis policyAnalysis;
    PolicyRuleModel policyRules;
    PortForwardModel ports;
    PlaygroundProcess playground;
    std::unique_ptr<MainWindow> window;
    Parts parts;

    SpriteTreePanel *treePanel = nullptr;
    TimelinePanel *timelinePanel = nullptr;
    EgressPanel *egressPanel = nullptr;
    PortsPanel *portsPanel = nullptr;
    InspectorPanel *inspector = nullptr;
    ActivityPanel *activityPanel = nullptr;
    OverviewPanel *overview = nullptr;
    WelcomeView *welcome = nullptr;

    TimelineFeed *feed = nullptr;
    TreeWiring *treeWiring = nullptr;
    ActivityWiring *activityWiring = nullptr;
    TimelineWiring *timelineWiring = nullptr;
    PolicyTimers *policyTimers = nullptr;
    EgressWiring *egressWiring = nullptr;
    Forwards *forwards = nullptr;
    PortsWiring *portsWiring = nullptr;
    SpriteWiring *spriteWiring = nullptr;
    AccountWiring *accountWiring = nullptr;
    WindowWiring *windowWiring = nullptr;
    PaletteWiring *paletteWiring = nullptr;

    //! Styled before the first widget takes its sizes from the style.
    std::unique_ptr<MainWindow> makeWindow()
    {
        applyStyle(settings);
        return std::make_unique<MainWindow>(actions.all());
    }
    void buildPanels();
    void wire(const WorkbenchOptions &options, QObject *owner);
    void applyStart(const StoredBeginning &start, bool isMain);
};

void Workbench::House::buildPanels()
{
    treePanel = new SpriteTreePanel(tree, filter, actions.all());
    timelinePanel = new TimelinePanel(timeline, timelineActions(actions));
    egressPanel = new EgressPanel(policyRules, actions.all());
    portsPanel = new PortsPanel(ports, actions.all());
    inspector = new InspectorPanel(timeline);
    activityPanel = new ActivityPanel(activity);
    overview = new OverviewPanel(ports, actions.all());
    welcome = new WelcomeView;
    window->setTreePanel(treePanel);
    window->setInspector(inspector);
    window->setActivity(activityPanel);
    window->setWelcome(welcome);
    window->addTab(u"overview"_s, Workbench::tr("Overview"), overview);
    window->addTab(u"checkpoints"_s, Workbench::tr("Checkpoints"), timelinePanel);
    window->addTab(u"egress"_s, Workbench::tr("Egress"), egressPanel);
    window->addTab(u"ports"_s, Workbench::tr("Ports"), portsPanel);
}

void Workbench::House::wire(const WorkbenchOptions &options, QObject *owner)
{
    treeWiring = new TreeWiring(parts, *treePanel, owner);
    feed = new TimelineFeed(parts, owner);
    timelineWiring = new TimelineWiring(parts, *feed, *timelinePanel, *inspector, options.flows, owner);
    spriteWiring = new SpriteWiring(parts, *treePanel, options.flows, owner);
    auto *egressFeed = new EgressFeed(parts, policy, *egressPanel, owner);
    policyTimers = new PolicyTimers(parts, options.flows, owner);
    egressWiring = new EgressWiring(parts, {policy, policyAnalysis, *egressPanel, *egressFeed, *policyTimers},
                                    options.flows, owner);
    QObject::connect(egressPanel, &EgressPanel::removeFromListRequested, timelineWiring,
                     &TimelineWiring::removeFromList);
    new EgressSources(parts, policy, *egressPanel, owner);
    new BulkApply(parts, policy, *treePanel, options.flows, owner);
    new BulkCheckpoint(parts, *treePanel, options.flows, owner);
    auto *portsFeed = new PortsFeed(parts, ports, *portsPanel, owner);
    forwards = new Forwards(parts, owner);
    new ForwardBadges(parts, *forwards, owner);
    new FolderDrop(parts, *treePanel, owner);
    portsWiring = new PortsWiring(parts, *forwards, *portsFeed, ports, *portsPanel, owner);
    QObject::connect(portsPanel, &PortsPanel::removeFromListRequested, timelineWiring,
                     &TimelineWiring::removeFromList);
    activityWiring = new ActivityWiring(parts, *activityPanel, owner);
    new OverviewWiring(parts, {*overview, *activityPanel, policy, *egressWiring, *portsPanel}, owner);
    accountWiring = new AccountWiring(parts, playground, keychain, *welcome, *treePanel, options, owner);
    accountWiring->setTimers(policyTimers);
    QObject::connect(timelinePanel, &TimelinePanel::signInRequested, accountWiring,
                     &AccountWiring::askTokenOfShown);
    QObject::connect(egressPanel, &EgressPanel::signInRequested, accountWiring,
                     &AccountWiring::askTokenOfShown);
    QObject::connect(portsPanel, &PortsPanel::signInRequested, accountWiring,
                     &AccountWiring::askTokenOfShown);
    auto *holds = new KeepAwake(parts, *treePanel, owner);
    new AwakeWiring(parts, *forwards, *portsFeed, *holds, owner);
    windowWiring = new WindowWiring(parts, *treeWiring, owner);
    QObject::connect(windowWiring, &WindowWiring::seenChanged, portsFeed, &PortsFeed::setWindowSeen);
    paletteWiring = new PaletteWiring(
        parts, {*treePanel, *timelinePanel, *egressPanel, *egressWiring, *portsPanel}, owner);
}

void Workbench::House::applyStart(const StoredBeginning &start, bool isMain)
{
    for (const SpriteKey &favorite : start.favorites)
        tree.setFavorite(favorite, true);
    activityWiring->addRemembered(start.activity);
    timelineWiring->addInterrupted(start.unfinished);
    for (auto it = start.restricted.begin(); it != start.restricted.end(); ++it)
        tree.setRestricted(it.key(), it.value());
    timelineWiring->restoreDrafts(start.drafts, start.recentComments);
    spriteWiring->restoreDrafts(start.drafts);
    egressWiring->restoreDrafts(start.drafts);
    policyTimers->restore(start.policyTimers);
    forwards->restore(start.forwards);
    if (!isMain)
        return;
    QStringList filters;
    for (const SavedFilter &filter : start.filters)
        filters << filter.text;
    treePanel->setSavedFilters(filters);
    accounts.restore(start.accounts);
}

Workbench::Workbench(const WorkbenchOptions &options, QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_house(std::make_unique<House>(options, settings, nullptr))
{
    m_house->buildPanels();
    m_house->wire(options, this);
    connect(m_house->window.get(), &MainWindow::closing, this, &Workbench::finish, Qt::QueuedConnection);
    connect(&m_house->stores.main(), &Store::loaded, this,
            [this](const StoredBeginning &start) { m_house->applyStart(start, true); });
    connect(&m_house->stores.playground(), &Store::loaded, this,
            [this](const StoredBeginning &start) { m_house->applyStart(start, false); });
    connect(&m_house->stores, &Stores::failed, this, [this](const ApiError &error) {
        (new FailureSheet(tr("This computer may not remember everything"), error, false,
                          m_house->window.get()))
            ->open();
    });
}

void Workbench::finish()
{
    if (m_finishing)
        return;
    m_finishing = true;
    // The server ends cleanly by itself; it is not waited for longer than a person notices.
    connect(&m_house->playground, &PlaygroundProcess::stopped, this, &Workbench::finished);
    QTimer::singleShot(std::chrono::seconds(2), this, &Workbench::finished);
    m_house->playground.stop();
}

Workbench::~Workbench()
{
    // Wiring first: it is made of connections between parts that are about to go.
    const QList<QObject *> wiring = findChildren<QObject *>(QString(), Qt::FindDirectChildrenOnly);
    qDeleteAll(wiring);
}

void Workbench::start()
{
    m_house->windowWiring->restoreLayout();
    m_house->window->show();
}

void Workbench::openPlayground()
{
    m_house->accountWiring->openPlayground();
}

void Workbench::showSprite(const SpriteKey &key)
{
    m_house->treePanel->select(key);
}

MainWindow &Workbench::window()
{
    return *m_house->window;
}

Accounts &Workbench::accounts()
{
    return m_house->accounts;
}

Actions &Workbench::actions()
{
    return m_house->actions;
}

OperationDesk &Workbench::desk()
{
    return m_house->desk;
}

Selection &Workbench::selection()
{
    return m_house->selection;
}

SpriteTreeModel &Workbench::tree()
{
    return m_house->tree;
}

} // namespace Spritarium
