// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policyanalysis.h"

#include <QFrame>

class QComboBox;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace Spritarium {

class TextLabel;

//! "5 of 5 hold" (ux-spec 10.3): what the person expects of the rules, checked on every edit, and a row to
//! add one. Closed until it is opened, or until one fails.
class ExpectationsView : public QFrame
{
    Q_OBJECT

public:
    explicit ExpectationsView(PolicyAnalysis &analysis, QWidget *parent = nullptr);

    void setOpen(bool open);
    bool isOpen() const;

Q_SIGNALS:
    //! The rule to blame, by row of the document.
    void ruleRequested(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildAddRow(QVBoxLayout &column);
    void refresh();
    void sizeRows();
    QWidget *makeRow(int at, const CheckedExpectation &checked);
    void add();
    void remove(int at);

    PolicyAnalysis &m_analysis;
    QList<CheckedExpectation> m_shown;
    QToolButton *m_header;
    TextLabel *m_summary;
    QWidget *m_body;
    QScrollArea *m_scroll;
    QVBoxLayout *m_rows;
    QComboBox *m_wanted;
    QLineEdit *m_name;
    QPushButton *m_add;
    TextLabel *m_refusal;
};

} // namespace Spritarium
