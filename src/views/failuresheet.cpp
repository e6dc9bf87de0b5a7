// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/failuresheet.h"

#include <QPushButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

FailureSheet::FailureSheet(const QString &title, const ApiError &error, bool canTryAgain, QWidget *parent)
    : Sheet(title, parent)
{
    setObjectName(u"failureSheet"_s);
    setMinimumWidth(480);
    showError(error);
    QPushButton *close = addButton(tr("Close"), u"failureClose"_s);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    setDefaultButton(close);
    if (!canTryAgain)
        return;
    QPushButton *again = addButton(tr("Try again"), u"failureTryAgain"_s, ButtonRole::Primary);
    connect(again, &QPushButton::clicked, this, [this] {
        Q_EMIT tryAgainRequested();
        accept();
    });
    setDefaultButton(again);
}

} // namespace Spritarium
