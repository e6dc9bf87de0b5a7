// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bencharguments.h"
#include "stallmeter.h"

#include "app/workbench.h"

#include <QApplication>
#include <QJsonObject>
#include <QSettings>

#include <functional>
#include <memory>

class QLineEdit;
class QTreeView;

namespace Spritarium {
class CheckpointTimelineModel;
class SpriteFilter;
class TimelinePanel;
} // namespace Spritarium

namespace Spritarium::Bench {

//! Knows when a widget was painted: at the end of the turn that painted it, so with everything around it.
class BenchApplication : public QApplication
{
public:
    BenchApplication(int &argc, char **argv);

    bool notify(QObject *receiver, QEvent *event) override;
    void watchPaint(QWidget *widget);
    //! Turns that painted the watched widget.
    int paintCount() const { return m_paints; }
    //! The longest single event: what it was and how long, for looking into a stall.
    QString longestEvent() const { return m_longestName; }
    void forgetLongest() { m_longest = 0; }

private:
    QWidget *m_watched = nullptr;
    int m_depth = 0;
    int m_paints = 0;
    bool m_painted = false;
    qint64 m_longest = 0;
    QString m_longestName;
};

//! The whole program as its main() builds it, with folders of the run's own, and hands and eyes for it.
class BenchProgram
{
public:
    BenchProgram(BenchApplication &application, const BenchArguments &arguments);
    ~BenchProgram();

    Workbench &workbench() { return *m_workbench; }
    StallMeter &stalls() { return m_stalls; }
    void start();
    //! With Storage::File the next start in the same folder signs in by itself.
    void signIn(Account::Storage storage = Account::Storage::Session);
    bool isSignedIn();
    AccountSession &session();
    SpriteKey key(const QString &sprite) const;

    //! Turns the event loop until it is so; false after 40 seconds.
    bool until(const std::function<bool()> &isSo);
    //! Until a turn painted it, this one's end included.
    bool untilPainted(QWidget &widget, const std::function<bool()> &isSo = {});
    //! Until nothing took more than 5 ms for so long.
    bool untilQuiet(double milliseconds);
    //! A click with the mouse on the sprite's row.
    void clickSprite(const QString &sprite);

    QTreeView &tree();
    QLineEdit &filterField();
    SpriteFilter &filter();
    TimelinePanel &timelinePanel();
    CheckpointTimelineModel &timeline();

private:
    BenchApplication &m_application;
    BenchArguments m_arguments;
    QSettings m_settings;
    AccountId m_account;
    std::unique_ptr<Workbench> m_workbench;
    StallMeter m_stalls;
};

} // namespace Spritarium::Bench
