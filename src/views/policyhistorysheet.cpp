// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/policyhistorysheet.h"

#include "domain/policydiff.h"
#include "domain/relativetime.h"
#include "views/accentdelegate.h"
#include "views/policydiffview.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QTimer>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QString whyText(const QString &why)
{
    if (why == "applied"_L1)
        return PolicyHistorySheet::tr("Applied");
    if (why == "went-back"_L1)
        return PolicyHistorySheet::tr("Went back by itself");
    if (why == "put-back"_L1)
        return PolicyHistorySheet::tr("Put back after a restore");
    if (why == "bulk"_L1)
        return PolicyHistorySheet::tr("Applied to several sprites");
    if (why == "with-sprite"_L1)
        return PolicyHistorySheet::tr("With the new sprite");
    return why;
}

} // namespace

PolicyHistorySheet::PolicyHistorySheet(const QString &sprite, const NetworkPolicy &inForce, QWidget *parent)
    : Sheet(tr("Egress history of %1").arg(sprite), parent)
    , m_inForce(inForce)
    , m_empty(new TextLabel(tr("Nothing was applied from this computer yet."), TextRole::Body, this))
    , m_filled(new QWidget(this))
    , m_list(new QListWidget(m_filled))
    , m_minute(new QTimer(this))
{
    setObjectName(u"policyHistorySheet"_s);
    setMinimumSize(760, 480);
    m_empty->setObjectName(u"historyEmpty"_s);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_list->setObjectName(u"historyVersions"_s);
    m_list->setAccessibleName(tr("Versions applied from this computer"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new AccentDelegate(m_list));
    auto *sides = new QHBoxLayout(m_filled);
    sides->setContentsMargins(0, 0, 0, 0);
    sides->setSpacing(Space::panel);
    sides->addWidget(m_list, 2);
    sides->addWidget(buildDiffSide(), 3);
    content()->addWidget(m_empty);
    content()->addWidget(m_filled, 1);
    QPushButton *close = addButton(tr("Close"), u"historyClose"_s);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    m_makeDraft = addButton(tr("Make this the draft"), u"historyMakeDraft"_s, ButtonRole::Primary);
    connect(m_makeDraft, &QPushButton::clicked, this, [this] {
        if (current() < 0)
            return;
        Q_EMIT draftRequested(m_versions.at(current()));
        accept();
    });
    connect(m_list, &QListWidget::currentRowChanged, this, &PolicyHistorySheet::showCurrent);
    m_minute->setInterval(std::chrono::minutes(1));
    connect(m_minute, &QTimer::timeout, this, &PolicyHistorySheet::refreshTimes);
    m_minute->start();
    setVersions({});
}

QWidget *PolicyHistorySheet::buildDiffSide()
{
    auto *side = new QWidget(m_filled);
    m_toBefore = new QRadioButton(tr("Compared with the one before"), side);
    m_toBefore->setObjectName(u"historyToBefore"_s);
    m_toBefore->setChecked(true);
    m_toInForce = new QRadioButton(tr("Compared with what is in force"), side);
    m_toInForce->setObjectName(u"historyToInForce"_s);
    m_meaning = new TextLabel(TextRole::Meta, side);
    m_meaning->setObjectName(u"historyMeaning"_s);
    m_meaning->setWordWrap(true);
    m_diff = new PolicyDiffView(side);
    m_diff->setObjectName(u"historyDiff"_s);
    auto *lines = new QVBoxLayout(side);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(Space::small);
    lines->addWidget(m_toBefore);
    lines->addWidget(m_toInForce);
    lines->addWidget(m_meaning);
    lines->addWidget(m_diff, 1);
    connect(m_toBefore, &QRadioButton::toggled, this, &PolicyHistorySheet::showCurrent);
    return side;
}

int PolicyHistorySheet::current() const
{
    const int row = m_list->currentRow();
    return row < m_versions.size() ? row : -1;
}

QString PolicyHistorySheet::versionText(int row) const
{
    const PolicyVersion &version = m_versions.at(row);
    const auto newest = std::find_if(m_versions.begin(), m_versions.end(),
                                     [this](const PolicyVersion &one) { return one.policy == m_inForce; });
    const bool inForce = newest != m_versions.end() && newest - m_versions.begin() == row;
    const QString why = whyText(version.why);
    //: Why a version is there, and that it is the one in force
    const QString second = inForce ? tr("%1 · in force").arg(why) : why;
    return bothTimesText(version.at, QDateTime::currentDateTimeUtc()) + u'\n' + second;
}

void PolicyHistorySheet::setVersions(const QList<PolicyVersion> &versions)
{
    const QString selected = current() >= 0 ? m_versions.at(current()).id : QString();
    m_versions = versions;
    m_list->clear();
    int row = 0;
    for (int i = 0; i < int(versions.size()); ++i) {
        m_list->addItem(QString());
        if (!selected.isEmpty() && versions.at(i).id == selected)
            row = i;
    }
    refreshTimes();
    m_empty->setVisible(versions.isEmpty());
    m_filled->setVisible(!versions.isEmpty());
    m_makeDraft->setVisible(!versions.isEmpty());
    if (!versions.isEmpty()) {
        m_list->setCurrentRow(row);
        setDefaultButton(m_makeDraft);
        m_list->setFocus();
    }
    showCurrent();
}

void PolicyHistorySheet::refreshTimes()
{
    for (int row = 0; row < m_list->count(); ++row) {
        const QString text = versionText(row);
        m_list->item(row)->setText(text);
        m_list->item(row)->setToolTip(text);
    }
}

void PolicyHistorySheet::showCurrent()
{
    const int row = current();
    m_makeDraft->setEnabled(row >= 0);
    if (row < 0)
        return;
    const NetworkPolicy &policy = m_versions.at(row).policy;
    if (m_toInForce->isChecked()) {
        m_meaning->setText(tr("What would change if this version were applied now."));
        m_diff->setDiff(differenceBetween(m_inForce, policy));
        return;
    }
    const bool oldest = row + 1 >= m_versions.size();
    m_meaning->setText(oldest ? tr("The oldest version known here. All its rules are shown.")
                              : tr("What this version changed."));
    m_diff->setDiff(differenceBetween(oldest ? NetworkPolicy() : m_versions.at(row + 1).policy, policy));
}

} // namespace Spritarium
