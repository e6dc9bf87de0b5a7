// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/actionfacts.h"

#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>

class QAction;

namespace Spritarium {

//! The one registry of what can be done: each action once, with its text, key and the reason for which it is
//! off. Menus, buttons, the palette and shortcuts all hold the same QAction (ux-spec 1.5, 17).
class Actions : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QObject *parent);

    //! Asserts on an unknown id: ids are written in code only.
    QAction *operator[](QLatin1StringView id) const;
    const QHash<QString, QAction *> &all() const { return m_actions; }
    //! Takes the window's own actions into the registry; their owner keeps switching them.
    void adopt(const QHash<QString, QAction *> &actions);
    //! In the order of the menus.
    QList<ActionFacts> facts() const;

    //! Off with a reason, which stands in tooltip, status tip and accessible description; an empty reason
    //! switches on.
    void setDisabledReason(QLatin1StringView id, const QString &reason);
    void setVisible(QLatin1StringView id, bool visible);
    //! What a person chose instead of the standard keys; an empty text takes the key away.
    void setShortcut(const QString &id, const QKeySequence &keys);
    QKeySequence standardShortcut(const QString &id) const;

Q_SIGNALS:
    //! Texts, reasons or keys changed; at most once per turn of the event loop.
    void factsChanged();

private:
    void add(QLatin1StringView id, const QString &text, const QString &keys);
    void change(const QString &id, const std::function<void(ActionFacts &)> &edit);

    QHash<QString, QAction *> m_actions;
    QHash<QString, ActionFacts> m_facts;
    QHash<QString, QString> m_standardKeys; // portable text
    QStringList m_order;
    bool m_announcing = false;
};

} // namespace Spritarium
