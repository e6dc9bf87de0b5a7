// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/operation.h"

#include <QByteArray>
#include <QJsonObject>

namespace Spritarium {

//! Values as the store keeps them; reading back gives the same value. Words, not numbers, stand for
//! enumerators, and what is missing or not known reads as the default, so that files of neighbouring versions
//! can be read.
QJsonObject operationToJson(const Operation &operation);
Operation operationFromJson(const QJsonObject &object);
QJsonObject errorToJson(const ApiError &error);
ApiError errorFromJson(const QJsonObject &object);
QJsonObject messageToJson(const StreamMessage &message);
StreamMessage messageFromJson(const QJsonObject &object);
QJsonObject requestToJson(const RequestRecord &request);
RequestRecord requestFromJson(const QJsonObject &object);

QByteArray toBytes(const QJsonObject &object);
QJsonObject objectOf(const QByteArray &bytes);

} // namespace Spritarium
