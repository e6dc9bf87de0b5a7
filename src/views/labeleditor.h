// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QWidget>

class QLineEdit;

namespace Spritarium {

class FlowLayout;

//! Labels as chips and a field behind them: Enter or a comma adds, a click on a chip or Backspace removes.
class LabelEditor : public QWidget
{
    Q_OBJECT

public:
    explicit LabelEditor(QWidget *parent = nullptr);

    //! In the order they were given, without doubles; includes what is typed but not yet entered.
    QStringList labels() const;
    void setLabels(const QStringList &labels);

Q_SIGNALS:
    void labelsChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void takeTyped();
    void rebuild();

    QStringList m_labels;
    FlowLayout *m_flow;
    QLineEdit *m_field;
    QList<QWidget *> m_chips;
};

} // namespace Spritarium
