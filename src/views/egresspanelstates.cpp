// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/banner.h"
#include "views/asleepstrip.h"
#include "views/egressdraftbar.h"
#include "views/egresspanel.h"
#include "views/egressstatebar.h"
#include "views/egressstates.h"
#include "views/egresstoolbar.h"
#include "views/errordetails.h"
#include "views/focusorder.h"
#include "views/policydiffview.h"
#include "views/policyjsonview.h"
#include "views/ruletable.h"
#include "views/sheet.h"
#include "views/statepanel.h"

#include <QPushButton>
#include <QStackedLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Kind = ViewState::Kind;

Banner *EgressPanel::addBanner(Banner *banner, const QString &name)
{
    banner->setObjectName(name);
    m_banners->addWidget(banner);
    banner->show();
    m_bannerArea->show();
    // Its buttons come with this turn of the loop.
    QMetaObject::invokeMethod(
        this,
        [this] {
            orderFocusByLayout(*this);
            m_table->chainOverlays();
        },
        Qt::QueuedConnection);
    // The layout lets go of it only after it is destroyed.
    connect(
        banner, &QObject::destroyed, m_bannerArea,
        [area = m_bannerArea, banners = m_banners] { area->setVisible(banners->count() > 0); },
        Qt::QueuedConnection);
    return banner;
}

bool EgressPanel::isGone() const
{
    return m_state.kind == Kind::Failed && m_state.error && m_state.error->kind == ApiError::Kind::NotFound;
}

bool EgressPanel::isAsleepReadOnly() const
{
    return m_state.kind == Kind::Asleep && !m_draftWanted;
}

void EgressPanel::refreshContent()
{
    const bool removed =
        m_state.kind == Kind::Denied || m_state.kind == Kind::NotOffered || m_state.kind == Kind::NoSelection;
    const bool shown = document().isLoaded() && !removed && !isGone();
    m_pages->setCurrentWidget(shown ? m_content : static_cast<QWidget *>(m_statePanel));
    ViewState age = m_state;
    age.asOf = document().asOf();
    if (shown && m_state.kind == Kind::Asleep)
        m_strip->show(m_spriteName, m_spriteState, age, false);
    else
        m_strip->hide();
    m_stateBar->setState(age);
    showFailure();
    refreshEditing();
    if (shown)
        return;
    const bool loading = m_state.kind == Kind::Loading || m_state.kind == Kind::Ready ||
                         m_state.kind == Kind::Empty || m_state.kind == Kind::Stale;
    if (loading)
        m_statePanel->showLoading();
    else if (isGone())
        m_statePanel->showMessage(
            {u"warning"_s, m_state.error->userText(m_spriteName), {}, tr("Remove from list"), {}});
    else if (m_state.kind == Kind::Failed && m_state.error)
        m_statePanel->showError(*m_state.error, m_spriteName);
    else
        m_statePanel->showMessage(egressMessage(m_state, m_spriteName));
}

void EgressPanel::refreshEditing()
{
    if (document().isModified())
        m_draftWanted = true;
    const bool asleep = isAsleepReadOnly();
    const QString reason = asleep ? tr("Press Edit a draft first.") : m_editReason;
    const bool readOnly = !document().isLoaded() || !reason.isEmpty();
    m_rules.setReadOnly(readOnly);
    m_json->setReadOnly(readOnly);
    m_draftOffer->setVisible(asleep && document().isLoaded());
    m_toolbar->setEditDisabledReason(readOnly ? reason : QString());
    m_stateBar->setStartDisabledReason(m_editReason);
    m_toolbar->setOrderProofOffered(document().rules().size() > 1);
    showFirstRule();
}

void EgressPanel::refreshAnalysis()
{
    m_stateBar->setSummaries(summarize(document().published()), summarize(document().draft()));
    showFirstRule();
}

void EgressPanel::showFirstRule()
{
    const QList<Finding> &findings = m_rules.analysis().findings();
    const auto first = std::find_if(findings.begin(), findings.end(), [](const Finding &finding) {
        return finding.kind == FindingKind::FirstRule;
    });
    // Whoever took the defaults has seen what the first rule does.
    const bool shown = first != findings.end() && document().isLoaded() &&
                       document().published().rules.isEmpty() && !summarize(document().draft()).defaults;
    if (shown)
        m_firstRule->setText(findingText(*first));
    m_firstRule->setVisible(shown);
    m_firstRule->findChild<QPushButton *>(u"addDefaultsButton"_s)->setEnabled(!m_rules.isReadOnly());
}

void EgressPanel::showFailure()
{
    const bool wanted = m_state.kind == Kind::Failed && document().isLoaded() && m_state.error && !isGone();
    if (wanted && m_failure) {
        m_failure->setText(m_state.error->userText(m_spriteName));
        return;
    }
    delete m_failure;
    if (!wanted)
        return;
    m_failure = addBanner(new Banner(ColorRole::Danger, m_state.error->userText(m_spriteName), this),
                          u"egressFailureBanner"_s);
    QPushButton *retry = m_failure->addAction(tr("Retry"), u"egressRetryButton"_s);
    QPushButton *details = m_failure->addAction(tr("Details"), u"egressDetailsButton"_s);
    connect(retry, &QPushButton::clicked, this, &EgressPanel::refreshRequested);
    connect(details, &QPushButton::clicked, this, [this] {
        if (m_state.error)
            (new ErrorDetails(*m_state.error, window()))->open();
    });
}

void EgressPanel::showResult(ColorRole role, const QString &text, const std::optional<ApiError> &error,
                             const std::optional<QPair<NetworkPolicy, NetworkPolicy>> &difference)
{
    clearResult();
    m_result = addBanner(new Banner(role, text, this), u"egressResultBanner"_s);
    if (difference) {
        QPushButton *show = m_result->addAction(tr("Show"), u"egressResultShow"_s);
        show->setAccessibleName(tr("Show the difference"));
        connect(show, &QPushButton::clicked, this,
                [this, sent = difference->first, read = difference->second] { showDifference(sent, read); });
    }
    if (error) {
        QPushButton *details = m_result->addAction(tr("Details"), u"egressResultDetails"_s);
        connect(details, &QPushButton::clicked, this,
                [this, error = *error] { (new ErrorDetails(error, window()))->open(); });
    }
}

void EgressPanel::clearResult()
{
    delete m_result;
}

void EgressPanel::showDifference(const NetworkPolicy &sent, const NetworkPolicy &read)
{
    auto *sheet = new Sheet(tr("What was sent, and what was read back"), window());
    sheet->setObjectName(u"readBackSheet"_s);
    auto *view = new PolicyDiffView(sheet);
    view->setDiff(differenceBetween(sent, read));
    sheet->content()->addWidget(view);
    QPushButton *close = sheet->addButton(tr("Close"), u"readBackClose"_s, ButtonRole::Primary);
    sheet->setDefaultButton(close);
    connect(close, &QPushButton::clicked, sheet, &QDialog::accept);
    sheet->open();
}

void EgressPanel::showPasted(int count, const QStringList &refused)
{
    delete m_leftOut;
    if (count == 0 && refused.isEmpty()) {
        Q_EMIT statusTextRequested(tr("There is no name on the clipboard."));
        return;
    }
    if (refused.isEmpty())
        return;
    const QString text =
        count == 0 && refused.size() == 1
            ? tr("Nothing was pasted. %1").arg(refused.first())
            : tr("%n name(s) left out. %1", nullptr, int(refused.size())).arg(refused.first());
    m_leftOut = addBanner(new Banner(ColorRole::Caution, text, this), u"egressPasteBanner"_s);
    m_leftOut->setToolTip(refused.mid(0, 20).join(u'\n'));
}

} // namespace Spritarium
