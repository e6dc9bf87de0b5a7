// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "benchprogram.h"

#include "app/language.h"
#include "models/checkpointtimelinemodel.h"
#include "models/spritefilter.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"
#include "views/timelinelist.h"
#include "views/timelinepanel.h"

#include <QEventLoop>
#include <QLineEdit>
#include <QMetaEnum>
#include <QTest>
#include <QThread>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

BenchApplication::BenchApplication(int &argc, char **argv)
    : QApplication(argc, argv)
{
    setApplicationName(u"spritarium"_s);
    setOrganizationName(u"spritarium"_s);
    setApplicationDisplayName(u"Spritarium"_s);
}

bool BenchApplication::notify(QObject *receiver, QEvent *event)
{
    if (QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    const QEvent::Type type = event->type();
    const char *name = receiver->metaObject()->className();
    const qint64 begin = monotonicNow();
    m_painted = m_painted || (type == QEvent::Paint && receiver == m_watched);
    ++m_depth;
    const bool handled = QApplication::notify(receiver, event);
    if (--m_depth > 0)
        return handled;
    m_paints += m_painted;
    m_painted = false;
    if (const qint64 took = monotonicNow() - begin; took > m_longest) {
        m_longest = took;
        m_longestName =
            u"%1 of %2: %3 ms"_s.arg(QLatin1String(QMetaEnum::fromType<QEvent::Type>().valueToKey(type)),
                                     QLatin1String(name), QString::number(double(took) / 1e6, 'f', 1));
    }
    return handled;
}

void BenchApplication::watchPaint(QWidget *widget)
{
    m_watched = widget;
    m_painted = false;
    m_paints = 0;
}

BenchProgram::BenchProgram(BenchApplication &application, const BenchArguments &arguments)
    : m_application(application)
    , m_arguments(arguments)
    , m_settings(arguments.folder + u"/settings.ini"_s, QSettings::IniFormat)
    , m_account(accountIdFor(arguments.url, u"bench"_s))
{
    installLanguage(application, {});
    WorkbenchOptions options;
    options.dataFolder = arguments.folder;
    options.homeFolder = arguments.folder;
    options.playgroundProgram = QCoreApplication::applicationDirPath() + u"/spritarium-playground"_s;
    options.useKeychain = false;
    m_workbench = std::make_unique<Workbench>(options, m_settings);
}

BenchProgram::~BenchProgram() = default;

void BenchProgram::start()
{
    m_workbench->start();
}

void BenchProgram::signIn(Account::Storage storage)
{
    Account account;
    account.id = m_account;
    account.organization = u"bench"_s;
    account.apiUrl = m_arguments.url;
    account.storage = storage;
    m_workbench->accounts().signIn(account, QString::fromUtf8(m_arguments.token));
}

bool BenchProgram::isSignedIn()
{
    return m_workbench->accounts().session(m_account) != nullptr;
}

AccountSession &BenchProgram::session()
{
    return *m_workbench->accounts().session(m_account);
}

SpriteKey BenchProgram::key(const QString &sprite) const
{
    return {m_account, SpriteName(sprite)};
}

bool BenchProgram::until(const std::function<bool()> &isSo)
{
    // The meter's timer wakes the loop every millisecond.
    QEventLoop loop;
    const qint64 deadline = monotonicNow() + qint64(40e9);
    while (!isSo()) {
        loop.processEvents(QEventLoop::WaitForMoreEvents);
        if (monotonicNow() > deadline)
            return false;
    }
    return true;
}

bool BenchProgram::untilPainted(QWidget &widget, const std::function<bool()> &isSo)
{
    if (isSo && !until(isSo))
        return false;
    m_application.watchPaint(&widget);
    return until([this] { return m_application.paintCount() > 0; });
}

bool BenchProgram::untilQuiet(double milliseconds)
{
    m_stalls.restart();
    return until([this, milliseconds] { return m_stalls.quietFor() > milliseconds; });
}

void BenchProgram::clickSprite(const QString &sprite)
{
    const QModelIndex at = filter().mapFromSource(m_workbench->tree().indexOf(key(sprite)));
    tree().scrollTo(at);
    QTest::mouseClick(tree().viewport(), Qt::LeftButton, {}, tree().visualRect(at).center());
}

QTreeView &BenchProgram::tree()
{
    return *m_workbench->window().findChild<QTreeView *>(u"spriteTree"_s);
}

QLineEdit &BenchProgram::filterField()
{
    return *m_workbench->window().findChild<QLineEdit *>(u"treeFilter"_s);
}

SpriteFilter &BenchProgram::filter()
{
    return *static_cast<SpriteFilter *>(tree().model());
}

TimelinePanel &BenchProgram::timelinePanel()
{
    return *m_workbench->window().findChild<TimelinePanel *>();
}

CheckpointTimelineModel &BenchProgram::timeline()
{
    return *static_cast<CheckpointTimelineModel *>(timelinePanel().list()->model());
}

} // namespace Spritarium::Bench
