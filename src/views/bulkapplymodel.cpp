// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/bulkapplymodel.h"

#include "domain/relativetime.h"
#include "views/accentdelegate.h"
#include "views/spriteheader.h"

#include <algorithm>
#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QString wordOf(SpriteState state)
{
    Sprite sprite;
    sprite.state = state;
    return stateWord(sprite);
}

//! "1 expectation fails"; only in some readings is said, too.
QString failingText(const QList<CheckedExpectation> &failing)
{
    const int certain = int(std::count_if(failing.begin(), failing.end(), [](const auto &checked) {
        return checked.state == ExpectationState::Fails;
    }));
    if (certain > 0)
        return BulkApplyModel::tr("%n expectation(s) fail", nullptr, certain);
    return BulkApplyModel::tr("%n expectation(s) depend on the reading", nullptr, int(failing.size()));
}

} // namespace

BulkApplyModel::BulkApplyModel(const QList<BulkApplySheet::Target> &targets, QObject *parent)
    : QAbstractTableModel(parent)
    , m_evaluator(m_policy)
{
    for (const BulkApplySheet::Target &target : targets) {
        Row row;
        row.target = target;
        m_rows.append(row);
    }
}

int BulkApplyModel::rowOf(const SpriteKey &key) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return row.target.key == key; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

bool BulkApplyModel::isEqual(const Row &row) const
{
    if (!row.isEqual)
        row.isEqual = row.target.rules && *row.target.rules == m_policy;
    return *row.isEqual;
}

void BulkApplyModel::touch(int row)
{
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void BulkApplyModel::touchAll()
{
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
}

void BulkApplyModel::setPolicy(const NetworkPolicy &policy)
{
    m_policy = policy;
    m_evaluator = PolicyEvaluator(policy);
    for (Row &row : m_rows) {
        row.stage = Stage::Idle;
        row.text.clear();
        row.diff.reset();
        row.isEqual.reset();
        row.isChosen = false;
        judge(row);
    }
    touchAll();
}

//! Rules that break what is expected of a sprite are for the person to tick.
void BulkApplyModel::judge(Row &row)
{
    row.failing = checkExpectations(m_evaluator, row.target.expectations);
    row.failing.removeIf(
        [](const CheckedExpectation &checked) { return checked.state == ExpectationState::Holds; });
    if (row.isChosen)
        return;
    if (std::exchange(row.isHeld, false))
        row.ticked = true;
    if (!row.ticked || row.failing.isEmpty() || isEqual(row))
        return;
    row.ticked = false;
    row.isHeld = true;
}

void BulkApplyModel::setWake(bool wake)
{
    m_wake = wake;
    for (Row &row : m_rows) {
        if (wake && row.stage == Stage::Idle && row.ticked && needsWaking(row))
            row.text.clear(); // it was skipped before
    }
    touchAll();
}

void BulkApplyModel::setTicked(int row, bool ticked)
{
    choose(m_rows[row], ticked);
    touch(row);
}

void BulkApplyModel::setAllTicked(bool ticked)
{
    for (Row &row : m_rows)
        choose(row, ticked);
    touchAll();
}

void BulkApplyModel::choose(Row &row, bool ticked)
{
    row.ticked = ticked;
    row.isHeld = false;
    row.isChosen = true;
    if (ticked && row.stage == Stage::Idle && !needsWaking(row))
        row.text.clear(); // it was looked at
}

void BulkApplyModel::setRules(const SpriteKey &key, const NetworkPolicy &rules, const QDateTime &asOf)
{
    const int at = rowOf(key);
    if (at < 0)
        return;
    Row &row = m_rows[at];
    row.target.rules = rules;
    row.target.asOf = asOf;
    row.isEqual.reset();
    if (row.stage == Stage::Idle) {
        row.diff.reset(); // later the table goes on saying what the run changed
        if (row.text.isEmpty())
            judge(row);
    }
    touch(at);
}

void BulkApplyModel::setProgress(const SpriteKey &key, Outcome outcome, const QString &text)
{
    const int at = rowOf(key);
    if (at < 0)
        return;
    Row &row = m_rows[at];
    diffAt(at); // kept as it was before
    row.outcome = outcome;
    row.text = text;
    row.stage = outcome == Outcome::Running ? Stage::Running : Stage::Ended;
    // What a second try would replace has to be seen first.
    if (row.stage == Stage::Ended && outcome != Outcome::Succeeded)
        row.diff.reset();
    row.isEqual.reset();
    touch(at);
}

void BulkApplyModel::askToLook(const SpriteKey &key, const QString &text)
{
    const int at = rowOf(key);
    if (at < 0)
        return;
    Row &row = m_rows[at];
    row.stage = Stage::Idle;
    row.text = text;
    row.ticked = false;
    row.isHeld = true;
    row.diff.reset();
    row.isEqual.reset();
    touch(at);
}

void BulkApplyModel::skip(const SpriteKey &key, SpriteState state)
{
    const int at = rowOf(key);
    if (at < 0)
        return;
    Row &row = m_rows[at];
    row.target.state = state;
    row.stage = Stage::Idle;
    row.text = state == SpriteState::Unknown ? tr("Skipped: may be asleep") : tr("Skipped: asleep");
    row.diff.reset();
    row.isEqual.reset();
    touch(at);
}

void BulkApplyModel::setState(const SpriteKey &key, SpriteState state)
{
    const int at = rowOf(key);
    if (at < 0 || m_rows.at(at).target.state == state)
        return;
    m_rows[at].target.state = state;
    touch(at);
}

void BulkApplyModel::setWaiting(const QList<SpriteKey> &keys)
{
    for (const SpriteKey &key : keys) {
        const int at = rowOf(key);
        if (at < 0)
            continue;
        diffAt(at);
        m_rows[at].stage = Stage::Waiting;
        m_rows[at].text.clear();
    }
    touchAll();
}

QList<SpriteKey> BulkApplyModel::eligible() const
{
    QList<SpriteKey> keys;
    for (const Row &row : m_rows) {
        if (row.ticked && row.stage == Stage::Idle && !isEqual(row) && (m_wake || !needsWaking(row)))
            keys.append(row.target.key);
    }
    return keys;
}

QList<SpriteKey> BulkApplyModel::retryable() const
{
    QList<SpriteKey> keys;
    for (const Row &row : m_rows) {
        if (isRetryable(row) && (m_wake || !needsWaking(row)))
            keys.append(row.target.key);
    }
    return keys;
}

bool BulkApplyModel::isRetryable(const Row &row) const
{
    return row.ticked && row.stage == Stage::Ended && row.outcome != Outcome::Succeeded;
}

QList<SpriteKey> BulkApplyModel::sleeping(const QList<SpriteKey> &keys) const
{
    QList<SpriteKey> asleep;
    for (const SpriteKey &key : keys) {
        const int at = rowOf(key);
        if (at >= 0 && needsWaking(m_rows.at(at)))
            asleep.append(key);
    }
    return asleep;
}

BulkApplyModel::Count BulkApplyModel::count() const
{
    Count count;
    for (const Row &row : m_rows) {
        if (row.stage == Stage::Waiting || row.stage == Stage::Running)
            ++count.waiting;
        if (row.stage == Stage::Idle && row.ticked && needsWaking(row) && !isEqual(row))
            count.skipped += !m_wake || !row.text.isEmpty();
        count.toLook += row.stage == Stage::Idle && row.isHeld && !row.text.isEmpty();
        if (row.stage != Stage::Ended)
            continue;
        count.done += row.outcome == Outcome::Succeeded;
        count.different += row.outcome == Outcome::SucceededWithDifferences;
        count.failed += row.outcome == Outcome::Failed;
        count.unknown += row.outcome == Outcome::Unknown;
        count.canceled += row.outcome == Outcome::Canceled;
    }
    return count;
}

int BulkApplyModel::asleep() const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(), [this](const Row &row) {
        return needsWaking(row) &&
               (isRetryable(row) || (row.ticked && row.stage == Stage::Idle && !isEqual(row)));
    }));
}

const PolicyDiff &BulkApplyModel::diffAt(int row) const
{
    const Row &one = m_rows.at(row);
    if (!one.diff)
        one.diff = differenceBetween(one.target.rules.value_or(NetworkPolicy()), m_policy);
    return *one.diff;
}

QString BulkApplyModel::changesText(int row) const
{
    const Row &one = m_rows.at(row);
    if (!one.target.rules)
        return tr("Not read yet");
    const QString text = diffText(diffAt(row));
    if (one.stage != Stage::Idle || !needsWaking(one) || !one.target.asOf.isValid())
        return text;
    //: What changes, and how old the rules are it is compared with
    return tr("%1 (as last seen %2)")
        .arg(text, absoluteText(one.target.asOf, QDateTime::currentDateTimeUtc()));
}

QString BulkApplyModel::endAt(int row) const
{
    const Row &one = m_rows.at(row);
    if (one.stage == Stage::Running || one.stage == Stage::Ended)
        return resultText(one);
    QStringList lines;
    if (!one.text.isEmpty())
        lines << one.text;
    for (const CheckedExpectation &checked : one.failing)
        //: An expectation, and why the new rules do not keep it
        lines << tr("%1: %2").arg(expectationText(checked.expectation), expectationStateText(checked));
    return lines.join(u'\n');
}

ColorRole BulkApplyModel::endRoleAt(int row) const
{
    const Row &one = m_rows.at(row);
    return one.stage == Stage::Running || one.stage == Stage::Ended ? markOf(one.outcome).role
                                                                    : ColorRole::Caution;
}

QString BulkApplyModel::resultText(const Row &row) const
{
    switch (row.stage) {
    case Stage::Waiting:
        return tr("Waiting");
    case Stage::Running:
    case Stage::Ended:
        return row.text.isEmpty() ? outcomeText(row.outcome) : row.text;
    case Stage::Idle:
        break;
    }
    if (isEqual(row))
        return tr("Nothing to apply");
    if (!row.text.isEmpty())
        return row.text;
    if (!row.failing.isEmpty())
        return failingText(row.failing);
    if (!row.ticked)
        return tr("Not ticked");
    if (!needsWaking(row) || m_wake)
        return {};
    return row.target.state == SpriteState::Unknown ? tr("Skipped: may be asleep") : tr("Skipped: asleep");
}

QVariant BulkApplyModel::accent(const Row &row, int column, bool glyph) const
{
    if (column == StateColumn)
        return glyph ? int(glyphOf(row.target.state)) : int(Spritarium::roleOf(row.target.state));
    if (column != ResultColumn)
        return {};
    if (row.stage == Stage::Running || row.stage == Stage::Ended) {
        const OutcomeMark mark = markOf(row.outcome);
        return glyph ? int(mark.glyph) : int(mark.role);
    }
    const bool speaksAgainst = !row.failing.isEmpty() && !isEqual(row);
    return glyph ? QVariant() : QVariant(int(speaksAgainst ? ColorRole::Caution : ColorRole::Muted));
}

int BulkApplyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int BulkApplyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags BulkApplyModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (index.column() == SpriteColumn && count().waiting == 0)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant BulkApplyModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows.at(index.row());
    const int column = index.column();
    if (role == Qt::CheckStateRole)
        return column == SpriteColumn ? QVariant(row.ticked ? Qt::Checked : Qt::Unchecked) : QVariant();
    if (role == AccentDelegate::GlyphRole || role == AccentDelegate::AccentRole)
        return accent(row, column, role == AccentDelegate::GlyphRole);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case SpriteColumn:
        return row.target.key.sprite.toString();
    case StateColumn:
        return wordOf(row.target.state);
    case ChangesColumn:
        return changesText(index.row());
    default:
        return resultText(row);
    }
}

bool BulkApplyModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !flags(index).testFlag(Qt::ItemIsUserCheckable))
        return false;
    setTicked(index.row(), value.toInt() == Qt::Checked);
    return true;
}

QVariant BulkApplyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SpriteColumn:
        return tr("Sprite");
    case StateColumn:
        return tr("State");
    case ChangesColumn:
        return tr("What changes");
    default:
        return tr("Result");
    }
}

} // namespace Spritarium
