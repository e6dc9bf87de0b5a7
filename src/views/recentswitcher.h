// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"

#include <QFrame>
#include <QPointer>

class QListWidget;

namespace Spritarium {

//! One of the sprites looked at lately.
struct RecentSprite
{
    SpriteKey key;
    QString organization;

    friend bool operator==(const RecentSprite &, const RecentSprite &) = default;
};

//! The list behind Ctrl+Tab (ux-spec 4): each step moves on by one, letting go of Ctrl chooses, as do Enter
//! and a click; Escape leaves everything as it was.
class RecentSwitcher : public QFrame
{
    Q_OBJECT

public:
    explicit RecentSwitcher(QWidget *host);

    //! Opens the list, latest first, on the one before the latest; or moves on in the open list. Nothing for
    //! fewer than two.
    void step(const QList<RecentSprite> &recent, int by);

Q_SIGNALS:
    void chosen(const Spritarium::SpriteKey &key);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void open(const QList<RecentSprite> &recent);
    void moveBy(int rows);
    void choose();
    void leave();

    QListWidget *m_list;
    QList<RecentSprite> m_recent;
    QPointer<QWidget> m_focusBefore;
};

} // namespace Spritarium
