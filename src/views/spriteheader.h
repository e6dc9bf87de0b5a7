// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/awakereason.h"
#include "domain/sprite.h"
#include "views/actiondoor.h"

#include <QFrame>

class QBoxLayout;
class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace Spritarium {

class AwakeLine;
class Chip;
class GlyphLabel;
class TextLabel;

//! Over the tabs: which sprite, its state, why it is awake, its address and labels (ux-spec 8). 72 high or
//! more.
class SpriteHeader : public QFrame
{
    Q_OBJECT

public:
    explicit SpriteHeader(const ActionSet &actions, QWidget *parent = nullptr);

    void showSprite(const SpriteKey &key, const Sprite &sprite);
    //! An operation of ours runs on it: the glyph turns and the line says which.
    void setRunningText(const QString &text);
    //! What of ours holds it awake; said while it runs and nothing else is going on. `watched`: a socket of
    //! ours looks at its ports, which may or may not hold it (sprites-api 3.3, 12).
    void setAwakeReasons(const QList<AwakeReason> &reasons, bool watched);
    SpriteKey key() const { return m_key; }
    //! The place of a hold: not a tab but the menu of this header.
    static QString holdPlace();
    void openKeepAwake();
    //! Why its sprite can be given no hold, and why none is to be released; empty: it can.
    void setKeepAwakeReasons(const QString &take, const QString &release);

Q_SIGNALS:
    //! An entry of "Keep awake", for the sprite of this header, whatever is selected elsewhere. `action`: its
    //! id, such as "sprite.keep-awake-5".
    void keepAwakeRequested(const QString &action, const Spritarium::SpriteKey &key);
    void copyAddressRequested(const Spritarium::SpriteKey &key);
    void openAddressRequested(const Spritarium::SpriteKey &key);
    void changeAddressRequested(const Spritarium::SpriteKey &key);
    //! The label chips were clicked.
    void editLabelsRequested(const Spritarium::SpriteKey &key);

    //! A reason was clicked: the tab it is seen in, or holdPlace().
    void placeRequested(const QString &tab);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addKeepAwake(QHBoxLayout &line, const ActionSet &actions);
    void addAddress(QHBoxLayout &line);
    QToolButton *smallButton(const QString &name, const QString &iconName, const QString &text);
    void showLabels(const QStringList &labels);
    void fitLabels();
    void fitAddress();
    void refreshState();

    SpriteKey m_key;
    Sprite m_sprite;
    QString m_running;
    QList<AwakeReason> m_reasons;
    bool m_isWatched = false;
    GlyphLabel *m_glyph;
    TextLabel *m_name;
    TextLabel *m_state;
    AwakeLine *m_awake;
    Chip *m_privacy;
    TextLabel *m_url;
    QToolButton *m_copy;
    QToolButton *m_open = nullptr; // events come while it is made
    QPushButton *m_change;
    QWidget *m_labelRoom;
    QBoxLayout *m_labels;
    QToolButton *m_editLabels;
    QToolButton *m_keepAwake = nullptr; //!< absent without its actions
    QToolButton *m_more;
};

//! "Cold: files kept, processes gone." as far as the service tells without looking inside (ux-spec 8).
QString whyAwakeText(const Sprite &sprite);
//! The translated word; the raw one for states we do not know.
QString stateWord(const Sprite &sprite);

} // namespace Spritarium
