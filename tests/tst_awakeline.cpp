// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/awakeline.h"

#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/spritariumstyle.h"
#include "views/spriteheader.h"
#include "views/textlabel.h"

#include <QApplication>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QWindow>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TstAwakeLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new SpritariumStyle({.theme = Theme::Light})); }
    void init();
    void aPressOutlastsANewCount();
    void theKeyboardStaysWithItsReason();
    void aPressIsForgottenWhenItsPlaceIsAnother();
    void reasonsComeAndGo();
    void theAddressStaysAwayRatherThanBeingCutToNothing();
    void reasonsWithoutRoomAreCounted();

private:
    QList<QPushButton *> shown() const;

    std::unique_ptr<AwakeLine> m_line;
};

void TstAwakeLine::init()
{
    failOnViewWarnings();
    m_line = std::make_unique<AwakeLine>();
    m_line->resize(900, 40);
    m_line->show();
    QVERIFY(QTest::qWaitForWindowActive(m_line.get()));
}

QList<QPushButton *> TstAwakeLine::shown() const
{
    settle(); // a layout shows what is new in it a moment later
    QList<QPushButton *> buttons = m_line->findChildren<QPushButton *>();
    buttons.removeIf([](const QPushButton *button) { return !button->isVisible(); });
    std::sort(buttons.begin(), buttons.end(),
              [](const QWidget *a, const QWidget *b) { return a->x() < b->x(); });
    return buttons;
}

void TstAwakeLine::aPressOutlastsANewCount()
{
    m_line->showReasons({{u"2 connections through port 5432"_s, u"ports"_s}});
    QSignalSpy place(m_line.get(), &AwakeLine::placeRequested);
    const QPointer<QPushButton> button = shown().value(0);
    QVERIFY(button);
    QWindow *window = button->window()->windowHandle(); // as the system does: a hidden button is not told
    const QPoint at = button->mapTo(button->window(), button->rect().center());
    QTest::mousePress(window, Qt::LeftButton, {}, at);
    m_line->showReasons({{u"13 connections through port 5432"_s, u"ports"_s}});
    settle(); // what is replaced is gone by now
    QVERIFY(button);
    QTest::mouseRelease(window, Qt::LeftButton, {}, at);
    QCOMPARE(place.size(), 1);
    QCOMPARE(place.first().first().toString(), u"ports"_s);
    QCOMPARE(button->text(), u"13 connections through port 5432"_s);
    QCOMPARE(button->accessibleName(), u"Awake: 13 connections through port 5432"_s);
    QVERIFY(button->width() >= button->sizeHint().width());
}

void TstAwakeLine::theKeyboardStaysWithItsReason()
{
    m_line->showReasons({{u"1 connection through port 80"_s, u"ports"_s}, {u"1 session"_s, u"terminal"_s}});
    QPushButton *session = shown().value(1);
    session->setFocus();
    m_line->showReasons({{u"2 connections through port 80"_s, u"ports"_s}, {u"2 sessions"_s, u"terminal"_s}});
    settle();
    QCOMPARE(QApplication::focusWidget(), session);
    QCOMPARE(session->text(), u"2 sessions"_s);
}

void TstAwakeLine::aPressIsForgottenWhenItsPlaceIsAnother()
{
    m_line->showReasons({{u"1 connection through port 80"_s, u"ports"_s}, {u"1 session"_s, u"terminal"_s}});
    QSignalSpy place(m_line.get(), &AwakeLine::placeRequested);
    QPushButton *first = shown().value(0);
    QTest::mousePress(first, Qt::LeftButton);
    m_line->showReasons({{u"1 session"_s, u"terminal"_s}});
    QTest::mouseRelease(first, Qt::LeftButton);
    QCOMPARE(place.size(), 0);
    QTest::mouseClick(first, Qt::LeftButton);
    QCOMPARE(place.size(), 1);
    QCOMPARE(place.first().first().toString(), u"terminal"_s);
}

void TstAwakeLine::reasonsComeAndGo()
{
    m_line->showText(u"Running for 5 min"_s);
    QCOMPARE(m_line->text(), u"Running for 5 min"_s);
    QVERIFY(shown().isEmpty());
    m_line->showReasons({{u"1 session"_s, u"terminal"_s}, {u"1 connection"_s, u"ports"_s}});
    QCOMPARE(m_line->text(), u"Awake: 1 session, 1 connection"_s);
    settle();
    QCOMPARE(shown().size(), 2);
    m_line->showReasons({{u"1 connection"_s, u"ports"_s}});
    QCOMPARE(shown().size(), 1);
    m_line->showText(u"Running for 6 min"_s);
    QCOMPARE(m_line->text(), u"Running for 6 min"_s);
    QVERIFY(shown().isEmpty());
    m_line->showReasons({{u"1 connection"_s, u"ports"_s}});
    settle();
    QCOMPARE(shown().size(), 1);
    QVERIFY(shown().first()->x() > 0);
}

void TstAwakeLine::theAddressStaysAwayRatherThanBeingCutToNothing()
{
    SpriteHeader header({}, nullptr);
    Sprite sprite;
    sprite.name = SpriteName(u"calm-otter"_s);
    sprite.state = SpriteState::Running;
    sprite.url = QUrl(u"https://calm-otter-x7k2.sprites.app"_s);
    header.showSprite({AccountId(u"acme"_s), sprite.name}, sprite);
    header.resize(740, 80);
    header.show();
    const auto *address = header.findChild<TextLabel *>(u"headerUrl"_s);
    const auto *open = header.findChild<QWidget *>(u"headerOpenUrl"_s);
    QTRY_VERIFY(address->isVisible());
    header.setAwakeReasons(
        {{u"1 connection through port 8080"_s, u"a"_s}, {u"1 connection through port 7000"_s, u"b"_s}},
        false);
    QTRY_VERIFY(!address->isVisible());
    QVERIFY(open->isVisible());
    header.resize(1100, 80);
    QTRY_VERIFY(address->isVisible());
    QTRY_VERIFY(address->width() >= address->fontMetrics().averageCharWidth() * 16);
    header.resize(740, 80);
    QTRY_VERIFY(!address->isVisible());
    header.setAwakeReasons({}, false);
    QTRY_VERIFY(address->isVisible());
}

void TstAwakeLine::reasonsWithoutRoomAreCounted()
{
    const QList<AwakeReason> reasons{{u"1 terminal"_s, u"terminal"_s},
                                     {u"2 connections through port 5432"_s, u"ports"_s},
                                     {u"1 connection through port 8080"_s, u"web"_s}};
    m_line->showReasons(reasons);
    auto *more = m_line->findChild<QPushButton *>(u"headerAwakeMore"_s);
    QTRY_COMPARE(shown().size(), 3);
    QVERIFY(!more->isVisible());
    QVERIFY(m_line->minimumWidth() < 250);
    m_line->resize(m_line->minimumWidth(), 40);
    QTRY_VERIFY(more->isVisible());
    QCOMPARE(more->text(), u"+2"_s);
    QVERIFY(more->accessibleName().startsWith(u"2 more reason"_s));
    QVERIFY(more->toolTip().contains(u"port 5432, 1 connection"_s));
    QCOMPARE(shown().size(), 2);
    QTRY_VERIFY(more->geometry().right() < m_line->width());
    QSignalSpy place(m_line.get(), &AwakeLine::placeRequested);
    more->click();
    QCOMPARE(place.constLast().constFirst().toString(), u"ports"_s);
    QCOMPARE(m_line->text(),
             u"Awake: 1 terminal, 2 connections through port 5432, 1 connection through port 8080"_s);
    m_line->showReasons(reasons.mid(0, 1));
    QTRY_VERIFY(!more->isVisible());
    m_line->showText(u"Running for 5 min"_s);
    QTRY_VERIFY(shown().isEmpty());
    m_line->showReasons(reasons);
    m_line->resize(900, 40);
    QTRY_COMPARE(shown().size(), 3);
}

QTEST_MAIN(TstAwakeLine)
#include "tst_awakeline.moc"
