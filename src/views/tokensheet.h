// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/account.h"
#include "domain/sprite.h"
#include "views/sheet.h"

#include <memory>

namespace Spritarium {

namespace Ui {
class TokenSheet;
}

//! Signing in with a token (ux-spec 14). It checks the shape while typing, sends nothing by itself and keeps
//! the token only in its field. The clipboard is looked at once, when the sheet opens, and only to offer
//! pasting.
class TokenSheet : public Sheet
{
    Q_OBJECT

public:
    explicit TokenSheet(QWidget *parent = nullptr);
    ~TokenSheet() override;

    //! Where to sign in; the vendor's own by default.
    void setApiUrl(const QUrl &url);
    //! Fills the field, such as with SPRITE_TOKEN; never submits.
    void setToken(const QString &token);
    //! False: the sheet asks where to keep the token; never silently.
    void setKeychainAvailable(bool available);

    //! The four ends of the one cheap list call. Errors keep what was typed.
    void showSignedIn(const QString &organization, const OrganizationCounts &counts);
    void showRefusal(const ApiError &error);

Q_SIGNALS:
    //! Sign in was pressed; the sheet is busy until one of the show... is called.
    void signInRequested(const QString &token, const QUrl &apiUrl, Spritarium::Account::Storage storage);

private:
    void offerClipboard();
    void checkShape();
    void updateButton();
    Account::Storage storage() const;

    std::unique_ptr<Ui::TokenSheet> m_ui;
    QWidget *m_form = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_signIn = nullptr;
    bool m_keychain = true;
    bool m_done = false;
};

//! The sentence for an end that is not a success: refused, no answer, or not the Sprites service.
QString signInRefusalText(const ApiError &error);
//! "Signed in to acme: 3 running, 12 warm, 40 cold."; without what the service does not count.
QString signedInText(const QString &organization, const OrganizationCounts &counts);

} // namespace Spritarium
