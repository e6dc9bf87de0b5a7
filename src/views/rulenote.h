// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/appearance.h"

#include <QFrame>

class QTimer;

namespace Spritarium {

class TextLabel;

//! A sentence under a field of the table: why a text can be no rule, or what was taken away from it (ux-spec
//! 10.2). It takes no focus and hides nothing but the rows below.
class RuleNote : public QFrame
{
    Q_OBJECT

public:
    explicit RuleNote(QWidget *parent);

    //! Under `field`, or above it where there is no room; both in the parent's coordinates.
    void showAt(const QRect &field, ColorRole role, const QString &text);
    void moveTo(const QRect &field);
    //! Tells outdated() after a while; for notes that ask for nothing.
    void hideLater();
    QString text() const;
    ColorRole role() const { return m_role; }

Q_SIGNALS:
    void outdated();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_label;
    QTimer *m_timer;
    ColorRole m_role = ColorRole::Caution;
};

} // namespace Spritarium
