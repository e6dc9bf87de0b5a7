// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/sheet.h"

namespace Spritarium {

//! A level 2 question: title, what it means, Cancel and one verb (ux-spec 17). Enter presses the verb unless
//! it is a danger.
class ConfirmSheet : public Sheet
{
    Q_OBJECT

public:
    ConfirmSheet(const QString &title, const QString &sentence, const QString &verb, ButtonRole role,
                 QWidget *parent = nullptr);

Q_SIGNALS:
    //! The verb was pressed; the sheet closes itself.
    void confirmed();

protected:
    QPushButton *verbButton() const { return m_verb; }

private:
    QPushButton *m_verb;
};

//! "Signs out of acme on this computer. Sprites keep running."
class SignOutSheet : public ConfirmSheet
{
    Q_OBJECT

public:
    explicit SignOutSheet(const QString &organization, QWidget *parent = nullptr);

    //! What this computer keeps for the account goes with it, and there is no undo.
    void showWhatIsForgotten();
};

//! Making an address public; to private needs no question (ux-spec 11.1).
class AddressSheet : public ConfirmSheet
{
    Q_OBJECT

public:
    AddressSheet(const QString &sprite, const QString &address, QWidget *parent = nullptr);
};

} // namespace Spritarium
