// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QListView;

namespace Spritarium {

class TimelineDelegate;

//! The day of the topmost row, kept at the top while its rows pass beneath; the next day pushes it out.
class StickyDayHeader : public QWidget
{
    Q_OBJECT

public:
    StickyDayHeader(QListView &list, TimelineDelegate &delegate);

    //! After scrolling or any change of rows.
    void updateHeader();
    const QString &text() const { return m_text; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QListView &m_list;
    TimelineDelegate &m_delegate;
    QString m_text;
};

} // namespace Spritarium
