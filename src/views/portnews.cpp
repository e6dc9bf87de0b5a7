// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portnews.h"

#include "views/portrow.h"
#include "views/textlabel.h"

namespace Spritarium {

using namespace Qt::StringLiterals;
using State = PortForwardModel::RowState;

namespace {

bool isTrouble(State state)
{
    return state == State::NothingListens || state == State::PortBusy || state == State::NotPermitted ||
           state == State::Failed || state == State::Waiting;
}

} // namespace

PortNews::PortNews(PortForwardModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_label(new TextLabel(TextRole::Body, this))
{
    // Readers listen to what is shown only.
    setFixedSize(1, 1);
    m_label->setObjectName(u"portNews"_s);
    m_label->setFixedSize(1, 1);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(&model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &from, const QModelIndex &to) { look(from.row(), to.row(), true); });
    connect(&model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { look(first, last, true); });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        m_states.clear();
        look(0, m_model.rowCount() - 1, false);
    });
    look(0, model.rowCount() - 1, false);
}

void PortNews::look(int first, int last, bool tells)
{
    for (int at = first; at <= last; ++at) {
        // A row in use comes here four times a second: its state alone is read of most.
        const QModelIndex index = m_model.index(at, 0);
        if (index.data(PortForwardModel::RowTypeRole).toInt() != int(PortForwardModel::RowType::Forward))
            continue;
        const auto id = index.data(PortForwardModel::ForwardRole).value<PortForward>().id;
        const auto state = static_cast<State>(index.data(PortForwardModel::RowStateRole).toInt());
        const auto known = m_states.constFind(id);
        if (known != m_states.cend() && *known == state)
            continue;
        // Another sprite's forwards come as stopped at first: what they were already is no news. One that is
        // started says so in between.
        const bool isNews = tells && m_states.value(id, State::Stopped) != State::Stopped;
        m_states.insert(id, state);
        if (!isNews || !isTrouble(state))
            continue;
        const PortRow row = PortRow::of(index);
        //: A port inside the sprite, and what happened to it
        announce(tr("Port %1: %2").arg(row.portText(), row.message));
    }
}

void PortNews::announce(const QString &text)
{
    m_label->setAccessibleName(text); // tells it to readers, the same words again too
}

} // namespace Spritarium
