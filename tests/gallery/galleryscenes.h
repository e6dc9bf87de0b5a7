// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include <functional>

class QWidget;

namespace Spritarium {

struct GalleryScene
{
    QString name;
    std::function<QWidget *()> make;
};

QList<GalleryScene> galleryScenes();
//! The sheets of the Egress tab; part of the above.
QList<GalleryScene> egressSheetScenes();
//! The Ports tab in its states, and its sheets; part of the above.
QList<GalleryScene> portScenes();

} // namespace Spritarium
