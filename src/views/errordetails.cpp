// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/errordetails.h"

#include "domain/relativetime.h"
#include "views/textlabel.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

ErrorDetails::ErrorDetails(const ApiError &error, QWidget *parent)
    : Sheet(tr("What the service said"), parent)
{
    setObjectName(u"errorDetails"_s);
    setMinimumWidth(520);
    auto *facts = new QFormLayout;
    facts->setHorizontalSpacing(Space::panel);
    facts->setVerticalSpacing(Space::small);
    const auto addFact = [&](const QString &caption, const QString &value, const QString &name) {
        if (value.isEmpty())
            return;
        auto *label = new TextLabel(value, TextRole::Fixed, this);
        label->setObjectName(name);
        label->setCopyable();
        label->setAccessibleName(u"%1 %2"_s.arg(caption, value));
        facts->addRow(new TextLabel(caption, TextRole::Meta, this), label);
    };
    addFact(tr("Time"),
            error.at.isValid() ? QLocale().toString(error.at.toLocalTime(), QLocale::ShortFormat) : QString(),
            u"detailTime"_s);
    addFact(tr("Status"), error.httpStatus > 0 ? QString::number(error.httpStatus) : QString(),
            u"detailStatus"_s);
    addFact(tr("Request ID"), error.requestId, u"detailRequestId"_s);
    content()->addLayout(facts);

    auto *raw = new QPlainTextEdit(error.raw.isEmpty() ? error.detailText() : error.raw, this);
    raw->setObjectName(u"detailRaw"_s);
    raw->setAccessibleName(tr("Raw answer"));
    raw->setReadOnly(true);
    raw->setFont(fontFor(TextRole::Fixed, font()));
    raw->setMinimumHeight(160);
    content()->addWidget(raw, 1);

    auto *copy = addButton(tr("Copy"), u"detailCopy"_s);
    connect(copy, &QPushButton::clicked, this,
            [text = error.detailText()] { QGuiApplication::clipboard()->setText(text); });
    auto *close = addButton(tr("Close"), u"detailClose"_s, ButtonRole::Primary);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    setDefaultButton(close);
}

} // namespace Spritarium
