// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/overviewcards.h"

#include "domain/policysummary.h"
#include "domain/relativetime.h"
#include "models/portforwardmodel.h"
#include "views/buttonrole.h"
#include "views/portaddfield.h"
#include "views/textlabel.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PortForwardModel;

namespace {

QPushButton *addOpen(Card &card, const QString &name, const QString &accessibleName)
{
    QPushButton *open = card.addButton(EgressCard::tr("Open"), name);
    open->setAccessibleName(accessibleName);
    return open;
}

} // namespace

EgressCard::EgressCard(QWidget *parent)
    : Card(tr("Egress"), parent)
    , m_sentence(new TextLabel(TextRole::Body, this))
    , m_age(new TextLabel(TextRole::Meta, this))
    , m_field(new QLineEdit(this))
{
    m_sentence->setObjectName(u"overviewEgress"_s);
    m_sentence->setWordWrap(true);
    m_age->setObjectName(u"overviewEgressAge"_s);
    m_field->setObjectName(u"overviewTester"_s);
    m_field->setAccessibleName(tr("Would this name be allowed?"));
    m_field->setPlaceholderText(tr("Would this name be allowed?"));
    for (QWidget *part :
         {static_cast<QWidget *>(m_sentence), static_cast<QWidget *>(m_age), static_cast<QWidget *>(m_field)})
        content()->addWidget(part);
    connect(addOpen(*this, u"overviewOpenEgress"_s, tr("Open the egress rules")), &QPushButton::clicked, this,
            &EgressCard::openRequested);
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        const QString name = m_field->text().trimmed();
        if (!name.isEmpty())
            Q_EMIT askRequested(name);
    });
    showPolicy(std::nullopt, {}, false);
}

void EgressCard::showPolicy(const std::optional<NetworkPolicy> &policy, const QDateTime &asOf,
                            bool isModified)
{
    m_sentence->setText(policy ? summaryText(summarize(*policy)) : tr("Rules not loaded"));
    QString age = policy && asOf.isValid() ? tr("As of %1").arg(clockText(asOf)) : QString();
    if (isModified)
        age = age.isEmpty() ? tr("Your changes are not applied.")
                            : tr("%1. Your changes are not applied.").arg(age);
    m_age->setText(age);
    m_age->setVisible(!age.isEmpty());
}

PortsCard::PortsCard(PortForwardModel &model, QWidget *parent)
    : Card(tr("Ports"), parent)
    , m_model(model)
    , m_lines(new QWidget(this))
    , m_note(new TextLabel(TextRole::Meta, this))
    , m_add(new PortAddField(this))
{
    auto *lines = new QVBoxLayout(m_lines);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(Space::tiny);
    m_note->setObjectName(u"overviewPortsNote"_s);
    content()->addWidget(m_lines);
    content()->addWidget(m_note);
    content()->addWidget(m_add);
    connect(addOpen(*this, u"overviewOpenPorts"_s, tr("Open the ports")), &QPushButton::clicked, this,
            &PortsCard::openRequested);
    connect(m_add, &PortAddField::submitted, this, [this] {
        const QString typed = m_add->text();
        m_add->clear();
        Q_EMIT addRequested(typed);
    });
    // Counters change four times a second; the lines need not.
    m_refreshSoon.setSingleShot(true);
    m_refreshSoon.setInterval(std::chrono::milliseconds(200));
    connect(&m_refreshSoon, &QTimer::timeout, this, &PortsCard::refresh);
    const auto soon = [this] {
        if (!m_refreshSoon.isActive())
            m_refreshSoon.start();
    };
    connect(&model, &QAbstractItemModel::dataChanged, this, soon);
    connect(&model, &QAbstractItemModel::rowsInserted, this, soon);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, soon);
    connect(&model, &QAbstractItemModel::modelReset, this, soon);
    refresh();
}

void PortsCard::refresh()
{
    const auto old = m_lines->findChildren<QWidget *>(Qt::FindDirectChildrenOnly);
    for (QWidget *line : old) {
        line->hide();
        line->deleteLater();
    }
    int shown = 0;
    int all = 0;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row, Model::State);
        const auto type = Model::RowType(index.data(Model::RowTypeRole).toInt());
        if (type != Model::RowType::Forward && type != Model::RowType::Listening)
            continue;
        ++all;
        if (shown == MostRows)
            continue;
        addLine(index);
        ++shown;
    }
    m_lines->setVisible(shown > 0);
    m_note->setText(all == 0 ? tr("No port is forwarded.") : tr("and %n more", nullptr, all - shown));
    m_note->setVisible(all == 0 || all > shown);
}

void PortsCard::addLine(const QModelIndex &row)
{
    const QString state = row.data().toString();
    const QString port = row.siblingAtColumn(Model::SpritePort).data().toString();
    const QString local = row.siblingAtColumn(Model::Local).data().toString();
    const QString name = row.siblingAtColumn(Model::Name).data().toString();
    auto *line = new TextLabel(TextRole::Body, m_lines);
    line->setText(local.isEmpty()
                      ? tr("%1: %2 (%3)", "state of a port, its number, its name").arg(state, port, name)
                      : tr("%1: %2 → %3 (%4)", "state of a forward, local address, sprite port, name")
                            .arg(state, local, port, name));
    line->setElided(Qt::ElideRight);
    line->setToolTip(line->text());
    m_lines->layout()->addWidget(line);
}

} // namespace Spritarium
