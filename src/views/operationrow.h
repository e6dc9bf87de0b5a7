// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/operation.h"
#include "views/operationend.h"

#include <QPointer>
#include <QWidget>

class QPushButton;
class QTimer;
class QToolButton;
class QVBoxLayout;

namespace Spritarium {

class FlowLayout;
class GlyphLabel;
class OperationLogModel;
class OperationLogView;
class PhaseLine;
class TextLabel;

//! One running or ended operation with its phases, its messages and what can be done next (ux-spec 9.6).
//! It holds no service and starts nothing by itself: everything a person wants is a signal.
class OperationRow : public QWidget
{
    Q_OBJECT

public:
    explicit OperationRow(QWidget *parent = nullptr);

    void setOperation(const Operation &operation);
    const Operation &operation() const { return m_operation; }
    //! Not owned; nullptr takes the log away.
    void setLog(OperationLogModel *log);
    //! Leading room for the lanes, and the centre of the first one, from the leading edge. Both 0: no gutter.
    void setGutter(int width, int laneCenter);
    //! 6, or 12 if there is room.
    void setMaximumLogLines(int lines);
    //! The running duration and "Longer than usual." as of `now`; called each second by itself.
    void refresh(const QDateTime &now);
    //! The height it wants at this width.
    int heightFor(int width) const;

Q_SIGNALS:
    void hideRequested(const Spritarium::OperationId &operation);
    void stopWatchingRequested(const Spritarium::OperationId &operation);
    void tryAgainRequested(const Spritarium::OperationId &operation);
    void restoreWithoutSafetyRequested(const Spritarium::OperationId &operation);
    void checkAgainRequested(const Spritarium::OperationId &operation);
    void deleteRequested(const Spritarium::CheckpointId &checkpoint);
    void detailsRequested(const Spritarium::OperationId &operation);
    void copyLogRequested(const Spritarium::OperationId &operation);
    //! After a change of what it shows: the list makes the row as high as it is.
    void heightChanged();

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void buildTitleLine(QVBoxLayout &column);
    void buildBody(QVBoxLayout &column);
    void showEnd();
    void showOffers(const QList<OperationEnd::Offer> &offers);
    void press(OperationEnd::Offer offer);
    void openMenu();
    void placeGlyph();
    void updateLog();
    QString offerText(OperationEnd::Offer offer) const;

    Operation m_operation;
    OperationEnd m_end;
    QList<OperationEnd::Offer> m_shownOffers;
    int m_gutter = 0;
    int m_laneCenter = 0;
    GlyphLabel *m_glyph;
    TextLabel *m_title = nullptr;
    TextLabel *m_duration = nullptr;
    QPushButton *m_hide = nullptr;
    QToolButton *m_more = nullptr;
    PhaseLine *m_phases = nullptr;
    TextLabel *m_slow = nullptr;
    TextLabel *m_endText = nullptr;
    TextLabel *m_message = nullptr;
    OperationLogView *m_log = nullptr;
    QPointer<OperationLogModel> m_logModel;
    QWidget *m_offers = nullptr;
    FlowLayout *m_offerLayout = nullptr;
    QTimer *m_timer;
};

} // namespace Spritarium
