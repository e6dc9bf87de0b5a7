// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/faults.h"

#include <QRegularExpression>

namespace Spritarium::Playground {

namespace {

bool matches(const Fault &fault, const HttpRequest &request)
{
    if (!fault.method.isEmpty() && fault.method != request.method)
        return false;
    QString pattern = QRegularExpression::escape(fault.path);
    pattern.replace(QLatin1String("\\*"), QLatin1String(".*"));
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(request.path()).hasMatch();
}

} // namespace

void Faults::add(const Fault &fault)
{
    if (fault.kind != Fault::Kind::None && fault.count != 0)
        m_faults.append(fault);
}

Fault Faults::take(const HttpRequest &request)
{
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        if (!matches(m_faults.at(i), request))
            continue;
        if (m_faults.at(i).skip > 0) {
            --m_faults[i].skip;
            continue;
        }
        const Fault taken = m_faults.at(i);
        if (m_faults.at(i).count > 0 && --m_faults[i].count == 0)
            m_faults.removeAt(i);
        return taken;
    }
    return {};
}

} // namespace Spritarium::Playground
