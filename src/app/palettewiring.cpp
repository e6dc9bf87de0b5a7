// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/palettewiring.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/egresswiring.h"
#include "app/selection.h"
#include "app/settings.h"
#include "app/stores.h"
#include "app/stylesettings.h"
#include "domain/policyevaluator.h"
#include "domain/portforward.h"
#include "models/activitymodel.h"
#include "models/spritetreemodel.h"
#include "views/commandpalette.h"
#include "views/confirmsheet.h"
#include "views/egresspanel.h"
#include "views/mainwindow.h"
#include "views/portspanel.h"
#include "views/preferencessheet.h"
#include "views/spritetreepanel.h"
#include "views/timelinepanel.h"

#include <QAction>
#include <QCoreApplication>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype KeptChoices = 20;
constexpr QLatin1StringView askPrefix{"egress.ask:"};
constexpr QLatin1StringView forwardPrefix{"ports.forward:"};

} // namespace

PaletteWiring::PaletteWiring(const Parts &parts, const Places &places, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_model(this)
    , m_palette(new CommandPalette(m_model, *parts.window.paletteField(), &parts.window))
{
    m_recent = parts.settings.get(Settings::Key::RecentChoices).toStringList();
    m_model.setRecent(m_recent);
    watchPalette(places.tree);
    watchOffers(places.egressWiring, places.ports);
    applyShortcuts();
    m_model.setActions(parts.actions.facts());
    m_model.setSettings(settingFacts());
    connect(&parts.actions, &Actions::factsChanged, this,
            [this] { m_model.setActions(m_parts.actions.facts()); });
    connect(parts.actions["app.palette"_L1], &QAction::triggered, m_palette, &CommandPalette::open);
    watchFilter(places);
    connect(parts.actions["app.preferences"_L1], &QAction::triggered, this, &PaletteWiring::openPreferences);
    connect(parts.actions["app.about"_L1], &QAction::triggered, this, &PaletteWiring::openAbout);
}

void PaletteWiring::watchFilter(const Places &places)
{
    connect(m_parts.actions["view.tree-filter"_L1], &QAction::triggered, &places.tree,
            &SpriteTreePanel::focusFilter);
    connect(m_parts.actions["view.filter"_L1], &QAction::triggered, this, [this, places] {
        const QString tab = m_parts.window.currentTab();
        if (tab == "egress"_L1) {
            places.egress.focusFilter();
        } else if (tab == "ports"_L1) {
            places.ports.focusFilter();
        } else {
            m_parts.window.showTab(u"checkpoints"_s);
            places.timeline.focusFilter();
        }
    });
}

void PaletteWiring::watchPalette(SpriteTreePanel &tree)
{
    // Names are gathered when lists settle, not with every page of ten thousand sprites.
    m_fillSoon.setSingleShot(true);
    m_fillSoon.setInterval(std::chrono::milliseconds(200));
    connect(&m_fillSoon, &QTimer::timeout, this, &PaletteWiring::fillSprites);
    connect(&m_parts.tree, &QAbstractItemModel::rowsInserted, &m_fillSoon, QOverload<>::of(&QTimer::start));
    connect(&m_parts.tree, &QAbstractItemModel::rowsRemoved, &m_fillSoon, QOverload<>::of(&QTimer::start));
    connect(m_palette, &CommandPalette::spriteChosen, this, [this, &tree](const SpriteKey &key) {
        tree.select(key);
        m_parts.selection.select(key, m_parts.tree.sprite(key));
    });
    connect(m_palette, &CommandPalette::actionChosen, this, [this](const QString &id) {
        if (chooseSetting(id))
            return;
        if (QAction *action = m_parts.actions.all().value(id))
            action->trigger();
    });
    connect(m_palette, &CommandPalette::chosen, this, [this](const QString &id) {
        m_recent.removeAll(id);
        m_recent.prepend(id);
        m_recent = m_recent.mid(0, KeptChoices);
        m_model.setRecent(m_recent);
        m_parts.settings.set(Settings::Key::RecentChoices, m_recent);
    });
}

void PaletteWiring::watchOffers(EgressWiring &egress, PortsPanel &ports)
{
    m_model.setOffers([this](const QString &query) { return offers(query); });
    connect(m_palette, &CommandPalette::offerChosen, this, [this, &egress, &ports](const QString &id) {
        if (id.startsWith(forwardPrefix)) {
            m_parts.window.showTab(u"ports"_s);
            ports.addTyped(id.mid(forwardPrefix.size()));
        } else {
            egress.askAbout(id.mid(askPrefix.size()));
        }
    });
}

QList<ActionFacts> PaletteWiring::offers(const QString &query) const
{
    QList<ActionFacts> offers;
    const SpriteKey key = m_parts.selection.key();
    if (key.isEmpty())
        return offers;
    const bool hasNumber = std::any_of(query.begin(), query.end(), [](QChar c) { return c.isDigit(); });
    const PortSpecs specs = hasNumber ? parsePortSpecs(query) : PortSpecs();
    if (specs.isOk() && specs.forwards.size() == 1 && m_parts.accounts.session(key.account)) {
        const QString text = tr("Forward %1").arg(forwardText(specs.forwards.constFirst()));
        offers << ActionFacts{forwardPrefix + query, text, {}, {}, true};
    }
    const QString name = lookupName(query);
    if (name.contains(u'.'))
        offers << ActionFacts{askPrefix + name, tr("Would %1 be allowed?").arg(name), {}, {}, true};
    return offers;
}

QList<ActionFacts> PaletteWiring::settingFacts() const
{
    const auto fact = [](QLatin1StringView id, const QString &text) {
        return ActionFacts{QString(id), text, {}, {}, true};
    };
    return {fact("setting.theme-system"_L1, tr("Theme: follow the system")),
            fact("setting.theme-light"_L1, tr("Theme: light")),
            fact("setting.theme-dark"_L1, tr("Theme: dark")),
            fact("setting.density-comfortable"_L1, tr("Density: comfortable")),
            fact("setting.density-compact"_L1, tr("Density: compact")),
            fact("setting.motion-full"_L1, tr("Motion: as usual")),
            fact("setting.motion-reduced"_L1, tr("Motion: reduced"))};
}

bool PaletteWiring::chooseSetting(const QString &id)
{
    StyleOptions options = styleOptionsOf(m_parts.settings);
    if (id == "setting.theme-system"_L1)
        options.theme = Theme::System;
    else if (id == "setting.theme-light"_L1)
        options.theme = Theme::Light;
    else if (id == "setting.theme-dark"_L1)
        options.theme = Theme::Dark;
    else if (id == "setting.density-comfortable"_L1)
        options.density = Density::Comfortable;
    else if (id == "setting.density-compact"_L1)
        options.density = Density::Compact;
    else if (id == "setting.motion-full"_L1)
        options.reducedMotion = false;
    else if (id == "setting.motion-reduced"_L1)
        options.reducedMotion = true;
    else
        return false;
    rememberStyle(m_parts.settings, options);
    return true;
}

void PaletteWiring::fillSprites()
{
    QList<PaletteModel::SpriteEntry> entries;
    const QList<SpriteKey> keys = m_parts.tree.sprites();
    entries.reserve(keys.size());
    QHash<AccountId, QString> organizations;
    for (const Account &account : m_parts.accounts.accounts())
        organizations.insert(account.id, account.organization);
    for (const SpriteKey &key : keys)
        entries << PaletteModel::SpriteEntry{key, organizations.value(key.account)};
    m_model.setSprites(entries);
}

void PaletteWiring::applyShortcuts()
{
    const QVariantMap chosen = m_parts.settings.get(Settings::Key::Shortcuts).toMap();
    for (auto it = chosen.begin(); it != chosen.end(); ++it) {
        if (m_parts.actions.all().contains(it.key()))
            m_parts.actions.setShortcut(it.key(),
                                        QKeySequence::fromString(it->toString(), QKeySequence::PortableText));
    }
}

void PaletteWiring::openPreferences()
{
    QHash<QString, QString> standard;
    const QList<ActionFacts> facts = m_parts.actions.facts();
    for (const ActionFacts &action : facts)
        standard.insert(action.id,
                        m_parts.actions.standardShortcut(action.id).toString(QKeySequence::PortableText));
    auto *sheet = new PreferencesSheet(styleOptionsOf(m_parts.settings), facts, standard, &m_parts.window);
    connect(sheet, &PreferencesSheet::optionsChanged, this,
            [this](const StyleOptions &options) { rememberStyle(m_parts.settings, options); });
    connect(sheet, &PreferencesSheet::shortcutChanged, this, [this](const QString &id, const QString &keys) {
        QVariantMap chosen = m_parts.settings.get(Settings::Key::Shortcuts).toMap();
        chosen.insert(id, keys);
        m_parts.settings.set(Settings::Key::Shortcuts, chosen);
        m_parts.actions.setShortcut(id, QKeySequence::fromString(keys, QKeySequence::PortableText));
    });
    sheet->setDataActions(false, true);
    connect(sheet, &PreferencesSheet::clearActivityRequested, this, [this, sheet] {
        auto *question = new ConfirmSheet(
            tr("Clear activity?"),
            tr("The list kept on this computer is emptied. Sprites and checkpoints are not affected."),
            tr("Clear activity"), ButtonRole::Danger, sheet);
        connect(question, &ConfirmSheet::confirmed, this, [this] {
            m_parts.activity.clear();
            m_parts.stores.clearActivity();
        });
        question->open();
    });
    sheet->open();
}

void PaletteWiring::openAbout()
{
    auto *sheet = new Sheet(tr("Spritarium %1").arg(QCoreApplication::applicationVersion()), &m_parts.window);
    sheet->showNote(ColorRole::Info,
                    tr("Desktop console for Fly.io Sprites. Free software under the Apache License 2.0."));
    sheet->addButton(tr("Close"), u"closeAbout"_s)->setDefault(true);
    connect(sheet->findChild<QAbstractButton *>(u"closeAbout"_s), &QAbstractButton::clicked, sheet,
            &QDialog::accept);
    sheet->open();
}

} // namespace Spritarium
