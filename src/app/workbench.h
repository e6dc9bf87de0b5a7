// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/accounts.h"
#include "app/operationflow.h"

#include <QMap>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

class QSettings;

namespace Spritarium {

class Actions;
class MainWindow;
class OperationDesk;
class PlaygroundProcess;
class Selection;
class Settings;
class SpriteTreeModel;
class Stores;

//! Where the program finds what is not its own, and how patient it is. Tests give folders and pauses of their
//! own.
struct WorkbenchOptions
{
    QString dataFolder;        //!< stores, and the token file if the person wants one
    QString homeFolder;        //!< where the sprite CLI's files lie
    QString playgroundProgram; //!< empty: the playground is not offered
    QStringList playgroundArguments;
    QMap<QString, QString> environment; //!< variables of the process
    bool useKeychain = true;            //!< off: as on a system without one
    SessionTiming session;
    FlowTiming flows;
};

//! Builds the program and connects it: services emit values, models take them, views show models, and what a
//! person does comes back as a signal. One wiring class per surface; this one owns them all.
class Workbench : public QObject
{
    Q_OBJECT

public:
    //! `settings` outlives the workbench.
    Workbench(const WorkbenchOptions &options, QSettings &settings, QObject *parent = nullptr);
    ~Workbench() override;

    //! Shows the window and reads what was remembered; then the accounts sign in one by one.
    void start();
    //! The same as the card of the welcome view.
    void openPlayground();
    //! For a link, or the next start: shown as soon as its account lists it.
    void showSprite(const SpriteKey &key);

Q_SIGNALS:
    //! The window was closed and nothing of ours runs any more.
    void finished();

public:
    MainWindow &window();
    Accounts &accounts();
    Actions &actions();
    OperationDesk &desk();
    Selection &selection();
    SpriteTreeModel &tree();

private:
    void finish();

    struct House;
    std::unique_ptr<House> m_house;
    bool m_finishing = false;
};

} // namespace Spritarium
