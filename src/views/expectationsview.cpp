// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/expectationsview.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/codetext.h"
#include "views/focusorder.h"
#include "views/glyphs.h"
#include "views/icons.h"
#include "views/textlabel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int RowsShown = 5;

std::pair<Glyph, ColorRole> markOf(ExpectationState state)
{
    switch (state) {
    case ExpectationState::Holds:
        return {Glyph::Check, ColorRole::Good};
    case ExpectationState::Depends:
        return {Glyph::Question, ColorRole::Caution};
    case ExpectationState::Fails:
        break;
    }
    return {Glyph::Cross, ColorRole::Danger};
}

} // namespace

ExpectationsView::ExpectationsView(PolicyAnalysis &analysis, QWidget *parent)
    : QFrame(parent)
    , m_analysis(analysis)
    , m_header(new QToolButton(this))
    , m_summary(new TextLabel(TextRole::Body, this))
    , m_body(new QWidget(this))
    , m_scroll(new QScrollArea(m_body))
    , m_wanted(new QComboBox(m_body))
    , m_name(new QLineEdit(m_body))
    , m_add(new QPushButton(tr("Add"), m_body))
    , m_refusal(new TextLabel(TextRole::Body, m_body))
{
    setObjectName(u"expectationsView"_s);
    m_header->setObjectName(u"expectationsHeader"_s);
    m_header->setText(tr("Expectations"));
    m_header->setCheckable(true);
    m_header->setAutoRaise(true);
    m_header->setFocusPolicy(Qt::StrongFocus);
    m_header->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_summary->setObjectName(u"expectationsSummary"_s);
    auto *top = new QHBoxLayout;
    top->setSpacing(Space::small);
    top->addWidget(m_header);
    top->addWidget(m_summary, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::panel, Space::tiny, Space::panel, Space::tiny);
    column->setSpacing(Space::tiny);
    column->addLayout(top);
    column->addWidget(m_body);

    auto *inside = new QVBoxLayout(m_body);
    inside->setContentsMargins(Space::small, 0, 0, Space::tiny);
    inside->setSpacing(Space::tiny);
    auto *list = new QWidget(m_scroll);
    m_rows = new QVBoxLayout(list);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    m_scroll->setObjectName(u"expectationsScroll"_s);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(list);
    inside->addWidget(m_scroll);
    buildAddRow(*inside);
    connect(m_header, &QToolButton::toggled, this, [this](bool open) { setOpen(open); });
    connect(&m_analysis, &PolicyAnalysis::changed, this, &ExpectationsView::refresh);
    connect(&m_analysis.document(), &PolicyDocument::notesChanged, this, &ExpectationsView::refresh);
    connect(&m_analysis.document(), &PolicyDocument::notesRestored, this, &ExpectationsView::refresh);
    setOpen(false);
    refresh();
}

void ExpectationsView::buildAddRow(QVBoxLayout &column)
{
    m_wanted->setObjectName(u"expectationWanted"_s);
    m_wanted->setAccessibleName(tr("What is expected"));
    m_wanted->addItem(tr("must reach"), int(Access::Allowed));
    m_wanted->addItem(tr("must not reach"), int(Access::Denied));
    m_name->setObjectName(u"expectationName"_s);
    m_name->setAccessibleName(tr("Name that is expected to be reached or not"));
    m_name->setPlaceholderText(u"api.example.com"_s);
    m_name->setLayoutDirection(Qt::LeftToRight);
    m_name->setFont(fontFor(TextRole::Fixed, font()));
    m_name->setMaximumWidth(fontMetrics().averageCharWidth() * 60);
    m_add->setObjectName(u"expectationAdd"_s);
    m_add->setAutoDefault(false);
    m_add->setAccessibleName(tr("Add expectation"));
    m_refusal->setObjectName(u"expectationRefusal"_s);
    m_refusal->setColorRole(ColorRole::Danger);
    m_refusal->setWordWrap(true);
    m_refusal->hide();
    auto *line = new QHBoxLayout;
    line->setSpacing(Space::small);
    line->addWidget(m_wanted);
    line->addWidget(m_name, 1);
    line->addWidget(m_add);
    line->addStretch(0);
    column.addLayout(line);
    column.addWidget(m_refusal);
    connect(m_add, &QPushButton::clicked, this, &ExpectationsView::add);
    connect(m_name, &QLineEdit::returnPressed, this, &ExpectationsView::add);
    connect(m_name, &QLineEdit::textEdited, m_refusal, &QWidget::hide);
}

void ExpectationsView::setOpen(bool open)
{
    m_header->setChecked(open);
    m_header->setIcon(icon(open ? u"chevron-down"_s : u"chevron-right"_s, true));
    m_header->setAccessibleDescription(open ? tr("Open") : tr("Closed"));
    m_body->setVisible(open);
}

bool ExpectationsView::isOpen() const
{
    return m_header->isChecked();
}

void ExpectationsView::refresh()
{
    const QList<CheckedExpectation> &all = m_analysis.expectations();
    const bool fails = std::any_of(all.begin(), all.end(), [](const CheckedExpectation &one) {
        return one.state != ExpectationState::Holds;
    });
    const QString summary =
        all.isEmpty() ? tr("None yet. They are checked on every edit.") : expectationSummary(all);
    m_summary->setText(summary);
    m_summary->setAccessibleName(summary);
    m_summary->setColorRole(all.isEmpty() ? ColorRole::Muted : fails ? ColorRole::Danger : ColorRole::Good);
    if (all == m_shown && m_rows->count() == all.size()) {
        m_scroll->setVisible(!all.isEmpty());
        return;
    }
    const bool shorter = all.size() < m_shown.size();
    m_shown = all;
    const bool focused =
        isAncestorOf(focusWidget()) && focusWidget() != m_name && m_scroll->isAncestorOf(focusWidget());
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (int i = 0; i < int(m_shown.size()); ++i)
        m_rows->addWidget(makeRow(i, m_shown.at(i)));
    orderFocusByLayout(*this);
    m_scroll->setVisible(!m_shown.isEmpty());
    sizeRows();
    if (focused && shorter)
        m_name->setFocus();
}

void ExpectationsView::sizeRows()
{
    const int rows = std::min(int(m_shown.size()), RowsShown);
    const int high = std::max(32, fontMetrics().height() + Space::medium);
    m_scroll->setFixedHeight(rows * high);
    m_scroll->widget()->setMinimumHeight(int(m_shown.size()) * high);
}

void ExpectationsView::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        sizeRows();
}

QWidget *ExpectationsView::makeRow(int at, const CheckedExpectation &checked)
{
    auto *row = new QWidget(m_scroll->widget());
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(Space::small);
    const auto [glyph, role] = markOf(checked.state);
    auto *mark = new GlyphLabel(12, row);
    mark->setGlyph(glyph, role);
    const QString text = expectationText(checked.expectation);
    auto *words = new TextLabel(text, TextRole::Body, row);
    words->setObjectName(u"expectationText%1"_s.arg(at));
    auto *state = new TextLabel(TextRole::Body, row);
    state->setObjectName(u"expectationState%1"_s.arg(at));
    state->setColorRole(role);
    state->setText(plainFromTicks(expectationStateText(checked)));
    state->setElided(Qt::ElideRight);
    state->setToolTip(state->text());
    line->addWidget(mark);
    line->addWidget(words);
    line->addWidget(state, 1);
    if (checked.blame >= 0) {
        auto *blame = new QPushButton(tr("Rule %1").arg(QLocale().toString(checked.blame + 1)), row);
        blame->setObjectName(u"expectationBlame%1"_s.arg(at));
        blame->setAccessibleName(tr("Select rule %1").arg(QLocale().toString(checked.blame + 1)));
        blame->setAutoDefault(false);
        setButtonRole(*blame, ButtonRole::Link);
        line->addWidget(blame);
        connect(blame, &QPushButton::clicked, this,
                [this, rule = checked.blame] { Q_EMIT ruleRequested(rule); });
    }
    auto *remove = new QToolButton(row);
    remove->setObjectName(u"expectationRemove%1"_s.arg(at));
    remove->setAccessibleName(tr("Remove the expectation: %1").arg(text));
    remove->setToolTip(tr("Remove"));
    remove->setIcon(icon(u"close"_s));
    remove->setAutoRaise(true);
    remove->setFocusPolicy(Qt::StrongFocus);
    line->addWidget(remove);
    // Later: the row is rebuilt while its button still speaks.
    connect(
        remove, &QToolButton::clicked, this, [this, at] { this->remove(at); }, Qt::QueuedConnection);
    return row;
}

void ExpectationsView::add()
{
    const QString typed = m_name->text().trimmed();
    const QString name = typed == u"*"_s ? typed : lookupName(typed);
    if (name.isEmpty()) {
        m_refusal->setText(typed.isEmpty()
                               ? tr("Type a name first.")
                               : tr("This is no name that a rule can match: no address, port or path."));
        m_refusal->show();
        m_name->setFocus();
        return;
    }
    m_refusal->hide();
    QList<Expectation> all = m_analysis.document().notes().expectations;
    all.erase(
        std::remove_if(all.begin(), all.end(), [&](const Expectation &one) { return one.name == name; }),
        all.end());
    all << Expectation{.name = name, .wanted = static_cast<Access>(m_wanted->currentData().toInt())};
    m_name->clear();
    m_analysis.document().setExpectations(all);
}

void ExpectationsView::remove(int at)
{
    QList<Expectation> all = m_analysis.document().notes().expectations;
    if (at < 0 || at >= all.size())
        return;
    all.removeAt(at);
    m_analysis.document().setExpectations(all);
}

void ExpectationsView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, Appearance(palette()).hairline());
}

} // namespace Spritarium
