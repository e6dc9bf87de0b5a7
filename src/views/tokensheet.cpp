// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/tokensheet.h"

#include "views/textlabel.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QPushButton>

#include "ui_tokensheet.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

QString signInRefusalText(const ApiError &error)
{
    switch (error.kind) {
    case ApiError::Kind::Unauthorized:
        return QCoreApplication::translate("Spritarium::TokenSheet", "The service refuses this token.");
    case ApiError::Kind::Network:
    case ApiError::Kind::Timeout:
        return QCoreApplication::translate("Spritarium::TokenSheet", "No answer from %1.").arg(error.host);
    case ApiError::Kind::Protocol:
    case ApiError::Kind::NotFound:
        return QCoreApplication::translate("Spritarium::TokenSheet",
                                           "Answered, but not like the Sprites service.");
    default:
        return error.userText();
    }
}

QString signedInText(const QString &organization, const OrganizationCounts &counts)
{
    if (!counts.running || !counts.warm || !counts.cold) // not every service counts
        return QCoreApplication::translate("Spritarium::TokenSheet", "Signed in to %1.").arg(organization);
    return QCoreApplication::translate("Spritarium::TokenSheet",
                                       "Signed in to %1: %2 running, %3 warm, %4 cold.")
        .arg(organization)
        .arg(*counts.running)
        .arg(*counts.warm)
        .arg(*counts.cold);
}

TokenSheet::TokenSheet(QWidget *parent)
    : Sheet(tr("Sign in with a token"), parent)
    , m_ui(std::make_unique<Ui::TokenSheet>())
{
    setObjectName(u"tokenSheet"_s);
    setMinimumWidth(480);
    m_form = new QWidget(this);
    m_ui->setupUi(m_form);
    content()->addWidget(m_form);
    content()->addStretch(1);
    m_ui->tokenShape->setTextRole(TextRole::Meta);
    m_ui->addressProblem->setTextRole(TextRole::Meta);
    m_ui->addressProblem->setColorRole(ColorRole::Danger);
    setButtonRole(*m_ui->tokenPaste, ButtonRole::Link);
    setButtonRole(*m_ui->tokenDetails, ButtonRole::Link);
    m_ui->tokenStorage->hide();
    m_ui->addressBox->hide();
    m_ui->tokenPaste->hide();
    setApiUrl(Account::defaultApiUrl());

    m_cancel = addCancelButton();
    m_signIn = addButton(tr("Sign in"), u"tokenSignIn"_s, ButtonRole::Primary);
    setDefaultButton(m_signIn);
    connect(m_signIn, &QPushButton::clicked, this, [this] {
        if (m_done) {
            accept();
            return;
        }
        clearNote();
        setBusy(true, tr("Signing in…"));
        Q_EMIT signInRequested(m_ui->tokenField->text().trimmed(),
                               normalizedApiUrl(m_ui->tokenAddress->text()), storage());
    });
    connect(m_ui->tokenField, &QLineEdit::textChanged, this, &TokenSheet::checkShape);
    connect(m_ui->tokenAddress, &QLineEdit::textChanged, this, &TokenSheet::updateButton);
    connect(m_ui->tokenShow, &QPushButton::toggled, this, [this](bool on) {
        m_ui->tokenField->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password);
        m_ui->tokenShow->setText(on ? tr("Hide") : tr("Show"));
        m_ui->tokenShow->setAccessibleName(on ? tr("Hide the token") : tr("Show the token"));
    });
    connect(m_ui->tokenDetails, &QPushButton::toggled, m_ui->addressBox, &QWidget::setVisible);
    connect(m_ui->tokenPaste, &QPushButton::clicked, this, [this] {
        m_ui->tokenField->setText(QGuiApplication::clipboard()->text().trimmed());
        m_ui->tokenPaste->hide();
        m_ui->tokenField->setFocus();
    });
    offerClipboard();
    checkShape();
    m_ui->tokenField->setFocus();
}

TokenSheet::~TokenSheet() = default;

void TokenSheet::setApiUrl(const QUrl &url)
{
    m_ui->tokenAddress->setText(url.toString());
    if (url != Account::defaultApiUrl())
        m_ui->tokenDetails->setChecked(true);
}

void TokenSheet::setToken(const QString &token)
{
    m_ui->tokenField->setText(token);
}

void TokenSheet::setKeychainAvailable(bool available)
{
    m_keychain = available;
    m_ui->tokenStorage->setVisible(!available);
}

void TokenSheet::offerClipboard()
{
    m_ui->tokenPaste->setVisible(tokenShapeOf(QGuiApplication::clipboard()->text()).plausible);
}

void TokenSheet::checkShape()
{
    const QString text = m_ui->tokenField->text();
    const TokenShape shape = tokenShapeOf(text);
    QString hint;
    if (shape.plausible && !shape.organizationHint.isEmpty())
        hint = tr("Looks like a token for %1").arg(shape.organizationHint);
    else if (!shape.plausible && !text.trimmed().isEmpty())
        hint = tr("A token has parts separated by /");
    m_ui->tokenShape->setText(hint);
    m_ui->tokenShape->setColorRole(shape.plausible ? ColorRole::Good : ColorRole::Muted);
    m_ui->tokenField->setAccessibleDescription(hint);
    updateButton();
}

void TokenSheet::updateButton()
{
    const QString problem = apiUrlProblem(normalizedApiUrl(m_ui->tokenAddress->text()));
    m_ui->addressProblem->setText(problem);
    m_ui->addressProblem->setVisible(!problem.isEmpty());
    m_ui->tokenAddress->setAccessibleDescription(problem);
    // The shape is a hint only: the service decides what a token is.
    const bool typed = !m_ui->tokenField->text().trimmed().isEmpty();
    m_signIn->setEnabled(m_done || (typed && problem.isEmpty() && !isBusy()));
    const QString reason = !typed ? tr("Paste a token first.") : problem;
    m_signIn->setToolTip(m_signIn->isEnabled() ? QString() : reason);
    m_signIn->setAccessibleDescription(m_signIn->toolTip());
}

Account::Storage TokenSheet::storage() const
{
    if (m_keychain)
        return Account::Storage::Keychain;
    return m_ui->storeFile->isChecked() ? Account::Storage::File : Account::Storage::Session;
}

void TokenSheet::showSignedIn(const QString &organization, const OrganizationCounts &counts)
{
    setBusy(false);
    m_done = true;
    m_ui->tokenField->clear(); // it rests elsewhere now
    m_form->hide();
    m_cancel->hide();
    m_signIn->setText(tr("Done"));
    updateButton();
    showNote(ColorRole::Good, signedInText(organization, counts));
    m_signIn->setFocus();
}

void TokenSheet::showRefusal(const ApiError &error)
{
    setBusy(false);
    updateButton();
    showError(error, {}, signInRefusalText(error));
    m_ui->tokenField->setFocus();
    m_ui->tokenField->selectAll();
}

} // namespace Spritarium
