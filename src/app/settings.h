// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QVariant>

class QSettings;

namespace Spritarium {

//! Preferences of this computer: a typed table over QSettings. Nothing secret, ever; data is the store's.
class Settings : public QObject
{
    Q_OBJECT

public:
    enum class Key {
        Theme,           //!< "system", "light", "dark"
        Compact,         //!< bool
        ReducedMotion,   //!< bool
        TreeGrouping,    //!< SpriteTreeModel::Grouping as int
        TreeOrder,       //!< SpriteFilter::Order as int
        TreeSecondLine,  //!< bool
        TreeCollapsed,   //!< what the person closed, as the panel names it
        TreeFilter,      //!< text
        Holds,           //!< map "account\nsprite" -> until, UTC; those that are over do no harm
        ActivityColumns, //!< bytes
        TimelineOptions, //!< words: "manual safety automatic restores"
        LastSprite,      //!< "account\nsprite"
        LastTab,         //!< id of the tab
        WindowState,     //!< bytes
        RecentChoices,   //!< ids of the palette, newest first
        Shortcuts        //!< map action id -> portable text, only those changed
    };
    Q_ENUM(Key)

    //! `backing` outlives this object.
    Settings(QSettings &backing, QObject *parent);

    QVariant get(Key key) const;
    QString text(Key key) const { return get(key).toString(); }
    bool isOn(Key key) const { return get(key).toBool(); }
    QByteArray bytes(Key key) const { return get(key).toByteArray(); }
    void set(Key key, const QVariant &value);

Q_SIGNALS:
    //! Only on a real change.
    void changed(Spritarium::Settings::Key key);

private:
    QSettings &m_backing;
};

} // namespace Spritarium
