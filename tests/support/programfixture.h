// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/workbench.h"
#include "domain/account.h"
#include "support/playgroundfixture.h"
#include "views/mainwindow.h"

#include <QSettings>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

#include <memory>

class QAction;

namespace Spritarium::Test {

//! The whole program of a test's own: real window, fresh data folder, impatient limits, no keychain. What a
//! person does is done on widgets found by their object names.
class ProgramFixture
{
public:
    //! In a folder of its own, or in one that outlives it.
    explicit ProgramFixture(const QString &folder = {});
    ~ProgramFixture();

    //! Before start().
    WorkbenchOptions &options() { return m_options; }
    //! Builds the program on the data folder and shows its window.
    void start();
    //! Takes the program down, as a quit does.
    void stop();
    void restart();

    Workbench &workbench() { return *m_workbench; }
    MainWindow &window();
    QString dataFolder() const { return m_place + QStringLiteral("/data"); }
    QString homeFolder() const { return m_place + QStringLiteral("/home"); }
    QSettings &settings() { return *m_settings; }

    //! Signs in to a playground; its token rests in the private file, so that restart() finds it.
    AccountId signIn(PlaygroundFixture &playground,
                     const QString &organization = QStringLiteral("playground"),
                     Account::Storage storage = Account::Storage::File);

    //! The widget of this name that a person can see; null if there is none.
    QWidget *seen(const QString &name);
    template <typename T>
    T *seenAs(const QString &name)
    {
        return qobject_cast<T *>(seen(name));
    }
    bool isSeen(const QString &name) { return seen(name) != nullptr; }
    //! What the visible label, button or field of this name says; "(not seen)" if there is none.
    QString text(const QString &name);
    //! All visible text of a widget and what is in it, one per line.
    QString allText(const QString &name);
    //! Waits for the widget, presses it with the left button. False when it is not there or off.
    bool click(const QString &name);
    //! Waits for the field, replaces its text by typing.
    bool type(const QString &name, const QString &text);
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier, QWidget *target = nullptr);
    //! Triggers an entry of the menu bar, as a click on it does; false when it is off or not there.
    bool chooseMenu(const QString &action);
    QAction *action(QLatin1StringView id);

    //! Waits for the row of a sprite in the tree and clicks on it.
    bool selectSprite(const QString &name, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    //! Waits for the point in the timeline and clicks on its row.
    bool selectCheckpoint(const QString &id);
    bool hasCheckpoint(const QString &id);
    //! Texts of the tree's rows, depth first.
    QStringList treeRows();

private:
    QTemporaryDir m_folder;
    QString m_place;
    WorkbenchOptions m_options;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Workbench> m_workbench;
};

//! Patience of milliseconds where people have seconds.
ApiLimits quickLimits();
FlowTiming quickFlows();
SpriteTiming quickSprites();

//! The HTTP token that a playground of a test asks for: in the shape of the real ones.
QString secretToken();

//! Names of the files below a folder that hold any secret part of the token.
QStringList filesHoldingToken(const QString &folder, const QString &token);

Playground::SpriteRequest spriteNamed(const QString &name);
Playground::CheckpointRequest pointWith(const QString &comment);

//! Of the requests so far: those that reached inside a sprite which did not run.
QStringList wakingRequests(PlaygroundFixture &playground);

} // namespace Spritarium::Test
