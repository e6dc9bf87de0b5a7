// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/sheet.h"

class QLineEdit;

namespace Spritarium {

//! Under which name the forwards of a sprite are kept as a set (ux-spec 11.1). It says when that name is
//! taken and will be replaced.
class PortSetSheet : public Sheet
{
    Q_OBJECT

public:
    //! `suggestion` empty: none.
    PortSetSheet(const QStringList &names, const QString &suggestion, int forwards,
                 QWidget *parent = nullptr);

Q_SIGNALS:
    //! The sheet closes itself.
    void nameChosen(const QString &name);

private:
    void check();

    QStringList m_names;
    QLineEdit *m_name;
    QPushButton *m_save;
};

} // namespace Spritarium
