// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/egressdraftbar.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/codetext.h"
#include "views/textlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

EgressDraftBar::EgressDraftBar(PolicyAnalysis &analysis, QWidget *parent)
    : QFrame(parent)
    , m_analysis(analysis)
    , m_text(new TextLabel(TextRole::Body, this))
    , m_outdated(new TextLabel(TextRole::Body, this))
    , m_blame(new TextLabel(TextRole::Body, this))
    , m_discard(new QPushButton(tr("Discard"), this))
    , m_review(new QPushButton(tr("Review"), this))
    , m_apply(new QPushButton(tr("Apply…"), this))
{
    setObjectName(u"egressDraftBar"_s);
    setMinimumHeight(52);
    m_text->setObjectName(u"draftText"_s);
    m_outdated->setObjectName(u"draftOutdated"_s);
    m_blame->setObjectName(u"draftBlame"_s);
    m_outdated->setText(tr("The rules in force changed since this draft began."));
    m_outdated->setColorRole(ColorRole::Caution);
    m_blame->setColorRole(ColorRole::Danger);
    for (TextLabel *label : {m_text, m_outdated, m_blame})
        label->setWordWrap(true);
    m_discard->setObjectName(u"draftDiscard"_s);
    m_review->setObjectName(u"draftReview"_s);
    m_apply->setObjectName(u"draftApply"_s);
    setButtonRole(*m_apply, ButtonRole::Primary);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addStretch(1);
    for (TextLabel *label : {m_text, m_outdated, m_blame})
        texts->addWidget(label);
    texts->addStretch(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Space::panel, Space::small, Space::panel, Space::small);
    row->setSpacing(Space::small);
    row->addLayout(texts, 1);
    for (QPushButton *button : {m_discard, m_review, m_apply}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    connect(m_discard, &QPushButton::clicked, this, &EgressDraftBar::discardRequested);
    connect(m_review, &QPushButton::clicked, this, &EgressDraftBar::reviewRequested);
    connect(m_apply, &QPushButton::clicked, this, &EgressDraftBar::applyRequested);
    connect(&analysis, &PolicyAnalysis::changed, this, &EgressDraftBar::refresh);
    connect(&analysis.document(), &PolicyDocument::modifiedChanged, this, &EgressDraftBar::refresh);
    refresh();
}

void EgressDraftBar::setApplyDisabledReason(const QString &reason)
{
    m_reason = reason;
    refresh();
}

QString EgressDraftBar::blameText() const
{
    const QList<CheckedExpectation> &all = m_analysis.expectations();
    const auto fails = [](const CheckedExpectation &one) { return one.state != ExpectationState::Holds; };
    auto failing = std::find_if(all.begin(), all.end(), [&](const CheckedExpectation &one) {
        return fails(one) && one.blame >= 0; // one that names a rule says more
    });
    if (failing == all.end())
        failing = std::find_if(all.begin(), all.end(), fails);
    if (failing == all.end())
        return {};
    const QString text = expectationText(failing->expectation);
    if (failing->blame < 0)
        return tr("An expectation does not hold: %1.").arg(text);
    return tr("Rule %1 breaks an expectation: %2.").arg(QLocale().toString(failing->blame + 1), text);
}

void EgressDraftBar::refresh()
{
    PolicyDocument &document = m_analysis.document();
    const bool shown = document.isLoaded() && document.isModified();
    setVisible(shown);
    if (!shown)
        return;
    const int changes = m_analysis.changes().changes();
    const int names = int(m_analysis.verdictChanges().size());
    const QString notApplied =
        changes > 0 ? tr("%n change(s) not applied", nullptr, changes) : tr("A change is not applied");
    //: %1 is how many changes are not applied, %2 how many names change verdict
    const QString text = names > 0
                             ? tr("%1 · %2").arg(notApplied, tr("%n name(s) change verdict", nullptr, names))
                             : notApplied;
    if (text != m_text->text()) {
        m_text->setText(text);
        m_text->setAccessibleName(text);
        QAccessibleEvent event(m_text, QAccessible::NameChanged);
        QAccessible::updateAccessibility(&event);
    }
    m_outdated->setVisible(document.isOutdated());
    const QString blame = blameText();
    m_blame->setText(blame);
    m_blame->setVisible(!blame.isEmpty());
    const QString label = blame.isEmpty() ? tr("Apply…") : tr("Apply anyway…");
    m_apply->setText(label);
    m_apply->setAccessibleName(label);
    m_apply->setEnabled(m_reason.isEmpty());
    const QString tip = !m_reason.isEmpty() ? m_reason
                        : blame.isEmpty()   ? tr("Shows what will change, then asks (Ctrl+Return)")
                                            : blame;
    m_apply->setToolTip(tip);
    m_apply->setStatusTip(m_reason);
    m_apply->setAccessibleDescription(m_reason.isEmpty() ? blame : m_reason);
}

void EgressDraftBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Appearance appearance(palette());
    painter.fillRect(rect(), palette().color(QPalette::AlternateBase));
    painter.fillRect(0, 0, width(), 1, appearance.hairline());
    painter.fillRect(QRect(layoutDirection() == Qt::RightToLeft ? width() - 3 : 0, 0, 3, height()),
                     appearance.color(ColorRole::Caution));
}

} // namespace Spritarium
