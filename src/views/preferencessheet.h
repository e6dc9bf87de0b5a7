// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/actionfacts.h"
#include "views/sheet.h"
#include "views/spritariumstyle.h"

class QComboBox;
class QCheckBox;
class QTableWidget;
class QTabWidget;

namespace Spritarium {

//! Preferences for what exists: look, shortcuts, privacy. Changes apply at once (ux-spec 15).
class PreferencesSheet : public Sheet
{
    Q_OBJECT

public:
    //! `actions` are all that can have a shortcut, with the current one; `defaults` the shortcuts by id as
    //! delivered.
    PreferencesSheet(const StyleOptions &options, const QList<ActionFacts> &actions,
                     const QHash<QString, QString> &defaults, QWidget *parent = nullptr);

    //! Which of the two buttons of the privacy page lead somewhere; none by default.
    void setDataActions(bool canExport, bool canClearActivity);

Q_SIGNALS:
    void optionsChanged(const Spritarium::StyleOptions &options);
    //! Portable text; empty: none.
    void shortcutChanged(const QString &actionId, const QString &shortcut);
    void exportRequested();
    void clearActivityRequested();

private:
    QWidget *buildGeneral();
    QWidget *buildShortcuts();
    QWidget *buildPrivacy();
    void emitOptions();
    void restoreGeneral();
    void editShortcut(int row, const QString &shortcut);
    QString clashWith(const QString &id, const QString &shortcut) const;

    StyleOptions m_options;
    QList<ActionFacts> m_actions;
    QHash<QString, QString> m_defaults;
    QTabWidget *m_pages;
    QComboBox *m_theme = nullptr;
    QComboBox *m_density = nullptr;
    QCheckBox *m_motion = nullptr;
    QTableWidget *m_table = nullptr;
    QPushButton *m_export = nullptr;
    QPushButton *m_clear = nullptr;
};

} // namespace Spritarium
