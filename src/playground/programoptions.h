// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"
#include "playground/playgroundoptions.h"

#include <QStringList>

namespace Spritarium::Playground {

//! What the command line of spritarium-playground says.
struct ProgramOptions
{
    PlaygroundOptions playground;
    //! How far sprites reach; what works is found out at start.
    enum class Network {
        Auto,    //!< outside where that can work
        Outside, //!< nothing is served where it cannot
        None
    };
    Network network = Network::Auto;
    bool stopsWithParent = false; //!< stop when standard input closes
    QString told;                 //!< help or version; not empty: print it and end

    //! `arguments` with the program's name in front. The error is one line.
    static Outcome<ProgramOptions, QString> parse(const QStringList &arguments);
};

} // namespace Spritarium::Playground
