// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/portstab.h"
#include "support/viewtesting.h"
#include "views/overviewpanel.h"

#include <QLineEdit>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

//! The live cards of the Overview tab lead to what they are about (ux-spec 8).
class TestOverview : public QObject
{
    Q_OBJECT

    std::unique_ptr<PortsPlace> m_place;

    PortsTab &tab() { return m_place->tab(); }
    ProgramFixture &program() { return m_place->program(); }
    void showOverview()
    {
        program().key(Qt::Key_1, Qt::ControlModifier, &program().window());
        QTRY_VERIFY(program().isSeen(u"overviewPanel"_s));
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_place = std::make_unique<PortsPlace>();
        QVERIFY(m_place->isReady());
        QVERIFY(m_place->open());
        QTRY_COMPARE(tab().says(8080), u"Listening"_s);
        showOverview();
    }

    void cleanup() { m_place.reset(); }

    void aPortIsForwardedFromTheCardAndListedInIt()
    {
        const quint16 local = freePort();
        QVERIFY(tab().add(u"%1:8080 site"_s.arg(local)));
        QTRY_VERIFY(program().isSeen(u"portsPanel"_s));
        QTRY_COMPARE(tab().localPort(8080), local);
        showOverview();
        QTRY_VERIFY2(
            program().allText(u"overviewPanel"_s).contains(u"127.0.0.1:%1 → 8080 (site)"_s.arg(local)),
            qPrintable(program().allText(u"overviewPanel"_s)));
        QVERIFY(program().click(u"overviewOpenPorts"_s));
        QTRY_VERIFY(program().isSeen(u"portsPanel"_s));
    }

    void theTreeFindsWhatIsForwarded()
    {
        QVERIFY(program().type(u"treeFilter"_s, u"forwarded"_s));
        QTRY_VERIFY(!program().treeRows().join(u'\n').contains(PortsPlace::Sprite));
        QVERIFY(tab().add(u"%1:8080"_s.arg(freePort())));
        QTRY_VERIFY(program().treeRows().join(u'\n').contains(PortsPlace::Sprite));
        QTRY_VERIFY(m_place->tab().localPort(8080) != 0);
        QVERIFY(tab().press(u"portStop"_s, 8080));
        QTRY_VERIFY(!program().treeRows().join(u'\n').contains(PortsPlace::Sprite));
    }

    void whatCannotBeForwardedStaysWhereItCanBeMended()
    {
        QVERIFY(tab().add(u"70000"_s));
        QTRY_VERIFY(program().isSeen(u"portAddProblem"_s));
        QVERIFY(program().isSeen(u"overviewPanel"_s));
        QCOMPARE(program().text(u"portAddField"_s), u"70000"_s);
    }

    void aNameIsAskedAboutInTheEgressTab()
    {
        QVERIFY(program().text(u"overviewEgress"_s) == u"Rules not loaded"_s);
        QVERIFY(program().type(u"overviewTester"_s, u"api.example.com"_s));
        program().key(Qt::Key_Return, {}, program().seen(u"overviewTester"_s));
        QTRY_VERIFY(program().isSeen(u"egressPanel"_s));
        QTRY_COMPARE(program().text(u"testerField"_s), u"api.example.com"_s);
        // What the tab has read, the card tells.
        showOverview();
        QTRY_VERIFY2(program().text(u"overviewEgress"_s).startsWith(u"Unrestricted"_s),
                     qPrintable(program().text(u"overviewEgress"_s)));
    }

    void theNewestCheckpointHasAnAge()
    {
        QVERIFY(m_place->playground()
                    .store()
                    .checkpointNow(PortsPlace::Sprite, pointWith(u"Before upgrade"_s))
                    .isOk());
        program().key(Qt::Key_2, Qt::ControlModifier, &program().window());
        program().key(Qt::Key_F5, {}, &program().window());
        showOverview();
        QTRY_VERIFY2(program().text(u"overviewNewest"_s).endsWith(u" — Before upgrade"_s),
                     qPrintable(program().text(u"overviewNewest"_s)));
        const QString age = program().text(u"overviewNewestAge"_s);
        QVERIFY2(age.contains(u"just now"_s) || age.contains(u" ago"_s), qPrintable(age));
    }

    void agesGoOnWhileTheTabIsSeen()
    {
        auto *panel = program().seenAs<OverviewPanel>(u"overviewPanel"_s);
        QVERIFY(panel);
        const QString created = program().text(u"fact:created"_s);
        panel->refreshAges(QDateTime::currentDateTimeUtc().addDays(30));
        QVERIFY(program().text(u"fact:created"_s) != created);
        QVERIFY(program().text(u"fact:created"_s).startsWith(u"30 d ago"_s));
        QWidget *copy = program().seen(u"copy:created"_s);
        copy->setFocus();
        program().key(Qt::Key_2, Qt::ControlModifier, &program().window());
        QTRY_VERIFY(!program().isSeen(u"overviewPanel"_s));
        showOverview();
        QVERIFY(!program().text(u"fact:created"_s).startsWith(u"30 d ago"_s));
        QCOMPARE(program().seen(u"copy:created"_s), copy); // still the same one, where the focus was
    }
};

QTEST_MAIN(TestOverview)
#include "tst_overview.moc"
