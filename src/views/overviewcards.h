// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"
#include "views/card.h"

#include <QDateTime>
#include <QTimer>

#include <optional>

class QLineEdit;

namespace Spritarium {

class PortAddField;
class PortForwardModel;
class TextLabel;

//! The egress rules in one sentence, and a field to ask about a name (ux-spec 8).
class EgressCard : public Card
{
    Q_OBJECT

public:
    explicit EgressCard(QWidget *parent = nullptr);

    //! As last seen; absent: never.
    void showPolicy(const std::optional<NetworkPolicy> &policy, const QDateTime &asOf, bool isModified);

Q_SIGNALS:
    void openRequested();
    //! Enter in the field.
    void askRequested(const QString &name);

private:
    TextLabel *m_sentence;
    TextLabel *m_age;
    QLineEdit *m_field;
};

//! Up to five ports with what they lead to, and the field that forwards one more (ux-spec 8). Follows the
//! model of the Ports tab.
class PortsCard : public Card
{
    Q_OBJECT

public:
    explicit PortsCard(PortForwardModel &model, QWidget *parent = nullptr);

    static constexpr int MostRows = 5;

Q_SIGNALS:
    void openRequested();
    //! Enter in the field; the text is understood.
    void addRequested(const QString &typed);

private:
    void refresh();
    void addLine(const QModelIndex &row);

    PortForwardModel &m_model;
    QWidget *m_lines;
    TextLabel *m_note;
    PortAddField *m_add;
    QTimer m_refreshSoon;
};

} // namespace Spritarium
