// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/policyconflictview.h"

#include "views/codetext.h"
#include "views/egressruletext.h"
#include "views/policydiffview.h"
#include "views/textlabel.h"

#include <QLocale>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostNamed = 8;

QString named(const QStringList &patterns)
{
    QStringList shown;
    for (const QString &pattern : patterns.mid(0, mostNamed))
        shown << isolated(pattern);
    return QLocale().createSeparatedList(shown);
}

} // namespace

PolicyConflictView::PolicyConflictView(const NetworkPolicy &base, const NetworkPolicy &mine,
                                       const NetworkPolicy &theirs, const Rebase &rebase, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"policyConflict"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::medium);
    if (!rebase.conflicts.isEmpty()) {
        const int more = int(rebase.conflicts.size()) - mostNamed;
        const QString text =
            tr("Both sides changed %1 in different ways. Rebasing takes yours.").arg(named(rebase.conflicts));
        auto *sentence = new TextLabel(more > 0 ? tr("%1 And %n more.", nullptr, more).arg(text) : text,
                                       TextRole::Body, this);
        sentence->setObjectName(u"conflictNames"_s);
        sentence->setColorRole(ColorRole::Caution);
        sentence->setWordWrap(true);
        column->addWidget(sentence);
    }
    auto *pages = new QTabWidget(this);
    pages->setObjectName(u"conflictPages"_s);
    pages->setAccessibleName(tr("Sides of the conflict"));
    pages->tabBar()->setObjectName(u"conflictPageBar"_s);
    pages->tabBar()->setAccessibleName(pages->accessibleName());
    pages->setDocumentMode(true);
    const auto add = [&](const QString &title, const QString &meaning, const QString &name,
                         const NetworkPolicy &before, const NetworkPolicy &after) {
        auto *page = new QWidget;
        auto *lines = new QVBoxLayout(page);
        lines->setContentsMargins(0, Space::medium, 0, 0);
        lines->setSpacing(Space::small);
        auto *label = new TextLabel(meaning, TextRole::Body, page);
        label->setWordWrap(true);
        auto *diff = new PolicyDiffView(page);
        diff->setObjectName(name);
        diff->setDiff(differenceBetween(before, after));
        lines->addWidget(label);
        lines->addWidget(diff, 1);
        pages->addTab(page, title);
    };
    add(tr("Your changes"), tr("What your draft changes in the rules it began with."), u"conflictMine"_s,
        base, mine);
    add(tr("Their changes"), tr("What somebody else changed since then. This is in force now."),
        u"conflictTheirs"_s, base, theirs);
    add(tr("After rebasing"), tr("What your changes would do to the rules in force."), u"conflictRebased"_s,
        theirs, rebase.policy);
    column->addWidget(pages, 1);
}

} // namespace Spritarium
