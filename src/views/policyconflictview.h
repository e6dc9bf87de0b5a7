// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policydiff.h"

#include <QWidget>

namespace Spritarium {

//! Yours, theirs and what rebasing makes of both, each as a diff on a page of its own (ux-spec 10.4).
class PolicyConflictView : public QWidget
{
    Q_OBJECT

public:
    PolicyConflictView(const NetworkPolicy &base, const NetworkPolicy &mine, const NetworkPolicy &theirs,
                       const Rebase &rebase, QWidget *parent = nullptr);
};

} // namespace Spritarium
