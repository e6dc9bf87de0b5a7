// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/egressstates.h"

#include <QCoreApplication>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::EgressStates)
};

} // namespace

StateMessage egressMessage(const ViewState &state, const QString &spriteName)
{
    using Kind = ViewState::Kind;
    switch (state.kind) {
    case Kind::NoSelection:
        return {u"shield"_s,
                Words::tr("No sprite selected"),
                Words::tr("Select a sprite to see its egress rules."),
                {},
                {}};
    case Kind::Denied:
        return {u"lock"_s,
                state.wantsSignIn() ? Words::tr("Egress rules cannot be read")
                                    : Words::tr("This token may not read egress rules."),
                state.error ? state.error->userText(spriteName) : QString(),
                state.wantsSignIn() ? Words::tr("Sign in again") : QString(),
                {}};
    case Kind::NotOffered:
        return {u"info"_s,
                Words::tr("No egress rules here"),
                Words::tr("Not offered by this service: %1.").arg(Words::tr("egress rules")),
                {},
                {}};
    case Kind::Offline:
        return {u"offline"_s,
                Words::tr("Offline"),
                Words::tr("The egress rules of this sprite have not been seen from this computer yet."),
                Words::tr("Retry"),
                {}};
    case Kind::Failed:
        return {u"warning"_s,
                state.error ? state.error->userText(spriteName) : Words::tr("Rules not loaded"),
                {},
                Words::tr("Retry"),
                {}};
    default:
        break;
    }
    return {u"shield"_s,
            Words::tr("Rules not loaded"),
            Words::tr("Reading them may wake the sprite."),
            Words::tr("Load"),
            {}};
}

} // namespace Spritarium
