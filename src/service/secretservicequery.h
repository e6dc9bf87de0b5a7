// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/credentialstore.h"

#include <QByteArray>
#include <QObject>

namespace Spritarium {

//! One entry of the desktop's Secret Service, found by the attributes `service` and `username` that other
//! programs write (QtKeychain uses other names, so it cannot see them; sprites-api 14.2). Only reads.
//!
//! Emits finished() once, never before control returns to the event loop, then goes by deleteLater(). A
//! locked keyring lets the system ask the person, and waits for the answer. Where the program was built
//! without D-Bus, Unavailable.
class SecretServiceQuery : public QObject
{
    Q_OBJECT

public:
    SecretServiceQuery(const QString &service, const QString &account, QObject *parent);

    void start();

signals:
    //! `value` is empty unless the result is Ok.
    void finished(const Spritarium::CredentialResult &result, const QByteArray &value);

private:
    // In the order they happen; items and sessions are named by their D-Bus paths.
    void search();
    void unlock(const QString &item);
    void awaitPrompt(const QString &prompt, const QString &item);
    void openSession(const QString &item);
    void readSecret(const QString &item, const QString &session);
    void end(CredentialResult::Kind kind, const QString &text = {}, const QByteArray &value = {});

    QString m_service;
    QString m_account;
    bool m_ended = false;
};

} // namespace Spritarium
