// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/account.h"
#include "views/sheet.h"

class QCheckBox;
class QLineEdit;

namespace Spritarium {

class TextLabel;

//! Organizations of the sprite CLI, to be ticked and imported one by one; its files are never changed
//! (ux-spec 14).
class CliImportSheet : public Sheet
{
    Q_OBJECT

public:
    enum class RowState {
        Waiting, //!< not asked for yet
        Reading, //!< token is being read, or the list call runs
        SignedIn,
        Unreadable, //!< the keychain did not give the token: it may be pasted in the row
        Refused
    };

    explicit CliImportSheet(const QList<CliAccount> &accounts, QWidget *parent = nullptr);

    //! The result of one row; `text` is shown behind it.
    void showResult(const CliAccount &account, RowState state, const QString &text);

Q_SIGNALS:
    //! Import was pressed: each is answered with showResult().
    void importRequested(const QList<Spritarium::CliAccount> &accounts);
    //! A token was pasted for a row that could not be read.
    void tokenPasted(const Spritarium::CliAccount &account, const QString &token);

private:
    struct Row
    {
        CliAccount account;
        QCheckBox *tick = nullptr;
        TextLabel *result = nullptr;
        QWidget *paste = nullptr;
        QLineEdit *token = nullptr;
        RowState state = RowState::Waiting;
    };

    void addRow(const CliAccount &account);
    QList<CliAccount> ticked() const;
    void updateButtons();

    QList<Row> m_rows;
    QPushButton *m_import;
};

} // namespace Spritarium
