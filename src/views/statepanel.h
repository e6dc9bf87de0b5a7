// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"

#include <QWidget>

#include <chrono>
#include <optional>

class QLabel;
class QPushButton;
class QTimer;

namespace Spritarium {

class SkeletonRows;
class TextLabel;

//! What a StatePanel says: an icon of resources/icons, a title, one sentence, one button, one link. Empty
//! ones are absent.
struct StateMessage
{
    QString icon;
    QString title;
    QString sentence;
    QString primary;
    QString link;

    friend bool operator==(const StateMessage &, const StateMessage &) = default;
};

//! Stands where a view has no data, and only there (ux-spec 6).
//!
//! Loading shows nothing for 300 ms, then three skeleton rows, after 10 s "Still loading…" with Cancel.
class StatePanel : public QWidget
{
    Q_OBJECT

public:
    explicit StatePanel(QWidget *parent = nullptr);

    void showMessage(const StateMessage &message);
    void showLoading();
    //! Cause in one sentence, Retry, Details. Retry is primaryTriggered; Details opens by itself.
    void showError(const ApiError &error, const QString &subject = {});
    bool isLoading() const { return m_loading; }
    //! For tests and slow machines.
    void setDelays(std::chrono::milliseconds skeleton, std::chrono::milliseconds stillLoading);

Q_SIGNALS:
    void primaryTriggered();
    void linkTriggered();
    //! Of "Still loading…".
    void cancelRequested();

private:
    void buildMessage();
    void pressLink();
    void setParts(const StateMessage &message);

    QWidget *m_message;
    QLabel *m_icon;
    TextLabel *m_title;
    TextLabel *m_sentence;
    QPushButton *m_primary;
    QPushButton *m_link;
    SkeletonRows *m_skeleton;
    QTimer *m_skeletonTimer;
    QTimer *m_stillTimer;
    std::optional<ApiError> m_error;
    QString m_iconName;
    bool m_loading = false;

protected:
    void changeEvent(QEvent *event) override;
};

} // namespace Spritarium
