// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/servicedefinition.h"

namespace Spritarium::Playground {

//! Who needs whom among the services of one sprite (sprites-api 10.2).
namespace ServiceOrder {

using Services = QMap<QString, ServiceDefinition>;

//! Empty, or why `fresh` cannot be among `services` in place of one of its name: the text of a 400.
QString fault(const Services &services, const ServiceDefinition &fresh);
//! What must run for `name`, each before those who need it, itself last. Also for a graph with a circle or
//! with needs that are not there, which are left out.
QStringList toStart(const Services &services, const QString &name);
//! All of them, likewise.
QStringList all(const Services &services);
//! Those who name `name` among their needs, by name.
QStringList dependants(const Services &services, const QString &name);

} // namespace ServiceOrder

} // namespace Spritarium::Playground
