// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/operation.h"

#include <QSortFilterProxyModel>

#include <optional>

namespace Spritarium {

//! Shows the operations of one sprite, one kind, one result; what is inside a shown one is always shown.
class ActivityFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    //! What a person filters results by; several outcomes fall into one.
    enum class Result { Any, Running, Succeeded, NeedsALook, Failed, Unknown };
    Q_ENUM(Result)

    explicit ActivityFilter(QObject *parent = nullptr);

    //! Absent: any.
    void setSprite(const std::optional<SpriteKey> &sprite);
    void setKind(std::optional<OperationKind> kind);
    void setResult(Result result);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    std::optional<SpriteKey> m_sprite;
    std::optional<OperationKind> m_kind;
    Result m_result = Result::Any;
};

} // namespace Spritarium
