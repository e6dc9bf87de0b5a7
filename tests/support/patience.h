// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDeadlineTimer>
#include <QTest>

namespace Spritarium::Test {

//! How long a test waits for what is due, in milliseconds. A wait ends with what it waits for, so that only a
//! defect takes so long, and a computer that has much else to do is no defect.
inline constexpr int Patience = 30'000;

} // namespace Spritarium::Test

// Qt's own five seconds are few where a process, a disk or a second program has to do its part. And Qt asks
// once more when what was waited for has come: what comes and goes again would fail by bad luck.
#define SPRITARIUM_WAIT(isDue, timeout)                                                                      \
    const QDeadlineTimer patienceLimit(timeout);                                                             \
    bool patienceMet = static_cast<bool>(isDue);                                                             \
    for (int patiencePause = 0; !patienceMet && !patienceLimit.hasExpired(); patiencePause = 20) {           \
        QTest::qWait(patiencePause);                                                                         \
        patienceMet = static_cast<bool>(isDue);                                                              \
    }

#undef QTRY_VERIFY_WITH_TIMEOUT
#undef QTRY_VERIFY2_WITH_TIMEOUT
#undef QTRY_COMPARE_WITH_TIMEOUT
#define QTRY_VERIFY_WITH_TIMEOUT(expr, timeout)                                                              \
    do {                                                                                                     \
        SPRITARIUM_WAIT(expr, timeout)                                                                       \
        if (!patienceMet)                                                                                    \
            QVERIFY(expr);                                                                                   \
    } while (false)
#define QTRY_VERIFY2_WITH_TIMEOUT(expr, text, timeout)                                                       \
    do {                                                                                                     \
        SPRITARIUM_WAIT(expr, timeout)                                                                       \
        if (!patienceMet)                                                                                    \
            QVERIFY2(expr, text);                                                                            \
    } while (false)
#define QTRY_COMPARE_WITH_TIMEOUT(expr, expected, timeout)                                                   \
    do {                                                                                                     \
        SPRITARIUM_WAIT((expr) == (expected), timeout)                                                       \
        if (!patienceMet)                                                                                    \
            QCOMPARE(expr, expected);                                                                        \
    } while (false)

#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT((expr), Spritarium::Test::Patience)
#define QTRY_VERIFY2(expr, text) QTRY_VERIFY2_WITH_TIMEOUT((expr), (text), Spritarium::Test::Patience)
#define QTRY_COMPARE(expr, expected) QTRY_COMPARE_WITH_TIMEOUT((expr), expected, Spritarium::Test::Patience)
