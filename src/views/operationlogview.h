// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPlainTextEdit>
#include <QPointer>

class QAbstractItemModel;
class QTimer;

namespace Spritarium {

//! `text` with everything that could act instead of being read made visible: control characters as their
//! pictures, direction overrides by their code.
QString visibleControls(const QString &text);

//! The messages of one operation as they arrive: time, "out" and "err", monospaced, selectable, never more
//! than a few lines high (ux-spec 9.6). It follows the newest line until the person scrolls up, and again
//! from the end on.
class OperationLogView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit OperationLogView(QWidget *parent = nullptr);

    //! An OperationLogModel; not owned. Lines the model drops from its front go here too.
    void setModel(QAbstractItemModel *model);
    //! 6, or 12 if there is room.
    void setMaximumLines(int lines);
    bool isFollowing() const { return m_following; }
    //! The newest line, for a screen reader's "Read latest message".
    QString latestLine() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void appendSome();
    void removeFirst(int count);
    void removeLines(int count);
    void removeOvertaken();
    void reload();
    QString lineOf(int row) const;
    void updateLines();
    void followIfWanted();
    void fitFont();
    int heightFor(int lines) const;

    QPointer<QAbstractItemModel> m_model;
    QTimer *m_append;
    int m_rows = 0;      //!< of the model, shown so far
    int m_overtaken = 0; //!< lines at the top whose rows are gone; they go in parts
    int m_maximumLines = 6;
    int m_shownLines = 1;
    bool m_following = true;
    bool m_appending = false;
};

} // namespace Spritarium
