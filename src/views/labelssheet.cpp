// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/labelssheet.h"

#include "views/labeleditor.h"
#include "views/textlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QStringList sharedBy(const QList<QStringList> &all)
{
    QStringList shared = all.value(0);
    for (const QStringList &labels : all)
        shared.removeIf([&](const QString &label) { return !labels.contains(label); });
    return shared;
}

} // namespace

LabelsSheet::LabelsSheet(const QList<SpriteKey> &sprites, const QList<QStringList> &labels, QWidget *parent)
    : Sheet(sprites.size() == 1 ? tr("Labels of %1").arg(sprites.first().sprite.toString())
                                : tr("Labels of %n sprites", nullptr, int(sprites.size())),
            parent)
    , m_sprites(sprites)
    , m_before(labels)
    , m_shared(sharedBy(labels))
    , m_editor(new LabelEditor(this))
{
    setObjectName(u"labelsSheet"_s);
    setMinimumWidth(460);
    if (sprites.size() > 1) {
        auto *hint = new TextLabel(tr("Shown are the labels all of them have. Others are kept."),
                                   TextRole::Meta, this);
        hint->setWordWrap(true);
        content()->addWidget(hint);
    }
    m_editor->setObjectName(u"labelEditor"_s);
    m_editor->setAccessibleName(tr("Labels"));
    m_editor->setLabels(m_shared);
    content()->addWidget(m_editor);
    content()->addStretch(1);
    addCancelButton();
    auto *apply = addButton(tr("Save labels"), u"labelsSave"_s, ButtonRole::Primary);
    setDefaultButton(apply);
    connect(apply, &QPushButton::clicked, this, &LabelsSheet::save);
    m_editor->setFocus();
}

void LabelsSheet::save()
{
    const QStringList now = m_editor->labels();
    QList<SpriteKey> changed;
    QList<QStringList> labels;
    for (qsizetype i = 0; i < m_sprites.size(); ++i) {
        QStringList next = now;
        for (const QString &label : m_before.value(i)) {
            if (!m_shared.contains(label) && !next.contains(label))
                next.append(label);
        }
        if (next != m_before.value(i)) {
            changed.append(m_sprites.at(i));
            labels.append(next);
        }
    }
    if (!changed.isEmpty())
        Q_EMIT labelsChosen(changed, labels);
    accept();
}

} // namespace Spritarium
