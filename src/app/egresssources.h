// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "domain/ids.h"
#include "domain/networkpolicy.h"

#include <QObject>

namespace Spritarium {

class CopyRulesSheet;
class EgressPanel;
class PolicyDocument;

//! Where a draft can come from, and where it can go: other sprites, files, and what was applied before.
class EgressSources : public QObject
{
    Q_OBJECT

public:
    EgressSources(const Parts &parts, PolicyDocument &document, EgressPanel &panel, QObject *parent);

private:
    void openHistory();
    void chooseSprite();
    void copyFrom(CopyRulesSheet &sheet, const SpriteKey &source);
    void chooseImport();
    void importFile(const QString &path);
    void chooseExport();
    void exportFile(const QString &path);
    void take(const NetworkPolicy &policy, const QString &text);

    Parts m_parts;
    PolicyDocument &m_document;
    EgressPanel &m_panel;
};

} // namespace Spritarium
