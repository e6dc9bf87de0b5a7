// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/portforward.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace Spritarium {

class TextLabel;

//! "Forward a port": one line that says while it is typed what it will become (ux-spec 11.1). 40 high. What
//! cannot be understood is said under the field, and stays in it.
class PortAddField : public QWidget
{
    Q_OBJECT

public:
    explicit PortAddField(QWidget *parent = nullptr);

    void focusField();
    void setText(const QString &text);
    QString text() const;
    void clear();
    //! As Enter.
    void submit();
    //! Under the field; the text stays.
    void showProblem(const QString &problem);

Q_SIGNALS:
    //! Enter or the button; ids are not set. The owner clears the field.
    void submitted(const QList<Spritarium::PortForward> &forwards);
    //! Down: on to the rows.
    void leaveRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showParsed();

    QLineEdit *m_field;
    TextLabel *m_preview;
    QPushButton *m_forward;
    TextLabel *m_problem;
};

} // namespace Spritarium
