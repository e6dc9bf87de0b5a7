// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/palettemodel.h"

#include "models/keyedreconcile.h"
#include "models/spritetreemodel.h"
#include "models/subsequencematch.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

constexpr qsizetype MaxRows = 50;

struct Entry
{
    PaletteModel::EntryKind kind = PaletteModel::EntryKind::Action;
    ActionFacts facts;
    QString detail;
    SpriteKey sprite;

    friend bool operator==(const Entry &, const Entry &) = default;
};

struct Row
{
    Entry entry;
    QList<int> positions;
    bool recent = false;

    friend bool operator==(const Row &, const Row &) = default;
};

struct Hit
{
    const Entry *entry = nullptr;
    int score = 0;
    int recent = 0; //!< place among the recent ones; their number when it is none
};

} // namespace

struct PaletteModel::Private
{
    void beginRemove(int first, int last) { q.beginRemoveRows({}, first, last); }
    void endRemove() { q.endRemoveRows(); }
    void beginMove(int from, int to) { q.beginMoveRows({}, from, from, {}, to); }
    void endMove() { q.endMoveRows(); }
    void beginInsert(int first, int last) { q.beginInsertRows({}, first, last); }
    void endInsert() { q.endInsertRows(); }
    void changed(int first, int last) { Q_EMIT q.dataChanged(q.index(first), q.index(last)); }

    static QList<Entry> entriesOf(EntryKind kind, const QList<ActionFacts> &list)
    {
        QList<Entry> entries;
        for (const ActionFacts &facts : list) {
            if (facts.visible)
                entries.append({kind, facts, {}, {}});
        }
        return entries;
    }

    std::vector<Hit> bestHits() const
    {
        std::vector<Hit> hits;
        for (const QList<Entry> *list : {&actions, &sprites, &settings}) {
            for (const Entry &entry : *list) {
                if (const auto match = subsequenceMatch(query, entry.facts.text))
                    hits.push_back(
                        {&entry, match->score, recentRank.value(entry.facts.id, int(recentRank.size()))});
            }
        }
        const auto better = [](const Hit &a, const Hit &b) {
            if (a.recent != b.recent)
                return a.recent < b.recent;
            return a.score != b.score ? a.score > b.score : a.entry->facts.text < b.entry->facts.text;
        };
        const auto end = hits.begin() + std::min<std::ptrdiff_t>(MaxRows, std::ssize(hits));
        if (query.trimmed().isEmpty())
            std::stable_sort(hits.begin(), hits.end(),
                             [](const Hit &a, const Hit &b) { return a.recent < b.recent; });
        else
            std::partial_sort(hits.begin(), end, hits.end(), better);
        hits.erase(end, hits.end());
        return hits;
    }

    void update()
    {
        QList<Row> fresh;
        const QString typed = query.trimmed();
        const QList<ActionFacts> offered = offers && !typed.isEmpty() ? offers(typed) : QList<ActionFacts>();
        for (const ActionFacts &facts : offered)
            fresh.append({{EntryKind::Offer, facts, {}, {}}, {}, false});
        for (const Hit &hit : bestHits()) {
            const auto match = subsequenceMatch(query, hit.entry->facts.text);
            fresh.append({*hit.entry, match->positions, hit.recent < recentRank.size()});
        }
        reconcile(
            rows, std::move(fresh), [](const Row &row) { return row.entry.facts.id; }, *this);
    }

    PaletteModel &q;
    QList<Entry> sprites, actions, settings;
    QHash<QString, int> recentRank;
    QString query;
    QList<Row> rows;
    std::function<QList<ActionFacts>(const QString &)> offers;
};

PaletteModel::PaletteModel(QObject *parent)
    : QAbstractListModel(parent)
    , d(new Private{*this, {}, {}, {}, {}, {}, {}, {}})
{}

PaletteModel::~PaletteModel() = default;

void PaletteModel::setSprites(const QList<SpriteEntry> &sprites)
{
    d->sprites.clear();
    d->sprites.reserve(sprites.size());
    for (const SpriteEntry &sprite : sprites) {
        const QString name = sprite.key.sprite.toString();
        ActionFacts facts;
        facts.id = u"sprite:"_s + sprite.key.account.toString() + u'/' + name;
        facts.text = name;
        d->sprites.append({EntryKind::Sprite, facts, sprite.organization, sprite.key});
    }
    d->update();
}

void PaletteModel::setActions(const QList<ActionFacts> &actions)
{
    d->actions = Private::entriesOf(EntryKind::Action, actions);
    d->update();
}

void PaletteModel::setSettings(const QList<ActionFacts> &settings)
{
    d->settings = Private::entriesOf(EntryKind::Setting, settings);
    d->update();
}

void PaletteModel::setOffers(std::function<QList<ActionFacts>(const QString &)> offers)
{
    d->offers = std::move(offers);
    d->update();
}

void PaletteModel::setRecent(const QStringList &ids)
{
    d->recentRank.clear();
    for (const QString &id : ids) {
        if (!d->recentRank.contains(id))
            d->recentRank.insert(id, int(d->recentRank.size()));
    }
    d->update();
}

void PaletteModel::setQuery(const QString &text)
{
    if (text == d->query)
        return;
    d->query = text;
    d->update();
}

QString PaletteModel::query() const
{
    return d->query;
}

bool PaletteModel::canActivate(const QModelIndex &index) const
{
    return index.isValid() && d->rows[index.row()].entry.facts.isEnabled();
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(d->rows.size());
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return canActivate(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                              : Qt::ItemFlags(Qt::ItemIsSelectable | Qt::ItemNeverHasChildren);
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = d->rows[index.row()];
    const ActionFacts &facts = row.entry.facts;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: {
        QStringList parts{facts.text, row.entry.detail, facts.shortcut, facts.disabledReason};
        parts.removeAll({});
        return parts.join(tr(", ", "between facts read aloud"));
    }
    case Qt::ToolTipRole:
        return facts.disabledReason;
    case KindRole:
        return int(row.entry.kind);
    case IdRole:
        return facts.id;
    case TextRole:
        return facts.text;
    case DetailRole:
        return row.entry.detail;
    case ShortcutRole:
        return facts.shortcut;
    case DisabledReasonRole:
        return facts.disabledReason;
    case MatchPositionsRole:
        return QVariantList(row.positions.begin(), row.positions.end());
    case SpriteKeyRole:
        return QVariant::fromValue(row.entry.sprite);
    case RecentRole:
        return row.recent;
    default:
        return {};
    }
}

} // namespace Spritarium
