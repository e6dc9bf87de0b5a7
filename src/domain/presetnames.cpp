// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/presetnames.h"

#include "domain/networkpolicy.h"
#include "domain/policyevaluator.h"

#include <QFile>

// Outside of the namespace, as Qt asks for: the list is in a static library.
static void initDomainResources()
{
    Q_INIT_RESOURCE(domainpresets);
}

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

bool isPresetPattern(QStringView pattern)
{
    return isLookupName(pattern.startsWith("*."_L1) ? pattern.sliced(2) : pattern);
}

PresetNames readKnownDefaults()
{
    initDomainResources();
    QFile file(u":/domain/presets/defaults.txt"_s);
    const bool isOpen = file.open(QIODevice::ReadOnly);
    Q_ASSERT(isOpen);
    return parsePresetNames(u"defaults"_s, isOpen ? file.readAll() : QByteArray());
}

} // namespace

PresetNames parsePresetNames(const QString &preset, const QByteArray &text)
{
    PresetNames names;
    names.preset = preset;
    for (const QByteArray &bytes : text.split('\n')) {
        const QString line = normalizedPattern(QString::fromUtf8(bytes));
        if (line.startsWith("@as-of "_L1))
            names.asOf = QDate::fromString(line.sliced(7).trimmed(), Qt::ISODate);
        else if (isPresetPattern(line) && !names.names.contains(line))
            names.names << line;
    }
    return names;
}

const PresetNames &knownDefaults()
{
    static const PresetNames names = readKnownDefaults();
    return names;
}

} // namespace Spritarium
