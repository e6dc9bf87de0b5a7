// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "views/sheet.h"

#include <optional>

class QLineEdit;

namespace Spritarium {

class TextLabel;

//! What would be lost with one sprite; what is not known is absent.
struct SpriteLoss
{
    SpriteKey key;
    std::optional<int> checkpoints;
    bool isPublic = false;
    QString address;
    int forwards = 0; //!< from this computer, not stopped

    friend bool operator==(const SpriteLoss &, const SpriteLoss &) = default;
};

//! Level 3: lists what is lost; the name, or the count for several, must be typed (ux-spec 7).
class DeleteSpriteSheet : public Sheet
{
    Q_OBJECT

public:
    explicit DeleteSpriteSheet(const QList<SpriteLoss> &losses, QWidget *parent = nullptr);

    //! A count that was read after the sheet opened.
    void setCheckpointCount(const SpriteKey &key, int count);

Q_SIGNALS:
    //! Typed right and pressed; the sheet closes itself.
    void deleteRequested(const QList<Spritarium::SpriteKey> &keys);

private:
    QWidget *makeRow(const SpriteLoss &loss);
    static QString lossText(const SpriteLoss &loss);
    QString expected() const;
    void updateArmed();

    QList<SpriteLoss> m_losses;
    QHash<SpriteKey, TextLabel *> m_lossLabels;
    QLineEdit *m_typed;
    QPushButton *m_delete;
};

} // namespace Spritarium
