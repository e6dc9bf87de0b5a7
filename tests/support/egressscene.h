// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policyrulemodel.h"
#include "views/egresspanel.h"
#include "views/ruletable.h"

#include <QAction>
#include <QWidget>

namespace Spritarium {

//! The Egress tab on the real document, analysis and model, in a window of its own, with actions as the
//! program has them.
class EgressScene : public QWidget
{
public:
    explicit EgressScene(QWidget *parent = nullptr);

    //! What is in force, read just now.
    void load(const NetworkPolicy &policy, ViewState::Kind kind = ViewState::Kind::Ready);
    void setState(ViewState::Kind kind, const std::optional<ApiError> &error = {});
    QStringList patterns() const;
    QStringList actionsOfRules() const;
    NetworkPolicy draft() const { return document.draft(); }
    template <typename T>
    T *find(const QString &name) const
    {
        return panel->findChild<T *>(name);
    }

    PolicyDocument document;
    PolicyAnalysis analysis;
    PolicyRuleModel model;
    ActionSet actions;
    EgressPanel *panel;
    RuleTable *table;
};

//! A policy in which the readings differ, an order matters and a rule never decides.
NetworkPolicy troubledPolicy();
//! `count` rules of all kinds.
NetworkPolicy longPolicy(int count);

} // namespace Spritarium
