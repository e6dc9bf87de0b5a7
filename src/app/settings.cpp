// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/settings.h"

#include <QSettings>

#include <array>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    Settings::Key key;
    QLatin1StringView name;
    QVariant standard;
};

const std::array<Entry, 16> &entries()
{
    using Key = Settings::Key;
    static const std::array<Entry, 16> table = {{
        {Key::Theme, "appearance/theme"_L1, u"system"_s},
        {Key::Compact, "appearance/compact"_L1, false},
        {Key::ReducedMotion, "appearance/reducedMotion"_L1, false},
        {Key::TreeGrouping, "tree/grouping"_L1, 0},
        {Key::TreeOrder, "tree/order"_L1, 0},
        {Key::TreeSecondLine, "tree/secondLine"_L1, true},
        {Key::TreeCollapsed, "tree/collapsed"_L1, QStringList()},
        {Key::TreeFilter, "tree/filter"_L1, QString()},
        {Key::Holds, "sprites/holds"_L1, QVariantMap()},
        {Key::ActivityColumns, "activity/columns"_L1, QByteArray()},
        {Key::TimelineOptions, "timeline/show"_L1, u"manual safety restores"_s},
        {Key::LastSprite, "window/lastSprite"_L1, QString()},
        {Key::LastTab, "window/lastTab"_L1, QString()},
        {Key::WindowState, "window/state"_L1, QByteArray()},
        {Key::RecentChoices, "palette/recent"_L1, QStringList()},
        {Key::Shortcuts, "shortcuts"_L1, QVariantMap()},
    }};
    return table;
}

const Entry &entryOf(Settings::Key key)
{
    const Entry &entry = entries().at(size_t(key));
    Q_ASSERT(entry.key == key);
    return entry;
}

} // namespace

Settings::Settings(QSettings &backing, QObject *parent)
    : QObject(parent)
    , m_backing(backing)
{}

QVariant Settings::get(Key key) const
{
    const Entry &entry = entryOf(key);
    return m_backing.value(QString(entry.name), entry.standard);
}

void Settings::set(Key key, const QVariant &value)
{
    if (get(key) == value)
        return;
    m_backing.setValue(QString(entryOf(key).name), value);
    Q_EMIT changed(key);
}

} // namespace Spritarium
