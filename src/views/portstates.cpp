// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portstates.h"

#include "domain/relativetime.h"

#include <QCoreApplication>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Kind = ViewState::Kind;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PortStates)
};

//! A scan in place of the watch did not work.
bool failed(const ViewState &state)
{
    return state.error && *state.error != ApiError();
}

} // namespace

StateMessage portsMessage(const ViewState &state, const QString &spriteName)
{
    const QString byNumber = Words::tr("Forward one by its number, above.");
    switch (state.kind) {
    case Kind::NoSelection:
        return {u"sprite"_s,
                Words::tr("No sprite selected"),
                Words::tr("Select a sprite to see its ports."),
                {},
                {}};
    case Kind::Denied:
        return {u"lock"_s,
                state.wantsSignIn() ? Words::tr("Listening ports cannot be seen")
                                    : Words::tr("This token may not see listening ports."),
                state.error ? state.error->userText(spriteName) : QString(),
                state.wantsSignIn() ? Words::tr("Sign in again") : QString(),
                {}};
    case Kind::NotOffered:
        if (state.hasContent() && !failed(state))
            return {u"empty"_s,
                    Words::tr("Nothing listened at %1").arg(clockText(state.asOf)),
                    Words::tr("Listening ports cannot be watched here."),
                    {},
                    {}};
        return {u"info"_s, Words::tr("Listening ports cannot be watched here."), byNumber, {}, {}};
    case Kind::Offline:
        return {u"offline"_s,
                Words::tr("Offline"),
                Words::tr("No port of this sprite is known."),
                Words::tr("Retry"),
                {}};
    case Kind::Asleep:
        return {u"clock"_s, Words::tr("Not known while asleep."), byNumber, {}, {}};
    default:
        break;
    }
    return {u"empty"_s,
            Words::tr("Nothing listens yet"),
            Words::tr("Ports appear here as soon as a process listens."),
            {},
            {}};
}

QString portsAgeText(const ViewState &state)
{
    const QString time = state.hasContent() ? clockText(state.asOf) : QString();
    switch (state.kind) {
    case Kind::Stale:
        return time.isEmpty() ? QString() : Words::tr("As of %1").arg(time);
    case Kind::Failed:
        return time.isEmpty()
                   ? Words::tr("The watch of listening ports was lost. Forwards are not affected.")
                   : Words::tr("As of %1. The watch of listening ports was lost; forwards are not affected.")
                         .arg(time);
    case Kind::Offline:
        return time.isEmpty() ? Words::tr("Offline. Showing what was last seen.")
                              : Words::tr("Offline. As of %1.").arg(time);
    case Kind::NotOffered:
        if (failed(state))
            return Words::tr("Listening ports cannot be watched here. The scan failed: %1")
                .arg(state.error->userText());
        return time.isEmpty() ? Words::tr("Listening ports cannot be watched here.")
                              : Words::tr("As of %1. Listening ports cannot be watched here.").arg(time);
    case Kind::Denied:
        return state.wantsSignIn() ? state.error->userText()
                                   : Words::tr("This token may not see listening ports.");
    default:
        return {};
    }
}

} // namespace Spritarium
