// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policyrulemodel.h"
#include "views/appearance.h"

#include <QFrame>

class QGridLayout;
class QLineEdit;
class QPushButton;
class QTimer;

namespace Spritarium {

class TextLabel;
class VerdictChip;

//! "Would [ host ] be allowed?" (ux-spec 10.1): answers of the draft while a person types, under both
//! readings where they differ, with the deciding rules as links. 44 high: one line as long as everything fits
//! into it; the reason, then the verdicts go under it.
class EgressTester : public QFrame
{
    Q_OBJECT

public:
    explicit EgressTester(PolicyRuleModel &rules, QWidget *parent = nullptr);

    void focusField();
    //! Types and answers at once.
    void setName(const QString &name);
    QString name() const;
    void clear();

Q_SIGNALS:
    //! The link of a deciding rule, by row of the document.
    void ruleRequested(int row);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildLayout();
    QWidget *addSentence();
    //! Everything in one line where there is room; else the reason goes under it, then the verdicts too.
    void arrange();
    void place(QWidget &part, int row, int column, int columns);
    void answer();
    void showHint(const QString &text, ColorRole role);
    int answerWidth() const;
    void showVerdict(const Verdict &verdict);
    void showLinks(const QList<int> &rows);
    void remember();
    void expectThis();

    PolicyRuleModel &m_rules;
    QLineEdit *m_field;
    VerdictChip *m_first;
    VerdictChip *m_second;
    QWidget *m_sentence;
    QWidget *m_chips;
    QWidget *m_answer;
    QGridLayout *m_grid;
    TextLabel *m_reason;
    bool m_hint = false; //!< the reason is only an invitation
    QPushButton *m_linkOne;
    QPushButton *m_linkTwo;
    QPushButton *m_expect;
    QTimer *m_answerSoon;
    QTimer *m_rest;
    Verdict m_verdict;
};

} // namespace Spritarium
