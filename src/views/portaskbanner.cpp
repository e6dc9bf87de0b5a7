// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portaskbanner.h"

#include <QPushButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

QString listeningText(const QList<ListeningPort> &ports)
{
    if (ports.isEmpty())
        return {};
    QStringList numbers;
    for (const ListeningPort &port : ports)
        numbers << QString::number(port.port);
    const QString last = numbers.takeLast();
    const QString list =
        numbers.isEmpty() ? last : PortAskBanner::tr("%1 and %2", "ports").arg(numbers.join(u", "_s), last);
    const ListeningPort &first = ports.first();
    const QString who = first.service.isEmpty() ? first.command : first.service;
    return who.isEmpty() ? PortAskBanner::tr("A process listens on %1.").arg(list)
                         : PortAskBanner::tr("%1 listens on %2.").arg(who, list);
}

PortAskBanner::PortAskBanner(const QList<ListeningPort> &ports, QWidget *parent)
    : Banner(ColorRole::Info, listeningText(ports), parent)
    , m_ports(ports)
{
    setObjectName(u"portAskBanner"_s);
    const QList<ListeningPort> first = ports.mid(0, 1);
    // What a process opens beside its first port is for tools, mostly.
    QList<quint16> ignored;
    for (const ListeningPort &port : ports.size() > 1 ? ports.mid(1) : ports)
        ignored << port.port;
    const auto forwards = [this](const QPushButton *button, const QList<ListeningPort> &these) {
        connect(button, &QPushButton::clicked, this, [this, these] {
            Q_EMIT forwardRequested(these);
            hide();
            deleteLater();
        });
    };
    if (!first.isEmpty())
        forwards(addAnswer(tr("Forward %1").arg(first.first().port), u"portAskForward"_s), first);
    if (ports.size() > 1)
        forwards(
            addAnswer(ports.size() == 2 ? tr("Forward both") : tr("Forward all"), u"portAskForwardAll"_s),
            ports);
    const QPushButton *ignore = addAnswer(ignored.size() == 1 ? tr("Ignore %1 always").arg(ignored.first())
                                                              : tr("Ignore the others always"),
                                          u"portAskIgnore"_s);
    connect(ignore, &QPushButton::clicked, this, [this, ignored] {
        Q_EMIT ignoreRequested(ignored);
        hide();
        deleteLater();
    });
}

QPushButton *PortAskBanner::addAnswer(const QString &text, const QString &name)
{
    QPushButton *button = addAction(text, name);
    button->setAccessibleName(text);
    return button;
}

} // namespace Spritarium
