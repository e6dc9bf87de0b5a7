// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"
#include "views/sheet.h"

#include <memory>

class QTimer;

namespace Spritarium {

namespace Ui {
class NewSpriteSheet;
}

enum class EgressChoice { DevelopmentDefaults, Unrestricted, LockedDown, CopyFrom };

//! What the sheet asks for: the sprite, then its rules (ux-spec 7).
struct NewSpriteRequest
{
    NewSprite sprite;
    EgressChoice egress = EgressChoice::DevelopmentDefaults;
    SpriteName copyFrom; //!< of CopyFrom

    friend bool operator==(const NewSpriteRequest &, const NewSpriteRequest &) = default;
};

//! Asks for a new sprite. Refusals keep everything typed; reaching the limit counts down if the answer said
//! how long.
class NewSpriteSheet : public Sheet
{
    Q_OBJECT

public:
    //! `taken` are the names the account has: checked while typing, and the choices of "Copy from…".
    NewSpriteSheet(const QString &organization, const QStringList &taken, QWidget *parent = nullptr);
    ~NewSpriteSheet() override;

    void setTakenNames(const QStringList &names);
    //! The create was refused; the limit texts of ux-spec 7 and 16.
    void showRefusal(const ApiError &error);
    //! What was typed before and not sent.
    void setDraft(const NewSpriteRequest &draft);

Q_SIGNALS:
    //! After every change by the person, as it would be asked for now.
    void draftChanged(const Spritarium::NewSpriteRequest &draft);
    //! Create was pressed; the sheet is busy until showRefusal() or accept().
    void createRequested(const Spritarium::NewSpriteRequest &request);

private:
    void fillChoices();
    void checkName();
    void updateEgress();
    void showLimit(const ApiError &error);
    void tick();
    QString nameProblem() const;
    NewSpriteRequest request() const;

    std::unique_ptr<Ui::NewSpriteSheet> m_ui;
    QPushButton *m_create = nullptr;
    QTimer *m_countdown;
    QStringList m_taken;
    ApiError m_refusal;
    QString m_limitText;
    int m_secondsLeft = 0;
};

} // namespace Spritarium
