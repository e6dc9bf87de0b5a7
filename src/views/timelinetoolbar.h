// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/lineage.h"

#include <QWidget>

class QAction;
class QGridLayout;
class QLineEdit;
class QPushButton;

namespace Spritarium {

class CheckpointTimelineModel;
class Chip;

//! The line over the timeline: Checkpoint now…, the filter, and one chip per kind of row (ux-spec 9.1). 40
//! high.
class TimelineToolbar : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineToolbar(QWidget *parent = nullptr);

    //! Counts and states of the chips.
    void showSummary(const CheckpointTimelineModel &model);
    void setOptions(const TimelineOptions &options);
    //! The service does not list automatic checkpoints: the chip is absent.
    void setAutomaticOffered(bool offered);
    void setCreateDisabledReason(const QString &reason);
    //! In the menu of the Safety chip. Not owned.
    void addSafetyAction(QAction *action);
    QPushButton *createButton() const { return m_create; }
    void focusFilter();
    QString filterText() const;
    void clearFilter();

Q_SIGNALS:
    void createRequested();
    void filterChanged(const QString &text);
    void optionsChanged(const Spritarium::TimelineOptions &options);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    Chip *addChip(const QString &name);
    TimelineOptions options() const;

    QPushButton *m_create;
    QLineEdit *m_filter;
    QWidget *m_chips;
    QGridLayout *m_grid;
    bool m_twoLines = false;
    Chip *m_manual;
    Chip *m_safety;
    Chip *m_automatic;
    Chip *m_restores;
};

} // namespace Spritarium
