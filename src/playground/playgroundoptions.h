// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httplimits.h"
#include "playground/networkpolicystore.h"
#include "playground/sandbox.h"
#include "playground/spritestore.h"

#include <QString>

#include <chrono>
#include <optional>

namespace Spritarium::Playground {

//! How long a sprite stays up and how long it takes to get up (sprites-api 3).
struct SleepTimes
{
    std::chrono::milliseconds idle = std::chrono::seconds(30); //!< running to warm after the last activity
    std::chrono::milliseconds coldAfter = std::chrono::minutes(10); //!< warm to cold
    std::chrono::milliseconds warmWake = std::chrono::milliseconds(200);
    std::chrono::milliseconds coldWake = std::chrono::milliseconds(1200);
    //! How long a call into a sprite waits for the end of a restore (2.6).
    std::chrono::milliseconds restorePatience = std::chrono::seconds(30);
    //! Sprites found running at start stay so at least this long, so that a tour meets one.
    std::chrono::milliseconds heldAtStart = std::chrono::minutes(20);
};

struct PlaygroundLimits
{
    int runningLimit = 10;    //!< shown in the list
    int warmLimit = 100;      //!< shown in the list
    bool enforced = false;    //!< waking or creating beyond runningLimit answers 429; 0 is no limit
    int createsPerMinute = 0; //!< 0 is no limit

    //! Whether one more may not run beside so many.
    bool isFull(int running) const { return enforced && runningLimit > 0 && running >= runningLimit; }
};

//! Where the recorded service and its documentation differ, the recorded behaviour on request.
struct PlaygroundCompatibility
{
    bool historyAsText = false;          //!< `?history=` answers 200 text/plain, empty (sprites-api 5.4)
    bool missingCheckpointIs500 = false; //!< get of an unknown checkpoint answers the recorded 500 (5.5)
    bool noServiceRestart = false;       //!< there is no restart of services, as measured (10.2)
};

//! What is taken for a policy, and how it is read unless a request says otherwise.
struct PlaygroundPolicies
{
    PolicyStrictness strictness = PolicyStrictness::Strict;
    bool firstMatch =
        false; //!< as the seeds say; the service reads the most specific rule (sprites-api 6.1.3)
};

//! How services are looked after (sprites-api 10.1).
struct ServiceTimes
{
    std::chrono::milliseconds firstRestart = std::chrono::seconds(1); //!< doubled each time in a row
    std::chrono::milliseconds mostRestart = std::chrono::seconds(60);
    std::chrono::milliseconds steadyAfter = std::chrono::seconds(60); //!< having run so long counts as well
    qint64 logBytes = qint64(8) * 1024 * 1024;                        //!< of a log file, before it is renamed
};

struct PlaygroundOptions
{
    QString stateFolder;
    QString address = QStringLiteral("127.0.0.1"); //!< anything but loopback is refused
    quint16 port = 0;                              //!< 0: the system chooses
    //! Of the sprites' own URLs; 0: the system chooses; absent: none are served.
    std::optional<quint16> webPort;
    quint16 servedWebPort = 0; //!< set by the server once it listens there
    QString servedUrl;         //!< of the API; likewise
    QString token;             //!< empty: one is made
    QString organization = QStringLiteral("playground");
    QString urlSuffix = QStringLiteral("local");
    SleepTimes sleep;
    std::chrono::milliseconds autoCheckpointAfter = std::chrono::hours(1); //!< of running; 0 takes none
    //! For a program inside that asked for a restore, between having read the answer and ending with it.
    std::chrono::milliseconds restoreGrace = std::chrono::seconds(1);
    double speed = 1.0; //!< of streams and waking; 2 is twice as fast, 0 knows no pauses
    PlaygroundLimits limits;
    PlaygroundCompatibility compatibility;
    PlaygroundPolicies policies;
    ServiceTimes services;
    HttpLimits http;           //!< of the API, and as much again of the sprites' own URLs
    HttpLimits insideHttp{64}; //!< of each sprite's own socket
    SandboxSettings sandbox;
    bool seeds = true;            //!< a fresh folder gets the six sprites of ux-spec 14
    bool offersPorts = true;      //!< whether `/ports/watch` exists
    int generatedSprites = 0;     //!< further sprites "bench-00001"... in a fresh folder
    int generatedCheckpoints = 0; //!< on the sprite "bench-history" in a fresh folder
    StoreOptions store;
};

//! `time` at the given speed; zero at speed 0.
std::chrono::milliseconds paced(std::chrono::milliseconds time, double speed);

} // namespace Spritarium::Playground
