// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/checkpoint.h"
#include "views/glyphs.h"
#include "views/sheet.h"

class QCheckBox;

namespace Spritarium {

//! "Restore v3 — Before upgrade": what stops, the safety checkpoint, and the one button (ux-spec 9.5).
//!
//! It opens while the checkpoint is read again; the owner tells how that went. It asks the service nothing
//! itself.
class RestoreSheet : public Sheet
{
    Q_OBJECT

public:
    //! `checkpoint` as last seen; it counts as being read again until one of the three below is called.
    explicit RestoreSheet(const Checkpoint &checkpoint, QWidget *parent = nullptr);

    //! Read again and still there.
    void showStillThere(const Checkpoint &checkpoint);
    //! Not read again, because reading would wake the sprite; `asOf` is when it was last seen.
    void showNotRead(const QDateTime &asOf);
    //! It no longer exists: nothing can be restored.
    void showGone();
    //! The read failed. Restoring stays possible, for the service has the last word.
    void showReadFailed(const ApiError &error);
    //! Programs of sessions that end, by name; a line without names stays as it is.
    void setSessions(const QStringList &programs);
    //! Services by name; where there are none, no word of them.
    void setServices(const QStringList &names);
    //! Why restoring is not possible now; empty switches it on.
    void setDisabledReason(const QString &reason);
    //! A safety checkpoint was refused before: opens with the box off. Still one click away.
    void suggestWithoutSafety();
    const Checkpoint &checkpoint() const { return m_checkpoint; }

Q_SIGNALS:
    //! Once; the sheet closes.
    void restoreConfirmed(const Spritarium::CheckpointId &checkpoint, bool withSafety);

private:
    void buildStops();
    TextLabel *addStop(const QString &name, const QString &sentence);
    static void setStop(TextLabel &line, const QString &sentence);
    void buildFooter();
    void updateTitle();
    void updateSafety();
    void updateButton();
    void setReading(Glyph glyph, ColorRole role, const QString &text);

    Checkpoint m_checkpoint;
    GlyphLabel *m_readGlyph;
    TextLabel *m_readText;
    TextLabel *m_unhealthy;
    QVBoxLayout *m_stops = nullptr;
    TextLabel *m_processes = nullptr;
    TextLabel *m_services = nullptr;
    QCheckBox *m_safety = nullptr;
    TextLabel *m_safetyNote = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_restore = nullptr;
    QString m_disabledReason;
    bool m_gone = false;
};

} // namespace Spritarium
