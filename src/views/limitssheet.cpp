// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/limitssheet.h"

#include "views/textlabel.h"

#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

LimitsSheet::LimitsSheet(const QString &organization, const OrganizationCounts &counts, QWidget *parent)
    : Sheet(tr("Limits of %1").arg(organization), parent)
{
    setObjectName(u"limitsSheet"_s);
    setMinimumWidth(440);
    const auto add = [this](const QString &name, const QString &text, std::optional<int> used,
                            std::optional<int> limit) {
        if (!used || !limit)
            return;
        auto *line = new TextLabel(text.arg(QLocale().toString(*used), QLocale().toString(*limit)),
                                   TextRole::Section, this);
        line->setObjectName(name);
        content()->addWidget(line);
    };
    add(u"limitsRunning"_s, tr("%1 of %2 running"), counts.running, counts.runningLimit);
    add(u"limitsWarm"_s, tr("%1 of %2 warm"), counts.warm, counts.warmLimit);
    auto *text =
        new TextLabel(tr("A sprite that has nothing to do falls asleep by itself and frees its place. "
                         "Raise a limit where the organization is managed."),
                      TextRole::Body, this);
    text->setObjectName(u"limitsText"_s);
    text->setWordWrap(true);
    content()->addWidget(text);
    content()->addStretch(1);
    auto *show = addButton(tr("Show running"), u"limitsShowRunning"_s);
    auto *close = addButton(tr("Close"), u"limitsClose"_s, ButtonRole::Primary);
    setDefaultButton(close);
    connect(show, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT showRunningRequested();
    });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

} // namespace Spritarium
