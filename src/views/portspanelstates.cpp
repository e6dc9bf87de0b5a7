// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/asleepstrip.h"
#include "views/portaskbanner.h"
#include "views/portspanel.h"
#include "views/portstates.h"
#include "views/porttable.h"
#include "views/porttoolbar.h"
#include "views/statepanel.h"
#include "views/textlabel.h"

#include <QPushButton>
#include <QStackedLayout>

#include <algorithm>
#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Kind = ViewState::Kind;

void PortsPanel::watchModel()
{
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_model, signal, this, &PortsPanel::refreshSoon);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &PortsPanel::refreshSoon);
}

void PortsPanel::refreshSoon()
{
    if (m_refreshQueued)
        return;
    m_refreshQueued = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_refreshQueued = false;
            dropObsoleteQuestions();
            refreshContent();
        },
        Qt::QueuedConnection);
}

bool PortsPanel::isGone() const
{
    return m_state.kind == Kind::Failed && m_state.error && m_state.error->kind == ApiError::Kind::NotFound;
}

bool PortsPanel::isListed(quint16 port) const
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const PortRow listed = PortRow::of(m_model.index(row, 0));
        if (listed.isListening() && listed.port.port == port)
            return true;
    }
    return false;
}

void PortsPanel::dropObsoleteQuestions()
{
    const auto banners = m_bannerArea->findChildren<PortAskBanner *>();
    for (PortAskBanner *banner : banners) {
        const QList<ListeningPort> &ports = banner->ports();
        if (std::none_of(ports.begin(), ports.end(),
                         [this](const ListeningPort &port) { return isListed(port.port); }))
            banner->deleteLater();
    }
}

void PortsPanel::refreshContent()
{
    const QString name = m_sprite.name.toString();
    const bool nothing =
        m_state.kind == Kind::NoSelection || ((m_state.kind == Kind::Denied || isGone()) && !hasForwards());
    m_pages->setCurrentWidget(nothing ? static_cast<QWidget *>(m_page) : m_content);
    if (m_state.kind == Kind::Asleep)
        m_strip->show(name, m_sprite.state, m_state, false);
    else
        m_strip->hide();
    m_waitsNoMore = m_waitsNoMore && m_state.kind == Kind::Loading;
    m_toolbar->setSaveDisabledReason(hasForwards() ? QString() : tr("Nothing is forwarded."));
    m_toolbar->setChoiceDisabledReason(
        m_state.kind == Kind::NotOffered ? tr("Listening ports cannot be watched here.") : QString());
    refreshAge();
    if (!nothing)
        showBody();
    else if (isGone())
        m_page->showMessage({u"warning"_s, m_state.error->userText(name), {}, tr("Remove from list"), {}});
    else
        m_page->showMessage(portsMessage(m_state, name));
}

void PortsPanel::refreshAge()
{
    const bool scan = m_state.kind == Kind::NotOffered && m_scanOffered && m_sprite.isRunning();
    const bool retry =
        m_state.kind == Kind::Stale || m_state.kind == Kind::Failed || m_state.kind == Kind::Offline;
    QString text = isGone() ? m_state.error->userText(m_sprite.name.toString()) : portsAgeText(m_state);
    const bool counts = m_retryIn && m_state.kind == Kind::Failed && !isGone();
    if (counts && *m_retryIn > std::chrono::seconds(0))
        text += u' ' + tr("Again in %n s", nullptr, int(m_retryIn->count()));
    else if (counts)
        text += u' ' + tr("Trying now");
    // Without any row the same stands in the middle.
    if (m_model.rowCount() == 0 && !scan && !counts)
        text.clear();
    m_age->setText(text);
    m_age->setAccessibleName(text);
    m_refresh->setText(scan && m_scanning            ? tr("Scanning…")
                       : scan                        ? tr("Scan once")
                       : m_state.wantsSignIn()       ? tr("Sign in again")
                       : counts                      ? tr("Now")
                       : m_state.kind == Kind::Stale ? tr("Refresh")
                                                     : tr("Try again"));
    m_refresh->setAccessibleName(scan                    ? tr("Scan once for listening ports")
                                 : m_state.wantsSignIn() ? tr("Sign in again")
                                                         : tr("Watch listening ports again"));
    m_refresh->setVisible((scan || retry || m_state.wantsSignIn()) && !isGone());
    m_refresh->setEnabled(!(scan && m_scanning));
    m_stopRetrying->setVisible(counts);
    m_ageLine->setVisible(!text.isEmpty());
}

void PortsPanel::showBody()
{
    const bool empty = m_table->model()->rowCount() == 0;
    m_body->setCurrentWidget(empty ? static_cast<QWidget *>(m_empty) : m_table);
    if (!empty)
        return;
    const QString name = m_sprite.name.toString();
    if (m_table->isFiltered() && m_model.rowCount() > 0)
        m_empty->showMessage({u"filter"_s, tr("Nothing matches the filter"), {}, tr("Clear filter"), {}});
    else if (m_state.kind == Kind::Loading && m_waitsNoMore)
        m_empty->showMessage({u"info"_s,
                              tr("Listening ports are not known yet"),
                              tr("Forward one by its number, above."),
                              tr("Refresh"),
                              {}});
    else if (m_state.kind == Kind::Loading)
        m_empty->showLoading();
    else if (m_state.kind == Kind::Failed && m_state.error)
        m_empty->showError(*m_state.error, name);
    else
        m_empty->showMessage(portsMessage(m_state, name));
}

void PortsPanel::pressPrimary()
{
    if (std::exchange(m_waitsNoMore, false))
        showBody();
    if (m_table->isFiltered() && m_model.rowCount() > 0)
        m_toolbar->clearFilter();
    else if (isGone())
        Q_EMIT removeFromListRequested();
    else if (m_state.wantsSignIn())
        Q_EMIT signInRequested();
    else
        Q_EMIT refreshRequested();
}

} // namespace Spritarium
