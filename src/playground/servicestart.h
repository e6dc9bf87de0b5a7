// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/supervisedservice.h"

namespace Spritarium::Playground {

//! Starts services one after the other: the next when the one before it runs. Those that run already are
//! passed over, one that is stopping is waited for. Deletes itself at the end.
class ServiceStart : public QObject
{
    Q_OBJECT

public:
    enum class Failure {
        Ends,  //!< the first that does not start ends it
        Passed //!< the others are started all the same: a boot
    };

    ServiceStart(const QList<SupervisedService *> &order, Failure failure, QObject *parent);

signals:
    //! Once, never from the constructor. Empty, or why not.
    void finished(const QString &error);

private:
    void next();
    void onFailed(const QString &text);
    void finish(const QString &error);

    QList<QPointer<SupervisedService>> m_order;
    Failure m_failure;
};

} // namespace Spritarium::Playground
