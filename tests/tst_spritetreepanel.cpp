// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritefilter.h"
#include "models/spritetreemodel.h"
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/spritariumstyle.h"
#include "views/spriterowdelegate.h"
#include "views/spritetreepanel.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QPainter>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QTimer>
#include <QTreeView>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestSpriteTreePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new SpritariumStyle({.theme = Theme::Light})); }
    void init();
    void cleanup();
    void offersAnAccountWhenThereIsNone();
    void offersASpriteWhenThereIsNone();
    void showsTheErrorOfAFailedFirstRead();
    void selectingASpriteAsksToShowItOnce();
    void enterOpensAndDeleteAsks();
    void typingFiltersAndClearingBringsAllBack();
    void nothingMatchesOffersToClear();
    void theStarSavesAndForgetsAFilter();
    void severalSelectedReplaceTheFooter();
    void selectionAndExpansionSurviveARefresh();
    void noOtherSpriteStaysSelectedWhenTheWantedOneIsFilteredOut();
    void whatThePersonClosedStaysClosed();
    void aRefusedTokenAsksToSignInAgain();
    void theContextMenuOffersWhatExists();
    void actionsOfTheSetAreTriggeredInsteadOfSignals();
    void footerWarnsNearTheLimit();
    void agesGoOnWhileTheTreeIsSeen();
    void theBarOfSeveralCutsNoButton();
    void badgesLeaveTheNameItsRoom();

private:
    Sprite sprite(const QString &name, SpriteState state = SpriteState::Running) const;
    void fill(const QStringList &names, const OrganizationCounts &counts = {});
    void makePanel(const ActionSet &actions = {});
    QTreeView *tree() const { return m_panel->findChild<QTreeView *>(u"spriteTree"_s); }
    QLineEdit *field() const { return m_panel->findChild<QLineEdit *>(u"treeFilter"_s); }
    QString stateTitle() const { return m_panel->findChild<QLabel *>(u"stateTitle"_s)->text(); }
    QPushButton *button(const QString &name) const { return m_panel->findChild<QPushButton *>(name); }
    void clickRow(const SpriteKey &key, Qt::KeyboardModifiers modifiers = {});
    SpriteKey key(const QString &name) const { return {m_account.id, SpriteName(name)}; }

    Account m_account;
    std::unique_ptr<SpriteTreeModel> m_model;
    std::unique_ptr<SpriteFilter> m_filter;
    std::unique_ptr<SpriteTreePanel> m_panel;
};

void TestSpriteTreePanel::init()
{
    failOnViewWarnings();
    m_account.id = AccountId(u"acme"_s);
    m_account.organization = u"acme"_s;
    m_account.apiUrl = Account::defaultApiUrl();
    m_model = std::make_unique<SpriteTreeModel>();
    m_filter = std::make_unique<SpriteFilter>(*m_model);
    m_filter->setOrder(SpriteFilter::Order::Name);
}

void TestSpriteTreePanel::cleanup()
{
    m_panel.reset();
    m_filter.reset();
    m_model.reset();
}

Sprite TestSpriteTreePanel::sprite(const QString &name, SpriteState state) const
{
    Sprite made;
    made.name = SpriteName(name);
    made.state = state;
    return made;
}

void TestSpriteTreePanel::fill(const QStringList &names, const OrganizationCounts &counts)
{
    QList<Sprite> sprites;
    for (const QString &name : names)
        sprites.append(sprite(name));
    m_model->applyAccounts({m_account});
    m_model->applyListing(m_account.id, sprites, counts);
    m_model->applyAccountState(
        m_account.id, {.kind = ViewState::Kind::Ready, .asOf = QDateTime::currentDateTimeUtc(), .error = {}});
}

void TestSpriteTreePanel::makePanel(const ActionSet &actions)
{
    m_panel = std::make_unique<SpriteTreePanel>(*m_model, *m_filter, actions);
    m_panel->resize(300, 600);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void TestSpriteTreePanel::clickRow(const SpriteKey &key, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex index = m_filter->mapFromSource(m_model->indexOf(key));
    QVERIFY(index.isValid());
    QTest::mouseClick(tree()->viewport(), Qt::LeftButton, modifiers, tree()->visualRect(index).center());
}

void TestSpriteTreePanel::offersAnAccountWhenThereIsNone()
{
    makePanel();
    QCOMPARE(stateTitle(), u"No account yet"_s);
    QSignalSpy add(m_panel.get(), &SpriteTreePanel::addAccountRequested);
    QSignalSpy playground(m_panel.get(), &SpriteTreePanel::playgroundRequested);
    QTest::mouseClick(button(u"statePrimary"_s), Qt::LeftButton);
    QTest::mouseClick(button(u"stateLink"_s), Qt::LeftButton);
    QCOMPARE(add.count(), 1);
    QCOMPARE(playground.count(), 1);
    m_panel->setPlaygroundOffered(false);
    QVERIFY(!button(u"stateLink"_s)->isVisible());
}

void TestSpriteTreePanel::offersASpriteWhenThereIsNone()
{
    fill({});
    makePanel();
    QCOMPARE(stateTitle(), u"No sprites in acme"_s);
    QSignalSpy create(m_panel.get(), &SpriteTreePanel::newSpriteRequested);
    QTest::mouseClick(button(u"statePrimary"_s), Qt::LeftButton);
    QCOMPARE(create.count(), 1);
    QCOMPARE(create.first().first().value<AccountId>(), m_account.id);
    fill({u"calm-otter"_s});
    QTRY_VERIFY(tree()->isVisible());
}

void TestSpriteTreePanel::showsTheErrorOfAFailedFirstRead()
{
    m_model->applyAccounts({m_account});
    m_model->applyAccountState(m_account.id,
                               {.kind = ViewState::Kind::Failed,
                                .asOf = {},
                                .error = ApiError::timeout(u"api.sprites.dev"_s, std::chrono::seconds(30))});
    makePanel();
    QCOMPARE(button(u"statePrimary"_s)->text(), u"Retry"_s);
    QSignalSpy retry(m_panel.get(), &SpriteTreePanel::refreshRequested);
    QTest::mouseClick(button(u"statePrimary"_s), Qt::LeftButton);
    QCOMPARE(retry.count(), 1);
}

void TestSpriteTreePanel::selectingASpriteAsksToShowItOnce()
{
    fill({u"amber-fox"_s, u"calm-otter"_s});
    makePanel();
    QSignalSpy selected(m_panel.get(), &SpriteTreePanel::spriteSelected);
    clickRow(key(u"calm-otter"_s));
    clickRow(key(u"calm-otter"_s));
    QCOMPARE(selected.count(), 1);
    QCOMPARE(selected.first().first().value<SpriteKey>(), key(u"calm-otter"_s));
    m_panel->select(key(u"amber-fox"_s));
    QCOMPARE(m_panel->selectedSprites(), QList<SpriteKey>{key(u"amber-fox"_s)});
    QCOMPARE(selected.count(), 1); // whoever selects knows it already
}

void TestSpriteTreePanel::enterOpensAndDeleteAsks()
{
    fill({u"calm-otter"_s});
    makePanel();
    QSignalSpy opened(m_panel.get(), &SpriteTreePanel::spriteActivated);
    QSignalSpy deleted(m_panel.get(), &SpriteTreePanel::deleteRequested);
    m_panel->select(key(u"calm-otter"_s));
    QTest::keyClick(tree(), Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QTest::keyClick(tree(), Qt::Key_Delete);
    QCOMPARE(deleted.count(), 1);
    QCOMPARE(deleted.first().first().value<QList<SpriteKey>>(), QList<SpriteKey>{key(u"calm-otter"_s)});
}

void TestSpriteTreePanel::typingFiltersAndClearingBringsAllBack()
{
    fill({u"amber-fox"_s, u"calm-otter"_s, u"calm-heron"_s});
    makePanel();
    m_panel->select(key(u"calm-otter"_s));
    m_panel->focusFilter();
    QTest::keyClicks(field(), u"otter"_s);
    QCOMPARE(m_filter->matchCount(), 1);
    QTest::keyClick(field(), Qt::Key_Escape);
    QVERIFY(field()->text().isEmpty());
    QCOMPARE(m_filter->matchCount(), 3);
    QTest::keyClicks(field(), u"fox"_s);
    QCOMPARE(m_panel->currentSprite(), key(u"calm-otter"_s)); // what is shown stays though its row is hidden
    QTest::keyClick(field(), Qt::Key_Escape);
    QCOMPARE(m_panel->selectedSprites(), QList<SpriteKey>{key(u"calm-otter"_s)});
}

void TestSpriteTreePanel::nothingMatchesOffersToClear()
{
    fill({u"calm-otter"_s});
    makePanel();
    QTest::keyClicks(field(), u"zebra"_s);
    QCOMPARE(stateTitle(), u"Nothing matches zebra"_s);
    QTest::mouseClick(button(u"statePrimary"_s), Qt::LeftButton);
    QVERIFY(field()->text().isEmpty());
    QTRY_VERIFY(tree()->isVisible());
}

void TestSpriteTreePanel::theStarSavesAndForgetsAFilter()
{
    fill({u"calm-otter"_s});
    makePanel();
    QSignalSpy saved(m_panel.get(), &SpriteTreePanel::savedFiltersChanged);
    auto *star = m_panel->findChild<QAction *>(u"treeFilterStar"_s);
    QVERIFY(!star->isVisible());
    QTest::keyClicks(field(), u"state:running"_s);
    star->trigger();
    QCOMPARE(saved.last().first().toStringList(), QStringList{u"state:running"_s});
    star->trigger();
    QCOMPARE(saved.last().first().toStringList(), QStringList());
}

void TestSpriteTreePanel::severalSelectedReplaceTheFooter()
{
    fill({u"amber-fox"_s, u"calm-otter"_s, u"quiet-maple"_s});
    makePanel();
    clickRow(key(u"amber-fox"_s));
    QVERIFY(!m_panel->findChild<QWidget *>(u"selectionBar"_s)->isVisible());
    clickRow(key(u"quiet-maple"_s), Qt::ShiftModifier);
    QVERIFY(m_panel->findChild<QWidget *>(u"selectionBar"_s)->isVisible());
    QCOMPARE(m_panel->findChild<QLabel *>(u"selectionCount"_s)->text(), u"3 selected"_s);
    QSignalSpy labels(m_panel.get(), &SpriteTreePanel::labelsRequested);
    QTest::mouseClick(button(u"barLabels"_s), Qt::LeftButton);
    QCOMPARE(labels.first().first().value<QList<SpriteKey>>().size(), 3);
}

void TestSpriteTreePanel::selectionAndExpansionSurviveARefresh()
{
    fill({u"amber-fox"_s, u"calm-otter"_s});
    makePanel();
    clickRow(key(u"calm-otter"_s));
    QVERIFY(tree()->isExpanded(m_filter->index(0, 0)));
    fill({u"amber-fox"_s, u"brisk-heron"_s, u"calm-otter"_s});
    QCOMPARE(m_panel->selectedSprites(), QList<SpriteKey>{key(u"calm-otter"_s)});
    QVERIFY(tree()->isExpanded(m_filter->index(0, 0)));
}

void TestSpriteTreePanel::noOtherSpriteStaysSelectedWhenTheWantedOneIsFilteredOut()
{
    fill({u"amber-fox"_s, u"calm-otter"_s});
    makePanel();
    field()->setText(u"amber"_s);
    clickRow(key(u"amber-fox"_s));
    QCOMPARE(m_panel->selectedSprites(), QList<SpriteKey>{key(u"amber-fox"_s)});
    m_panel->select(key(u"calm-otter"_s));
    QCOMPARE(m_panel->selectedSprites(), QList<SpriteKey>());
    QCOMPARE(m_panel->currentSprite(), key(u"calm-otter"_s));
    field()->clear();
    QCOMPARE(m_panel->selectedSprites(), QList<SpriteKey>{key(u"calm-otter"_s)});
}

void TestSpriteTreePanel::whatThePersonClosedStaysClosed()
{
    fill({u"amber-fox"_s});
    makePanel();
    tree()->setFocus();
    tree()->setCurrentIndex(m_filter->index(0, 0));
    QTest::keyClick(tree(), Qt::Key_Left);
    QVERIFY(!tree()->isExpanded(m_filter->index(0, 0)));
    QTest::keyClicks(field(), u"fox"_s);
    QVERIFY(tree()->isExpanded(m_filter->index(0, 0))); // a match must be seen
    QTest::keyClick(field(), Qt::Key_Escape);
    QVERIFY(!tree()->isExpanded(m_filter->index(0, 0)));
    QCOMPARE(m_panel->collapsed(), QStringList{u"acme/"_s});
}

void TestSpriteTreePanel::aRefusedTokenAsksToSignInAgain()
{
    fill({u"amber-fox"_s});
    m_model->applyAccountState(m_account.id, {.kind = ViewState::Kind::Denied, .asOf = {}, .error = {}});
    makePanel();
    QSignalSpy again(m_panel.get(), &SpriteTreePanel::signInAgainRequested);
    QTRY_VERIFY(tree()->isVisible());
    QTest::mouseClick(tree()->viewport(), Qt::LeftButton, {},
                      tree()->visualRect(m_filter->index(0, 0)).center());
    QCOMPARE(again.count(), 1);
}

void TestSpriteTreePanel::theContextMenuOffersWhatExists()
{
    fill({u"amber-fox"_s});
    makePanel();
    clickRow(key(u"amber-fox"_s));
    QSignalSpy cli(m_panel.get(), &SpriteTreePanel::copyCliRequested);
    QSignalSpy star(m_panel.get(), &SpriteTreePanel::favoriteRequested);
    Q_EMIT tree()->customContextMenuRequested({10, 10});
    auto *menu = m_panel->findChild<QMenu *>(u"treeMenu"_s);
    QVERIFY(menu);
    menu->findChild<QAction *>(u"menu:sprite.copy-cli"_s)->trigger();
    menu->findChild<QAction *>(u"menu:sprite.favorite"_s)->trigger();
    QCOMPARE(cli.count(), 1);
    QCOMPARE(star.first().at(1).toBool(), true);
    menu->close();
}

void TestSpriteTreePanel::actionsOfTheSetAreTriggeredInsteadOfSignals()
{
    fill({u"amber-fox"_s});
    QAction remove;
    applyFacts(remove,
               {.id = u"sprite.delete"_s, .text = u"Delete…"_s, .shortcut = {}, .disabledReason = {}});
    QSignalSpy triggered(&remove, &QAction::triggered);
    makePanel({{u"sprite.delete"_s, &remove}});
    QSignalSpy signal(m_panel.get(), &SpriteTreePanel::deleteRequested);
    clickRow(key(u"amber-fox"_s));
    QTest::keyClick(tree(), Qt::Key_Delete);
    QCOMPARE(triggered.count(), 1);
    applyFacts(
        remove,
        {.id = u"sprite.delete"_s, .text = u"Delete…"_s, .shortcut = {}, .disabledReason = u"Offline"_s});
    QTest::keyClick(tree(), Qt::Key_Delete);
    QCOMPARE(triggered.count(), 1);
    QCOMPARE(signal.count(), 0);
    QCOMPARE(button(u"barDelete"_s)->accessibleDescription(), u"Offline"_s);
    QCOMPARE(button(u"barDelete"_s)->toolTip(), u"Offline"_s);
}

void TestSpriteTreePanel::footerWarnsNearTheLimit()
{
    OrganizationCounts counts;
    counts.running = 9;
    counts.runningLimit = 10;
    fill({u"amber-fox"_s}, counts);
    makePanel();
    QTRY_VERIFY(button(u"treeLimits"_s)->isVisible());
    QSignalSpy limits(m_panel.get(), &SpriteTreePanel::limitsRequested);
    QTest::mouseClick(button(u"treeLimits"_s), Qt::LeftButton);
    QCOMPARE(limits.count(), 1);
    m_panel->setPollSeconds(15);
    QVERIFY(m_panel->findChild<QLabel *>(u"treePoll"_s)->text().startsWith(u"Updates every 15 s"_s));
}

void TestSpriteTreePanel::theBarOfSeveralCutsNoButton()
{
    ActionSet actions;
    QObject owner;
    for (const QString &id : {u"sprite.keep-awake"_s, u"checkpoint.bulk"_s, u"egress.bulk"_s,
                              u"sprite.labels"_s, u"sprite.delete"_s}) {
        auto *action = new QAction(id, &owner);
        action->setObjectName(id);
        actions.insert(id, action);
    }
    fill({u"a-one"_s, u"b-two"_s});
    makePanel(actions);
    clickRow(key(u"a-one"_s));
    clickRow(key(u"b-two"_s), Qt::ControlModifier);
    for (const int width : {420, 280, 220}) {
        m_panel->resize(width, 600);
        for (const QString &name :
             {u"barKeepAwake"_s, u"barCheckpoint"_s, u"barEgress"_s, u"barLabels"_s, u"barDelete"_s}) {
            const QPushButton *one = button(name);
            QVERIFY2(one && one->isVisible(), qPrintable(name));
            QTRY_VERIFY2(one->width() >= one->sizeHint().width(), qPrintable(name));
            QTRY_VERIFY2(
                m_panel->rect().contains(QRect(one->mapTo(m_panel.get(), QPoint(0, 0)), one->size())),
                qPrintable(name));
        }
    }
    m_panel.reset(); // before its actions
}

void TestSpriteTreePanel::badgesLeaveTheNameItsRoom()
{
    using Role = SpriteTreeModel::Role;
    QStandardItemModel model(1, 1);
    QTreeView view;
    view.setModel(&model);
    const SpriteRowDelegate delegate(view);
    const QModelIndex row = model.index(0, 0);
    model.setData(row, int(SpriteTreeModel::NodeKind::Sprite), Role::KindRole);
    model.setData(row, u"calm-otter"_s, Role::NameRole);
    const auto painted = [&](int width) {
        QImage image(width, 40, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        QStyleOptionViewItem option;
        option.initFrom(&view);
        option.rect = image.rect();
        delegate.paint(&painter, option, row);
        return image;
    };
    constexpr int Narrow = 160; // the name and one badge
    constexpr int Wide = 400;
    model.setData(row, true, Role::PublicRole);
    const QImage narrow = painted(Narrow);
    const QImage wide = painted(Wide);
    model.setData(row, true, Role::RestrictedRole);
    QVERIFY(painted(Wide) != wide);
    model.setData(row, 4000, Role::ForwardsRole);
    model.setData(row, false, Role::PublicRole);
    model.setData(row, QVariant(), Role::RestrictedRole);
    const QImage forwards = painted(Narrow);
    QVERIFY(forwards != narrow);
    model.setData(row, true, Role::PublicRole);
    model.setData(row, true, Role::RestrictedRole);
    QVERIFY(painted(Narrow) == forwards);
}

void TestSpriteTreePanel::agesGoOnWhileTheTreeIsSeen()
{
    Sprite ran = sprite(u"calm-otter"_s, SpriteState::Warm);
    ran.lastRunningAt = QDateTime::currentDateTimeUtc().addSecs(-12 * 60 - 5);
    m_model->applyAccounts({m_account});
    m_model->applyListing(m_account.id, {ran}, {});
    const auto line = [this] {
        return m_model->indexOf(key(u"calm-otter"_s)).data(SpriteTreeModel::SecondLineRole).toString();
    };
    m_model->refreshAges(ran.lastRunningAt); // as a program that was started when it ran
    QVERIFY2(line().contains("just now"_L1), qPrintable(line()));
    makePanel();
    QVERIFY2(!line().contains("just now"_L1), qPrintable(line()));
    QVERIFY(line().contains("min ago"_L1));

    auto *ages = m_panel->findChild<QTimer *>(u"treeAges"_s);
    QVERIFY(ages && ages->isActive());
    m_model->refreshAges(ran.lastRunningAt);
    ages->setInterval(1);
    QTRY_VERIFY2(line().contains("min ago"_L1), qPrintable(line()));
    m_panel->hide();
    QVERIFY(!ages->isActive());
}

QTEST_MAIN(TestSpriteTreePanel)
#include "tst_spritetreepanel.moc"
