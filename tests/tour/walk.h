// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tour/faulty.h"
#include "tour/hands.h"

#include <QModelIndex>

#include <memory>

namespace Spritarium {
class Workbench;
}

namespace Spritarium::Tour {

//! The way of a person through the program, one method per stop; each leaves its pictures and ends where the
//! next can begin. Words are compared only where the program speaks English.
class Walk
{
public:
    Walk(Workbench &workbench, Hands &hands, const QString &token);

    //! Everything that there is to see.
    void everything();
    //! The stops at which sizes, directions and languages show.
    void mainStops();

private:
    // The main job
    void welcome();
    void wrongToken();
    void openPlayground();
    void overview();
    void timeline();
    void createCheckpoint();
    void restoreCheckpoint();
    void activity();
    void inspector();
    // Where things end badly, or there is nothing
    void lateError();
    void silentEnd();
    void lostConnection();
    void asleep();
    void nothingHere();
    void nothingFound();
    void rateLimit();
    // The rules
    void egressSentences();
    void egressFindings();
    void egressEdit();
    void egressApply();
    void egressConflict();
    void egressMany();
    // The ports
    void ports();
    void portSheets();
    void portStates();
    void portsWaiting();
    void portsNotWatched();
    void portsAsleep();
    // Everything beside the timeline
    void severalSprites();
    void keepAwake();
    void newSprite();
    void limitReached();
    void deleteSprite();
    void labelsAndAddress();
    void palette();
    void preferences();
    void refusedToken();
    void offline();
    void signedOutByService();

    QModelIndex spriteRow(const QString &name) const;
    void openEgress(const QString &sprite);
    QModelIndex ruleCell(int rule, int column);
    int ruleCount();
    void untilRules(int count);
    bool hasPortRow(int state) const;
    void untilPort(int state);
    void addPort(const QString &typed);
    void chooseInPort(int port, const QString &entry);
    //! One connection to a forward, after which its row says so.
    void knock(quint16 local, int state);
    QModelIndex checkpointRow(const QString &version) const;
    void openSprite(const QString &name);
    void openTab(int number);
    void openRestore(const QString &version);
    void choose(const QString &action);
    void closeSheet(const QString &name);
    //! The failing sprite fails by itself; its safety checkpoint shall not, so that the restore begins.
    void letSafetyPass();
    Faulty &faulty();

    Workbench &m_workbench;
    Hands &m_hands;
    QString m_token;
    std::unique_ptr<Faulty> m_faulty;
};

} // namespace Spritarium::Tour
