// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

namespace Spritarium::Playground {

//! Turns the wish of whoever started the program to see it end into a signal: SIGTERM, SIGINT and SIGHUP,
//! and, if asked for, the end of standard input. One per program.
class ParentWatch : public QObject
{
    Q_OBJECT

public:
    explicit ParentWatch(bool watchesInput, QObject *parent = nullptr);

signals:
    //! May come more than once.
    void stopRequested();

private:
    void watchSignals();
    void watchInput();
};

} // namespace Spritarium::Playground
