// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/applysheet.h"

#include "views/egressruletext.h"
#include "views/gobackchoice.h"
#include "views/policyconflictview.h"
#include "views/policydiffview.h"
#include "views/textlabel.h"
#include "views/verdictchangelist.h"

#include <QListView>
#include <QPushButton>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int mostFailing = 12;
constexpr int longestName = 28; //!< on the button, in average letters
} // namespace

ApplySheet::ApplySheet(const ApplyReview &review, bool onlyReview, QWidget *parent)
    : Sheet(onlyReview ? tr("Changes to the egress rules of %1").arg(review.sprite)
                       : tr("Apply egress rules to %1").arg(review.sprite),
            parent)
    , m_review(review)
    , m_reviewPart(new QWidget(this))
{
    setObjectName(u"applySheet"_s);
    setMinimumSize(640, 480);
    m_reviewPart->setObjectName(u"applyReview"_s);
    auto *lines = new QVBoxLayout(m_reviewPart);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(Space::small);
    content()->addWidget(m_reviewPart, 1);
    buildReview();
    buildFooter(onlyReview);
}

void ApplySheet::addSentence(const QString &text, const QString &name, ColorRole role)
{
    auto *sentence = new TextLabel(withoutTicks(text), TextRole::Body, m_reviewPart);
    sentence->setObjectName(name);
    sentence->setColorRole(role);
    sentence->setWordWrap(true);
    m_reviewPart->layout()->addWidget(sentence);
}

void ApplySheet::buildReview()
{
    if (m_review.isAsleep)
        addSentence(tr("%1 is asleep. Applying wakes it.").arg(m_review.sprite), u"applyAsleep"_s,
                    ColorRole::Rest);
    if (!m_review.firstRule.isEmpty())
        addSentence(m_review.firstRule, u"applyFirstRule"_s, ColorRole::Caution);
    const bool tightens = std::any_of(m_review.verdictChanges.begin(), m_review.verdictChanges.end(),
                                      [](const VerdictChange &change) { return change.tightens(); });
    if (tightens)
        addSentence(tr("Connections to newly blocked names are cut at once."), u"applyCuts"_s,
                    ColorRole::Caution);
    addFailing();
    auto *lines = static_cast<QVBoxLayout *>(m_reviewPart->layout());
    auto *diff = new PolicyDiffView(m_reviewPart);
    diff->setObjectName(u"applyDiff"_s);
    diff->setDiff(m_review.diff);
    if (lines->count() > 0)
        lines->addSpacing(Space::small);
    lines->addWidget(new TextLabel(tr("Rules"), TextRole::Section, m_reviewPart));
    lines->addWidget(diff, 1);
    addVerdictChanges();
}

void ApplySheet::addFailing()
{
    if (m_review.failing.isEmpty())
        return;
    auto *lines = static_cast<QVBoxLayout *>(m_reviewPart->layout());
    if (lines->count() > 0)
        lines->addSpacing(Space::small);
    lines->addWidget(new TextLabel(tr("Expectations that do not hold"), TextRole::Section, m_reviewPart));
    const auto shown = m_review.failing.mid(0, mostFailing);
    for (const CheckedExpectation &failing : shown)
        //: An expectation, then what is wrong with it
        addSentence(tr("%1 — %2").arg(expectationText(failing.expectation), expectationStateText(failing)),
                    u"applyFailing"_s, ColorRole::Danger);
    const int more = int(m_review.failing.size() - shown.size());
    if (more > 0)
        addSentence(tr("and %n more", nullptr, more), u"applyFailingMore"_s, ColorRole::Danger);
}

void ApplySheet::addVerdictChanges()
{
    auto *lines = static_cast<QVBoxLayout *>(m_reviewPart->layout());
    lines->addSpacing(Space::small);
    lines->addWidget(new TextLabel(tr("Verdict changes"), TextRole::Section, m_reviewPart));
    if (m_review.verdictChanges.isEmpty()) {
        addSentence(tr("No name that was looked at changes its verdict."), u"applyNoVerdicts"_s,
                    ColorRole::Muted);
        return;
    }
    auto *changes = new VerdictChangeList(m_reviewPart);
    changes->setChanges(m_review.verdictChanges);
    lines->addWidget(changes);
}

void ApplySheet::buildFooter(bool onlyReview)
{
    if (onlyReview) {
        QPushButton *close = addButton(tr("Close"), u"applyClose"_s);
        connect(close, &QPushButton::clicked, this, &QDialog::reject);
        setDefaultButton(close);
        close->setFocus();
        return;
    }
    m_goBack = new GoBackChoice(this);
    content()->addWidget(m_goBack);
    m_cancel = addCancelButton();
    const bool against = !m_review.failing.isEmpty();
    // A name may have 63 letters; the whole of it stands in the title.
    const QString name = fontMetrics().elidedText(m_review.sprite, Qt::ElideMiddle,
                                                  fontMetrics().averageCharWidth() * longestName);
    m_apply = addButton(against ? tr("Apply anyway") : tr("Apply to %1").arg(name), u"applyConfirm"_s,
                        against ? ButtonRole::Danger : ButtonRole::Primary);
    m_apply->setAccessibleName(against ? m_apply->text() : tr("Apply to %1").arg(m_review.sprite));
    m_apply->setAccessibleDescription(against ? tr("Some expectations do not hold.") : QString());
    // Against an expectation nothing is applied by a mere Enter.
    setDefaultButton(against ? m_cancel : m_apply);
    (against ? m_cancel : m_apply)->setFocus();
    connect(m_apply, &QPushButton::clicked, this, [this] {
        clearNote();
        Q_EMIT applyConfirmed(m_goBack->chosen());
    });
}

void ApplySheet::showConflict(const NetworkPolicy &base, const NetworkPolicy &mine,
                              const NetworkPolicy &theirs, const Rebase &rebase)
{
    setBusy(false);
    m_reviewPart->hide();
    delete m_conflictPart;
    m_conflictPart = new PolicyConflictView(base, mine, theirs, rebase, this);
    content()->insertWidget(0, m_conflictPart, 1);
    m_conflictPart->show();
    showNote(ColorRole::Caution, tr("Somebody else changed the rules since this draft began."));
    if (!m_rebase)
        buildConflictButtons();
    orderFocus();
    setDefaultButton(m_rebase);
    m_rebase->setFocus();
}

void ApplySheet::orderFocus()
{
    // What came last is shown first.
    QList<QWidget *> order = {m_conflictPart->findChild<QTabBar *>()};
    for (QListView *lines : m_conflictPart->findChildren<QListView *>())
        order.append(lines);
    if (m_goBack)
        order += m_goBack->focusOrder();
    order.append({m_cancel, m_replace, m_rebase});
    order.removeAll(nullptr);
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order.at(i - 1), order.at(i));
}

void ApplySheet::buildConflictButtons()
{
    if (m_apply)
        m_apply->hide();
    m_replace = addButton(tr("Replace theirs"), u"applyReplaceTheirs"_s, ButtonRole::Danger);
    m_replace->setAccessibleDescription(tr("Applies your draft; their changes are lost."));
    m_replace->setToolTip(m_replace->accessibleDescription());
    m_replace->show();
    m_rebase = addButton(tr("Rebase my changes"), u"applyRebase"_s, ButtonRole::Primary);
    m_rebase->setAccessibleDescription(tr("Puts your changes on theirs; nothing is applied yet."));
    m_rebase->setToolTip(m_rebase->accessibleDescription());
    m_rebase->show(); // at once, to be the default of an open sheet
    connect(m_replace, &QPushButton::clicked, this, [this] {
        clearNote();
        Q_EMIT replaceTheirsRequested(m_goBack ? m_goBack->chosen() : std::chrono::seconds(0));
    });
    connect(m_rebase, &QPushButton::clicked, this, [this] {
        Q_EMIT rebaseRequested();
        accept();
    });
}

} // namespace Spritarium
