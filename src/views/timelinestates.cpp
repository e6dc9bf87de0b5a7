// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/timelinestates.h"

#include <QCoreApplication>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("Spritarium::TimelineStates", text);
}

} // namespace

StateMessage timelineMessage(const ViewState &state, const QString &spriteName, const QString &filter)
{
    using Kind = ViewState::Kind;
    // What was read before the sprite slept or the line was down still is what the filter looks at.
    const bool isRemembered =
        state.hasContent() && (state.kind == Kind::Asleep || state.kind == Kind::Offline);
    switch (isRemembered ? Kind::Ready : state.kind) {
    case Kind::NoSelection:
        return {
            u"checkpoint"_s,
            words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "No sprite selected")),
            words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "Select a sprite to see its checkpoints.")),
            {},
            {}};
    case Kind::Denied:
        return {u"lock"_s,
                words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "Checkpoints cannot be read")),
                state.error ? state.error->userText(spriteName) : QString(),
                state.wantsSignIn() ? words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "Sign in again"))
                                    : QString(),
                {}};
    case Kind::NotOffered:
        return {u"info"_s,
                words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "No checkpoints here")),
                words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "Not offered by this service: %1."))
                    .arg(words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "checkpoints"))),
                {},
                {}};
    case Kind::Offline:
        return {u"offline"_s,
                words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "Offline")),
                words(QT_TRANSLATE_NOOP(
                    "Spritarium::TimelineStates",
                    "The checkpoints of this sprite have not been seen from this computer yet.")),
                words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "Retry")),
                {}};
    case Kind::Asleep:
        return {u"clock"_s,
                words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "Asleep")),
                words(QT_TRANSLATE_NOOP(
                    "Spritarium::TimelineStates",
                    "The checkpoints of this sprite have not been seen from this computer yet.")),
                {},
                {}};
    default:
        break;
    }
    if (!filter.isEmpty())
        return {u"search"_s,
                words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "Nothing matches %1")).arg(filter),
                {},
                words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "Clear filter")),
                {}};
    return {u"checkpoint"_s,
            words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "No checkpoints yet")),
            words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates",
                                    "A checkpoint saves all files, so you can return to this moment.")),
            words(QT_TRANSLATE_NOOP("Spritarium::TimelineStates", "Checkpoint now…")),
            {}};
}

} // namespace Spritarium
