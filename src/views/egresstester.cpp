// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/egresstester.h"

#include "views/buttonrole.h"
#include "views/codetext.h"
#include "views/textlabel.h"
#include "views/verdictchip.h"

#include <QAccessible>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTimer>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int AnswerDelay = 150;
constexpr int RestDelay = 1500;
constexpr int WidestField = 360;
constexpr int LettersSeen = 24;
} // namespace

EgressTester::EgressTester(PolicyRuleModel &rules, QWidget *parent)
    : QFrame(parent)
    , m_rules(rules)
    , m_field(new QLineEdit(this))
    , m_first(new VerdictChip(this))
    , m_second(new VerdictChip(this))
    , m_reason(new TextLabel(TextRole::Body, this))
    , m_linkOne(new QPushButton(this))
    , m_linkTwo(new QPushButton(this))
    , m_expect(new QPushButton(tr("Expect this"), this))
    , m_answerSoon(new QTimer(this))
    , m_rest(new QTimer(this))
{
    setObjectName(u"egressTester"_s);
    m_field->setObjectName(u"testerField"_s);
    m_field->setAccessibleName(tr("Name to test"));
    m_field->setPlaceholderText(u"api.example.com"_s);
    m_field->setClearButtonEnabled(true);
    m_field->setLayoutDirection(Qt::LeftToRight);
    m_field->setFont(fontFor(TextRole::Fixed, font()));
    m_first->setObjectName(u"testerVerdict"_s);
    m_second->setObjectName(u"testerSecondVerdict"_s);
    m_reason->setObjectName(u"testerReason"_s);
    m_reason->setTextFormat(Qt::RichText);
    m_reason->setWordWrap(true);
    m_linkOne->setObjectName(u"testerRuleLink"_s);
    m_linkTwo->setObjectName(u"testerSecondRuleLink"_s);
    for (QPushButton *link : {m_linkOne, m_linkTwo}) {
        setButtonRole(*link, ButtonRole::Link);
        link->setAutoDefault(false);
        connect(link, &QPushButton::clicked, this,
                [this, link] { Q_EMIT ruleRequested(link->property("row").toInt()); });
    }
    m_expect->setObjectName(u"expectThisButton"_s);
    m_expect->setAutoDefault(false);
    buildLayout();
    setTabOrder(m_field, m_linkOne);
    m_answerSoon->setSingleShot(true);
    m_answerSoon->setInterval(AnswerDelay);
    m_rest->setSingleShot(true);
    m_rest->setInterval(RestDelay);
    connect(m_answerSoon, &QTimer::timeout, this, &EgressTester::answer);
    connect(m_rest, &QTimer::timeout, this, &EgressTester::remember);
    connect(m_field, &QLineEdit::textEdited, this, [this] {
        m_answerSoon->start();
        m_rest->start();
    });
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            answer(); // nothing to wait for
    });
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        answer();
        remember();
    });
    connect(m_expect, &QPushButton::clicked, this, &EgressTester::expectThis);
    connect(&m_rules.analysis(), &PolicyAnalysis::changed, this, &EgressTester::answer);
    answer();
}

void EgressTester::buildLayout()
{
    m_sentence = addSentence();
    m_chips = new QWidget(this);
    auto *chips = new QHBoxLayout(m_chips);
    chips->setContentsMargins(0, 0, 0, 0);
    chips->setSpacing(Space::small);
    chips->addWidget(m_first);
    chips->addWidget(m_second);
    chips->addStretch(1);
    m_answer = new QWidget(this);
    auto *answerLine = new QHBoxLayout(m_answer);
    answerLine->setContentsMargins(0, 0, 0, 0);
    answerLine->setSpacing(Space::small);
    answerLine->addWidget(m_reason, 1);
    answerLine->addWidget(m_linkOne);
    answerLine->addWidget(m_linkTwo);
    answerLine->addWidget(m_expect);
    setMinimumHeight(44);
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(Space::panel, Space::small, Space::panel, Space::tiny);
    m_grid->setHorizontalSpacing(Space::small);
    m_grid->setVerticalSpacing(Space::tiny);
    m_grid->setColumnStretch(0, 1000); // up to its most; the rest is the answer's
    m_grid->setColumnStretch(2, 1);
    m_grid->addWidget(m_sentence, 0, 0);
    m_grid->addWidget(m_chips, 0, 1);
    m_grid->addWidget(m_answer, 0, 2);
}

QWidget *EgressTester::addSentence()
{
    auto *sentence = new QWidget(this);
    auto *line = new QHBoxLayout(sentence);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(Space::small);
    //: %1 is the field for the name; translations may put it anywhere.
    const QStringList parts = tr("Would %1 be allowed?").split(u"%1"_s);
    const auto addLabel = [&](const QString &text) {
        if (text.trimmed().isEmpty())
            return;
        auto *label = new TextLabel(text.trimmed(), TextRole::Body, sentence);
        label->setBuddy(m_field);
        line->addWidget(label);
    };
    addLabel(parts.value(0));
    line->addWidget(m_field, 1);
    addLabel(parts.value(1));
    return sentence;
}

int EgressTester::answerWidth() const
{
    int width = m_reason->fontMetrics().horizontalAdvance(m_reason->accessibleName()) + Space::small;
    for (const QPushButton *button : {m_linkOne, m_linkTwo, m_expect}) {
        if (!button->isHidden())
            width += button->sizeHint().width() + Space::small;
    }
    return width;
}

void EgressTester::place(QWidget &part, int row, int column, int columns)
{
    int oldRow = -1;
    int oldColumn = -1;
    int rows = 0;
    int oldColumns = 0;
    const int index = m_grid->indexOf(&part);
    m_grid->getItemPosition(index, &oldRow, &oldColumn, &rows, &oldColumns);
    if (oldRow == row && oldColumn == column && oldColumns == columns)
        return;
    m_grid->removeWidget(&part);
    m_grid->addWidget(&part, row, column, 1, columns);
}

void EgressTester::arrange()
{
    const bool verdict = !m_first->isHidden();
    m_chips->setVisible(verdict);
    const int letter = QFontMetrics(m_field->font()).averageCharWidth();
    const int widest = std::max(WidestField, letter * 2 * LettersSeen);
    const int least = letter * LettersSeen + 2 * Space::group;
    const int around = m_sentence->sizeHint().width() - m_field->sizeHint().width();
    const int room = width() - 2 * Space::panel - around - least;
    const int chips = verdict ? m_chips->sizeHint().width() + Space::small : 0;
    const bool oneLine = chips + answerWidth() + Space::small <= room;
    const bool chipsBeside = chips <= room;
    const int spare = room - (chipsBeside ? chips : 0) - (oneLine ? answerWidth() + Space::small : 0);
    m_sentence->setMaximumWidth(around + std::clamp(least + spare, least, widest));
    place(*m_chips, chipsBeside ? 0 : 1, chipsBeside ? 1 : 0, chipsBeside ? 1 : 3);
    place(*m_answer, oneLine ? 0 : 2, oneLine ? 2 : 0, oneLine ? 1 : 3);
    m_answer->setVisible(oneLine || !m_hint); // an invitation is not worth a line
}

void EgressTester::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    arrange();
}

void EgressTester::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        answer();
    else if (event->type() == QEvent::FontChange)
        arrange();
}

void EgressTester::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void EgressTester::setName(const QString &name)
{
    m_field->setText(name);
    answer();
    remember();
}

QString EgressTester::name() const
{
    return m_field->text();
}

void EgressTester::clear()
{
    m_rest->stop();
    m_answerSoon->stop();
    m_field->clear();
}

void EgressTester::answer()
{
    m_answerSoon->stop();
    const QString typed = m_field->text().trimmed();
    m_verdict = typed.isEmpty() ? Verdict() : m_rules.analysis().test(typed);
    if (typed.isEmpty()) {
        showHint(tr("Type a name to see which rule decides."), ColorRole::Muted);
    } else if (m_verdict.name.isEmpty()) {
        showHint(tr("This is no name that a rule can match: no address, port or path."), ColorRole::Caution);
    } else {
        showVerdict(m_verdict);
    }
}

void EgressTester::showHint(const QString &text, ColorRole role)
{
    m_first->hide();
    m_second->hide();
    m_expect->hide();
    m_reason->setText(richFromTicks(text, Appearance(palette()).color(role)));
    m_reason->setAccessibleName(text);
    m_hint = role == ColorRole::Muted;
    showLinks({});
    m_rules.setDeciding({});
    arrange();
}

void EgressTester::showVerdict(const Verdict &verdict)
{
    m_hint = false;
    const bool differ = !verdict.readingsAgree();
    const AccessMark one = differ ? markOf(verdict.mostSpecific().access) : markOf(verdict);
    const QString words = verdictWord(verdict);
    const auto accessWord = [](Access access) {
        return access == Access::Allowed ? tr("allowed") : tr("denied");
    };
    m_first->setVerdict(one.glyph, one.role,
                        differ ? tr("Most specific: %1").arg(accessWord(verdict.mostSpecific().access))
                               : words);
    m_first->show();
    if (differ) {
        const AccessMark two = markOf(verdict.firstMatch().access);
        m_second->setVerdict(two.glyph, two.role,
                             tr("First match: %1").arg(accessWord(verdict.firstMatch().access)));
    }
    m_second->setVisible(differ);
    m_expect->show();
    const bool allowed = verdict.mostSpecific().access == Access::Allowed;
    m_expect->setToolTip((allowed ? tr("Keeps the expectation that %1 can be reached.")
                                  : tr("Keeps the expectation that %1 cannot be reached."))
                             .arg(isolated(verdict.name)));
    const QString reason = verdictText(verdict);
    m_reason->setText(richFromTicks(reason, palette().color(QPalette::WindowText)));
    m_reason->setAccessibleName(plainFromTicks(reason));
    m_first->setAccessibleDescription(plainFromTicks(reason));
    QList<int> rows;
    for (const ReadingDecision &reading : verdict.readings) {
        if (reading.decision.rule >= 0 && !rows.contains(reading.decision.rule))
            rows << reading.decision.rule;
    }
    showLinks(rows);
    m_rules.setDeciding(rows);
    arrange();
}

void EgressTester::showLinks(const QList<int> &rows)
{
    const QList<QPushButton *> links{m_linkOne, m_linkTwo};
    for (qsizetype i = 0; i < links.size(); ++i) {
        QPushButton *link = links.at(i);
        link->setVisible(i < rows.size());
        if (i >= rows.size())
            continue;
        link->setProperty("row", rows.at(i));
        link->setText(tr("Rule %1").arg(QLocale().toString(rows.at(i) + 1)));
        link->setAccessibleName(tr("Select rule %1").arg(QLocale().toString(rows.at(i) + 1)));
    }
}

void EgressTester::remember()
{
    m_rest->stop();
    if (!m_verdict.name.isEmpty() && m_field->text().trimmed().size() > 0)
        m_rules.document().addTested(m_verdict.name);
}

void EgressTester::expectThis()
{
    if (m_verdict.name.isEmpty())
        return;
    const Expectation wanted{.name = m_verdict.name, .wanted = m_verdict.mostSpecific().access};
    QList<Expectation> all = m_rules.document().notes().expectations;
    const auto sameName = [&](const Expectation &one) { return one.name == wanted.name; };
    all.erase(std::remove_if(all.begin(), all.end(), sameName), all.end());
    all << wanted;
    m_rules.document().setExpectations(all);
}

} // namespace Spritarium
