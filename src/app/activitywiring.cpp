// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/activitywiring.h"

#include "app/accounts.h"
#include "app/operationdesk.h"
#include "app/settings.h"
#include "app/stores.h"
#include "models/activitymodel.h"
#include "views/activitypanel.h"
#include "views/mainwindow.h"

namespace Spritarium {

using namespace std::chrono_literals;

namespace {

QList<ActivityEntry> entriesOf(const QList<StoredActivity> &stored)
{
    QList<ActivityEntry> entries;
    entries.reserve(stored.size());
    for (const StoredActivity &each : stored)
        entries << ActivityEntry{each.operation, each.accountName, each.requests, each.messages};
    return entries;
}

} // namespace

ActivityWiring::ActivityWiring(const Parts &parts, ActivityPanel &panel, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_panel(panel)
{
    watchDesk();
    connect(&parts.accounts, &Accounts::sessionOpened, this, &ActivityWiring::watchSession);
    connect(&parts.activity, &ActivityModel::runningChanged, this, &ActivityWiring::updateRunning);
    connect(&panel, &ActivityPanel::clearRequested, this, [this] {
        m_parts.activity.clear();
        m_parts.stores.clearActivity();
    });
    panel.setColumns(parts.settings.bytes(Settings::Key::ActivityColumns));
    // Not for each pixel of a drag: the file is written as a whole.
    m_saveColumns.setSingleShot(true);
    m_saveColumns.setInterval(500ms);
    connect(&panel, &ActivityPanel::columnsChanged, &m_saveColumns, qOverload<>(&QTimer::start));
    connect(&m_saveColumns, &QTimer::timeout, this, &ActivityWiring::saveColumns);
    connect(&parts.window, &MainWindow::closing, this, &ActivityWiring::saveColumns);
    connect(&parts.window, &MainWindow::activityRequested, this, [this] {
        if (const std::optional<Operation> newest = m_parts.activity.newestRunning())
            m_panel.showOperation(newest->id);
    });
}

ActivityWiring::~ActivityWiring()
{
    if (m_saveColumns.isActive())
        saveColumns();
}

void ActivityWiring::saveColumns()
{
    m_saveColumns.stop();
    m_parts.settings.set(Settings::Key::ActivityColumns, m_panel.columns());
}

void ActivityWiring::watchDesk()
{
    connect(&m_parts.desk, &OperationDesk::changed, this, [this](const Operation &operation) {
        const QString name = accountName(operation.sprite.account);
        m_parts.activity.applyOperation(operation, name);
        m_parts.stores.of(operation.sprite.account).saveOperation(operation, name);
        updateRunning();
    });
    connect(&m_parts.desk, &OperationDesk::messageReceived, this,
            [this](const OperationId &id, const StreamMessage &message) {
                m_parts.activity.applyMessage(id, message);
                if (const OperationFlow *flow = m_parts.desk.flow(id))
                    m_parts.stores.of(flow->operation().sprite.account).addMessage(id, message);
            });
}

void ActivityWiring::addRemembered(const QList<StoredActivity> &entries)
{
    m_parts.activity.applyEntries(entriesOf(entries));
}

void ActivityWiring::watchSession(AccountSession *session)
{
    const AccountId account = session->account().id;
    connect(&session->client(), &ApiClient::requestFinished, this,
            [this, account](const RequestRecord &record) {
                const std::optional<OperationId> operation = m_parts.desk.operationOf(account, record);
                if (!operation)
                    return;
                m_parts.activity.applyRequest(*operation, record);
                m_parts.stores.of(account).addRequest(*operation, record);
            });
}

QString ActivityWiring::accountName(const AccountId &account) const
{
    const std::optional<Account> found = m_parts.accounts.account(account);
    return found ? found->organization : account.toString();
}

void ActivityWiring::updateRunning()
{
    const std::optional<Operation> newest = m_parts.activity.newestRunning();
    m_parts.window.setRunning(newest ? operationTitle(*newest) : QString(), m_parts.activity.runningCount());
}

} // namespace Spritarium
