// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/newspritesheet.h"

#include "views/textlabel.h"

#include <QPushButton>
#include <QRandomGenerator>
#include <QTimer>

#include "ui_newspritesheet.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

NewSpriteSheet::NewSpriteSheet(const QString &organization, const QStringList &taken, QWidget *parent)
    : Sheet(organization.isEmpty() ? tr("New sprite") : tr("New sprite in %1").arg(organization), parent)
    , m_ui(std::make_unique<Ui::NewSpriteSheet>())
    , m_countdown(new QTimer(this))
    , m_taken(taken)
{
    setObjectName(u"newSpriteSheet"_s);
    setMinimumWidth(520);
    auto *form = new QWidget(this);
    m_ui->setupUi(form);
    content()->addWidget(form);
    content()->addStretch(1);
    for (TextLabel *label : {m_ui->newNameHint, m_ui->newEgressHint, m_ui->newAddress})
        label->setTextRole(TextRole::Meta);
    fillChoices();
    m_ui->newName->setText(suggestedSpriteName(taken, QRandomGenerator::global()->generate()));

    addCancelButton();
    m_create = addButton(tr("Create sprite"), u"newCreate"_s, ButtonRole::Primary);
    setDefaultButton(m_create);
    connect(m_create, &QPushButton::clicked, this, [this] {
        m_countdown->stop();
        clearNote();
        setBusy(true, tr("Creating…"));
        Q_EMIT createRequested(request());
    });
    connect(m_ui->newName, &QLineEdit::textChanged, this, &NewSpriteSheet::checkName);
    connect(m_ui->newEgress, &QComboBox::currentIndexChanged, this, &NewSpriteSheet::updateEgress);
    const auto tellDraft = [this] { Q_EMIT draftChanged(request()); };
    connect(m_ui->newName, &QLineEdit::textEdited, this, tellDraft);
    connect(m_ui->newLabels, &LabelEditor::labelsChanged, this, tellDraft);
    connect(m_ui->newEgress, &QComboBox::activated, this, tellDraft);
    connect(m_ui->newCopyFrom, &QComboBox::activated, this, tellDraft);
    connect(m_ui->newWait, &QCheckBox::clicked, this, tellDraft);
    m_countdown->setInterval(1000);
    connect(m_countdown, &QTimer::timeout, this, &NewSpriteSheet::tick);
    checkName();
    updateEgress();
    m_ui->newName->setFocus();
    m_ui->newName->selectAll();
}

NewSpriteSheet::~NewSpriteSheet() = default;

void NewSpriteSheet::fillChoices()
{
    m_ui->newEgress->addItem(tr("Development defaults"), int(EgressChoice::DevelopmentDefaults));
    m_ui->newEgress->addItem(tr("Unrestricted"), int(EgressChoice::Unrestricted));
    m_ui->newEgress->addItem(tr("Locked down"), int(EgressChoice::LockedDown));
    setTakenNames(m_taken);
}

void NewSpriteSheet::setTakenNames(const QStringList &names)
{
    m_taken = names;
    const QString chosen = m_ui->newCopyFrom->currentText();
    m_ui->newCopyFrom->clear();
    m_ui->newCopyFrom->addItems(names);
    m_ui->newCopyFrom->setCurrentIndex(std::max(0, m_ui->newCopyFrom->findText(chosen)));
    const int copy = m_ui->newEgress->findData(int(EgressChoice::CopyFrom));
    if (names.isEmpty() && copy >= 0)
        m_ui->newEgress->removeItem(copy);
    else if (!names.isEmpty() && copy < 0)
        m_ui->newEgress->addItem(tr("Copy from…"), int(EgressChoice::CopyFrom));
    if (m_create)
        checkName();
}

QString NewSpriteSheet::nameProblem() const
{
    const QString name = m_ui->newName->text().trimmed();
    if (m_taken.contains(name))
        return tr("%1 exists already.").arg(name);
    return spriteNameProblem(name);
}

void NewSpriteSheet::checkName()
{
    const QString problem = nameProblem();
    m_ui->newNameHint->setText(problem.isEmpty() ? tr("The name is free. It cannot be changed later.")
                                                 : problem);
    m_ui->newNameHint->setColorRole(problem.isEmpty() ? ColorRole::Muted : ColorRole::Danger);
    m_ui->newName->setAccessibleDescription(m_ui->newNameHint->text());
    if (isBusy())
        return;
    m_create->setEnabled(problem.isEmpty());
    m_create->setToolTip(problem);
    m_create->setAccessibleDescription(problem);
}

void NewSpriteSheet::updateEgress()
{
    const auto choice = static_cast<EgressChoice>(m_ui->newEgress->currentData().toInt());
    m_ui->newCopyFrom->setVisible(choice == EgressChoice::CopyFrom);
    switch (choice) {
    case EgressChoice::DevelopmentDefaults:
        m_ui->newEgressHint->setText(tr("Names that development needs can be reached, nothing else."));
        break;
    case EgressChoice::Unrestricted:
        m_ui->newEgressHint->setText(tr("Any name can be reached."));
        break;
    case EgressChoice::LockedDown:
        m_ui->newEgressHint->setText(tr("No name can be reached."));
        break;
    case EgressChoice::CopyFrom:
        m_ui->newEgressHint->setText(tr("The rules of the chosen sprite, as they are now."));
        break;
    }
}

NewSpriteRequest NewSpriteSheet::request() const
{
    NewSpriteRequest request;
    request.sprite.name = SpriteName(m_ui->newName->text().trimmed());
    request.sprite.labels = m_ui->newLabels->labels();
    request.sprite.waitForCapacity = m_ui->newWait->isChecked();
    request.egress = static_cast<EgressChoice>(m_ui->newEgress->currentData().toInt());
    if (request.egress == EgressChoice::CopyFrom)
        request.copyFrom = SpriteName(m_ui->newCopyFrom->currentText());
    return request;
}

void NewSpriteSheet::setDraft(const NewSpriteRequest &draft)
{
    m_ui->newName->setText(draft.sprite.name.toString());
    m_ui->newLabels->setLabels(draft.sprite.labels);
    m_ui->newWait->setChecked(draft.sprite.waitForCapacity);
    m_ui->newEgress->setCurrentIndex(std::max(0, m_ui->newEgress->findData(int(draft.egress))));
    const int copied = m_ui->newCopyFrom->findText(draft.copyFrom.toString());
    m_ui->newCopyFrom->setCurrentIndex(std::max(0, copied));
    m_ui->newName->selectAll();
}

void NewSpriteSheet::showRefusal(const ApiError &error)
{
    setBusy(false);
    checkName();
    if (error.kind == ApiError::Kind::LimitReached || error.kind == ApiError::Kind::RateLimited) {
        showLimit(error);
        return;
    }
    if (error.kind == ApiError::Kind::Conflict) {
        const QString name = m_ui->newName->text().trimmed();
        if (!m_taken.contains(name))
            setTakenNames(m_taken + QStringList{name});
    }
    showError(error, m_ui->newName->text().trimmed());
    m_ui->newName->setFocus();
}

void NewSpriteSheet::showLimit(const ApiError &error)
{
    m_refusal = error;
    m_refusal.retryAfter.reset(); // counted down here
    m_limitText = m_refusal.userText();
    if (error.kind == ApiError::Kind::LimitReached && error.limit.current && error.limit.limit)
        m_limitText =
            tr("%1 of %2 running. Free one or wait for capacity.")
                .arg(QLocale().toString(*error.limit.current), QLocale().toString(*error.limit.limit));
    m_secondsLeft = error.retryAfter ? int(error.retryAfter->count()) : 0;
    showNote(ColorRole::Caution, m_limitText);
    if (m_secondsLeft > 0) {
        m_create->setEnabled(false);
        m_countdown->start();
        tick();
    }
}

void NewSpriteSheet::tick()
{
    if (m_secondsLeft <= 0) {
        m_countdown->stop();
        setNoteText(m_limitText);
        checkName();
        return;
    }
    ApiError timed = m_refusal;
    timed.retryAfter = std::chrono::seconds(m_secondsLeft);
    setNoteText(m_refusal.kind == ApiError::Kind::RateLimited
                    ? timed.userText() // has the seconds in its own words
                    : tr("%1 Again in %2 s.").arg(m_limitText).arg(m_secondsLeft));
    --m_secondsLeft;
}

} // namespace Spritarium
