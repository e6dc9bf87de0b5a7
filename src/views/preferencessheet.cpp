// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/preferencessheet.h"

#include "views/textlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTableWidget>
#include <QTabWidget>

namespace Spritarium {

using namespace Qt::StringLiterals;

PreferencesSheet::PreferencesSheet(const StyleOptions &options, const QList<ActionFacts> &actions,
                                   const QHash<QString, QString> &defaults, QWidget *parent)
    : Sheet(tr("Preferences"), parent)
    , m_options(options)
    , m_actions(actions)
    , m_defaults(defaults)
    , m_pages(new QTabWidget(this))
{
    setObjectName(u"preferencesSheet"_s);
    setMinimumSize(620, 480);
    m_pages->setObjectName(u"preferencePages"_s);
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->tabBar()->setAccessibleName(tr("Pages"));
    m_pages->tabBar()->setObjectName(u"preferencePageBar"_s);
    m_pages->setDocumentMode(true);
    m_pages->addTab(buildGeneral(), tr("General"));
    m_pages->addTab(buildShortcuts(), tr("Shortcuts"));
    m_pages->addTab(buildPrivacy(), tr("Privacy"));
    content()->addWidget(m_pages, 1);
    auto *close = addButton(tr("Close"), u"preferencesClose"_s, ButtonRole::Primary);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    setDefaultButton(close);
}

QWidget *PreferencesSheet::buildGeneral()
{
    auto *page = new QWidget;
    auto *form = new QFormLayout(page);
    form->setVerticalSpacing(Space::medium);
    form->setHorizontalSpacing(Space::panel);
    m_theme = new QComboBox(page);
    m_theme->setObjectName(u"preferenceTheme"_s);
    m_theme->setAccessibleName(tr("Theme"));
    m_theme->addItem(tr("Follow the system"), int(Theme::System));
    m_theme->addItem(tr("Light"), int(Theme::Light));
    m_theme->addItem(tr("Dark"), int(Theme::Dark));
    m_theme->setCurrentIndex(m_theme->findData(int(m_options.theme)));
    form->addRow(tr("&Theme"), m_theme);
    m_density = new QComboBox(page);
    m_density->setObjectName(u"preferenceDensity"_s);
    m_density->setAccessibleName(tr("Density"));
    m_density->addItem(tr("Comfortable"), int(Density::Comfortable));
    m_density->addItem(tr("Compact"), int(Density::Compact));
    m_density->setCurrentIndex(m_density->findData(int(m_options.density)));
    form->addRow(tr("&Density"), m_density);
    m_motion = new QCheckBox(tr("Reduce motion"), page);
    m_motion->setObjectName(u"preferenceMotion"_s);
    m_motion->setChecked(m_options.reducedMotion);
    form->addRow(QString(), m_motion);
    auto *restore = new QPushButton(tr("Restore defaults"), page);
    restore->setObjectName(u"preferenceRestoreGeneral"_s);
    restore->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->addWidget(restore);
    row->addStretch(1);
    form->addRow(QString(), row);
    connect(m_theme, &QComboBox::currentIndexChanged, this, &PreferencesSheet::emitOptions);
    connect(m_density, &QComboBox::currentIndexChanged, this, &PreferencesSheet::emitOptions);
    connect(m_motion, &QCheckBox::toggled, this, &PreferencesSheet::emitOptions);
    connect(restore, &QPushButton::clicked, this, &PreferencesSheet::restoreGeneral);
    return page;
}

void PreferencesSheet::setDataActions(bool canExport, bool canClearActivity)
{
    m_export->setVisible(canExport);
    m_clear->setVisible(canClearActivity);
}

void PreferencesSheet::emitOptions()
{
    const StyleOptions now{.theme = static_cast<Theme>(m_theme->currentData().toInt()),
                           .density = static_cast<Density>(m_density->currentData().toInt()),
                           .reducedMotion = m_motion->isChecked()};
    if (now == m_options)
        return;
    m_options = now;
    Q_EMIT optionsChanged(now);
}

void PreferencesSheet::restoreGeneral()
{
    m_theme->setCurrentIndex(m_theme->findData(int(Theme::System)));
    m_density->setCurrentIndex(m_density->findData(int(Density::Comfortable)));
    m_motion->setChecked(false);
}

QWidget *PreferencesSheet::buildShortcuts()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    auto *search = new QLineEdit(page);
    search->setObjectName(u"shortcutSearch"_s);
    search->setAccessibleName(tr("Search shortcuts"));
    search->setPlaceholderText(tr("Search"));
    search->setClearButtonEnabled(true);
    m_table = new QTableWidget(int(m_actions.size()), 2, page);
    m_table->setObjectName(u"shortcutTable"_s);
    m_table->setAccessibleName(tr("Shortcuts"));
    m_table->setHorizontalHeaderLabels({tr("Action"), tr("Shortcut")});
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(std::max(40, fontMetrics().height() + 20));
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->setColumnWidth(1, 200);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setFocusPolicy(Qt::NoFocus); // the editors take it, one after the other
    for (int row = 0; row < m_actions.size(); ++row) {
        const ActionFacts &facts = m_actions.at(row);
        auto *name = new QTableWidgetItem(QString(facts.text).remove(u'&').remove(u'…'));
        name->setFlags(Qt::ItemIsEnabled);
        m_table->setItem(row, 0, name);
        auto *edit = new QKeySequenceEdit(
            QKeySequence::fromString(facts.shortcut, QKeySequence::PortableText), m_table);
        edit->setObjectName(u"shortcut:"_s + facts.id);
        edit->setAccessibleName(tr("Shortcut of %1").arg(name->text()));
        edit->setClearButtonEnabled(true);
        m_table->setCellWidget(row, 1, edit);
        connect(edit, &QKeySequenceEdit::editingFinished, this, [this, row, edit] {
            editShortcut(row, edit->keySequence().toString(QKeySequence::PortableText));
        });
    }
    auto *restore = new QPushButton(tr("Restore defaults"), page);
    restore->setObjectName(u"preferenceRestoreShortcuts"_s);
    restore->setAutoDefault(false);
    connect(restore, &QPushButton::clicked, this, [this] {
        for (int row = 0; row < m_actions.size(); ++row)
            editShortcut(row, m_defaults.value(m_actions.at(row).id));
    });
    connect(search, &QLineEdit::textChanged, m_table, [this](const QString &text) {
        for (int row = 0; row < m_table->rowCount(); ++row)
            m_table->setRowHidden(row, !m_table->item(row, 0)->text().contains(text, Qt::CaseInsensitive));
    });
    column->addWidget(search);
    column->addWidget(m_table, 1);
    column->addWidget(restore, 0, Qt::AlignLeft);
    return page;
}

QString PreferencesSheet::clashWith(const QString &id, const QString &shortcut) const
{
    for (const ActionFacts &facts : m_actions) {
        if (facts.id != id && !shortcut.isEmpty() && facts.shortcut == shortcut)
            return QString(facts.text).remove(u'&').remove(u'…');
    }
    return {};
}

void PreferencesSheet::editShortcut(int row, const QString &shortcut)
{
    ActionFacts &facts = m_actions[row];
    auto *edit = qobject_cast<QKeySequenceEdit *>(m_table->cellWidget(row, 1));
    const QString clash = clashWith(facts.id, shortcut);
    if (!clash.isEmpty()) {
        edit->setKeySequence(QKeySequence::fromString(facts.shortcut, QKeySequence::PortableText));
        showNote(ColorRole::Caution,
                 tr("%1 is the shortcut of %2.")
                     .arg(QKeySequence(shortcut).toString(QKeySequence::NativeText), clash));
        return;
    }
    clearNote();
    edit->setKeySequence(QKeySequence::fromString(shortcut, QKeySequence::PortableText));
    if (facts.shortcut == shortcut)
        return;
    facts.shortcut = shortcut;
    Q_EMIT shortcutChanged(facts.id, shortcut);
}

QWidget *PreferencesSheet::buildPrivacy()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    for (const QString &line :
         {tr("Spritarium has no telemetry. It talks to the service you sign in to and to nobody else."),
          tr("Tokens rest in the system keychain, in memory until you quit, or, if you chose so, in a file "
             "only you can read. They are in no log and no copied command."),
          tr("Activity and what was last seen are kept on this computer for 30 days or 5000 entries.")}) {
        auto *text = new TextLabel(line, TextRole::Body, page);
        text->setWordWrap(true);
        column->addWidget(text);
    }
    auto *row = new QHBoxLayout;
    m_export = new QPushButton(tr("Export all local data…"), page);
    m_export->setObjectName(u"preferenceExport"_s);
    m_export->setAutoDefault(false);
    m_clear = new QPushButton(tr("Clear activity…"), page);
    m_clear->setObjectName(u"preferenceClearActivity"_s);
    m_clear->setAutoDefault(false);
    row->addWidget(m_export);
    row->addWidget(m_clear);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch(1);
    setDataActions(false, false);
    connect(m_export, &QPushButton::clicked, this, &PreferencesSheet::exportRequested);
    connect(m_clear, &QPushButton::clicked, this, &PreferencesSheet::clearActivityRequested);
    return page;
}

} // namespace Spritarium
