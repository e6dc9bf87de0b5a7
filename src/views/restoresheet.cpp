// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/restoresheet.h"

#include "domain/relativetime.h"

#include "views/textlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

RestoreSheet::RestoreSheet(const Checkpoint &checkpoint, QWidget *parent)
    : Sheet({}, parent)
    , m_checkpoint(checkpoint)
    , m_readGlyph(new GlyphLabel(12, this))
    , m_readText(new TextLabel(TextRole::Meta, this))
    , m_unhealthy(new TextLabel(tr("The service marks this checkpoint as unhealthy."), TextRole::Body, this))
{
    setObjectName(u"restoreSheet"_s);
    setMinimumWidth(640);
    updateTitle();
    m_readText->setObjectName(u"restoreReadState"_s);
    m_readText->setWordWrap(true);
    m_unhealthy->setObjectName(u"restoreUnhealthy"_s);
    m_unhealthy->setColorRole(ColorRole::Danger);
    m_unhealthy->setWordWrap(true);
    m_unhealthy->setVisible(!checkpoint.isHealthy());
    auto *reading = new QHBoxLayout;
    reading->setSpacing(Space::small);
    reading->addWidget(m_readGlyph);
    reading->addWidget(m_readText, 1);
    content()->addWidget(m_unhealthy);
    content()->addLayout(reading);
    buildStops();
    content()->addStretch();
    buildFooter();
    setReading(Glyph::Turning, ColorRole::Info, tr("Reading %1 again…").arg(checkpoint.id.toString()));
    updateSafety();
}

void RestoreSheet::updateTitle()
{
    const QString version = m_checkpoint.id.toString();
    //: Verb. Version and comment of a checkpoint.
    setTitle(m_checkpoint.comment.isEmpty() ? tr("Restore %1").arg(version)
                                            : tr("Restore %1 — %2").arg(version, m_checkpoint.comment));
}

void RestoreSheet::buildStops()
{
    auto *title = new TextLabel(tr("What stops"), TextRole::Section, this);
    content()->addWidget(title);
    m_stops = new QVBoxLayout;
    m_stops->setSpacing(Space::small);
    m_processes = addStop(u"stopProcesses"_s, tr("Running processes and terminals end."));
    m_services = addStop(u"stopServices"_s, tr("Services restart."));
    addStop(u"stopForwards"_s, tr("Forwards reconnect."));
    addStop(u"stopRules"_s, tr("Egress rules are checked afterwards."));
    content()->addLayout(m_stops);
}

TextLabel *RestoreSheet::addStop(const QString &name, const QString &sentence)
{
    auto *line = new TextLabel(TextRole::Body, this);
    line->setObjectName(name);
    line->setWordWrap(true);
    setStop(*line, sentence);
    m_stops->addWidget(line);
    return line;
}

void RestoreSheet::setStop(TextLabel &line, const QString &sentence)
{
    line.setText(u"• "_s + sentence);
    line.setAccessibleName(sentence);
}

void RestoreSheet::setSessions(const QStringList &programs)
{
    if (!programs.isEmpty())
        setStop(*m_processes,
                tr("Running processes and terminals end: %1.").arg(QLocale().createSeparatedList(programs)));
}

void RestoreSheet::setServices(const QStringList &names)
{
    m_services->setVisible(!names.isEmpty());
    if (!names.isEmpty())
        setStop(*m_services, tr("%n service(s) restart: %1.", nullptr, int(names.size()))
                                 .arg(QLocale().createSeparatedList(names)));
}

void RestoreSheet::buildFooter()
{
    auto *lead = new QWidget(this);
    auto *column = new QVBoxLayout(lead);
    column->setContentsMargins(0, 0, Space::small, 0);
    column->setSpacing(2);
    m_safety = new QCheckBox(tr("Create a safety checkpoint first"), lead);
    m_safety->setObjectName(u"safetyBox"_s);
    m_safety->setChecked(true); // each time anew: the choice of yesterday must not decide today
    m_safetyNote = new TextLabel(TextRole::Meta, lead);
    m_safetyNote->setObjectName(u"safetyNote"_s);
    m_safetyNote->setWordWrap(true);
    m_safetyNote->setMinimumWidth(260);
    column->addWidget(m_safety);
    column->addWidget(m_safetyNote);
    setFooterWidget(lead);
    m_cancel = addCancelButton();
    m_restore = addButton({}, u"restoreConfirmButton"_s, ButtonRole::Primary);
    connect(m_safety, &QCheckBox::toggled, this, &RestoreSheet::updateSafety);
    connect(m_restore, &QPushButton::clicked, this, [this] {
        Q_EMIT restoreConfirmed(m_checkpoint.id, m_safety->isChecked());
        accept();
    });
}

void RestoreSheet::updateSafety()
{
    const bool safe = m_safety->isChecked();
    const QString version = m_checkpoint.id.toString();
    m_safetyNote->setText(safe ? tr("Keeps the files you have now, so this restore can be undone.")
                               : tr("The files you have now cannot be recovered."));
    m_safetyNote->setColorRole(safe ? ColorRole::Muted : ColorRole::Danger);
    m_safety->setAccessibleDescription(m_safetyNote->text());
    //: Verb, on a button
    m_restore->setText(safe ? tr("Restore %1").arg(version) : tr("Restore %1 without safety").arg(version));
    setButtonRole(*m_restore, safe ? ButtonRole::Primary : ButtonRole::Danger);
    setDefaultButton(safe ? m_restore : m_cancel);
    if (safe)
        m_restore->setFocus();
    else
        m_cancel->setFocus();
    updateButton();
}

void RestoreSheet::updateButton()
{
    QString reason = m_disabledReason;
    if (m_gone)
        reason = tr("%1 no longer exists.").arg(m_checkpoint.id.toString());
    m_restore->setEnabled(reason.isEmpty());
    m_restore->setToolTip(reason);
    m_restore->setAccessibleDescription(reason);
}

void RestoreSheet::setReading(Glyph glyph, ColorRole role, const QString &text)
{
    m_readGlyph->setGlyph(glyph, role);
    m_readText->setText(text);
    m_readText->setAccessibleName(text);
}

void RestoreSheet::showStillThere(const Checkpoint &checkpoint)
{
    m_checkpoint = checkpoint;
    m_gone = false;
    updateTitle();
    m_unhealthy->setVisible(!checkpoint.isHealthy());
    setReading(Glyph::Check, ColorRole::Good,
               tr("%1 was read again and is there.").arg(checkpoint.id.toString()));
    updateSafety();
}

void RestoreSheet::showNotRead(const QDateTime &asOf)
{
    setReading(Glyph::Ring, ColorRole::Rest,
               asOf.isValid()
                   ? tr("The sprite sleeps. %1 was last seen %2; restoring wakes the sprite.")
                         .arg(m_checkpoint.id.toString(), absoluteText(asOf, QDateTime::currentDateTimeUtc()))
                   : tr("The sprite sleeps. Restoring wakes it."));
    updateButton();
}

void RestoreSheet::showGone()
{
    m_gone = true;
    setReading(Glyph::Cross, ColorRole::Danger, tr("%1 no longer exists.").arg(m_checkpoint.id.toString()));
    updateButton();
    m_cancel->setFocus();
}

void RestoreSheet::showReadFailed(const ApiError &error)
{
    setReading(Glyph::Question, ColorRole::Caution,
               tr("%1 could not be read again. You can still restore.").arg(m_checkpoint.id.toString()));
    showError(error, m_checkpoint.id.toString());
    updateButton();
}

void RestoreSheet::setDisabledReason(const QString &reason)
{
    m_disabledReason = reason;
    updateButton();
}

void RestoreSheet::suggestWithoutSafety()
{
    m_safety->setChecked(false);
}

} // namespace Spritarium
