// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractItemModel>
#include <QSignalSpy>
#include <QStringList>

#include <memory>
#include <vector>

namespace Spritarium {

//! A spy for every signal of a model, so that a test can say "these and nothing else".
class ModelSpy
{
public:
    explicit ModelSpy(const QAbstractItemModel &model)
        : inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , moved(&model, &QAbstractItemModel::rowsMoved)
        , changed(&model, &QAbstractItemModel::dataChanged)
        , layout(&model, &QAbstractItemModel::layoutChanged)
        , reset(&model, &QAbstractItemModel::modelReset)
    {}

    //! "insert 1 change 2": what came since the last call; empty for silence.
    QString take()
    {
        QStringList parts;
        const std::pair<const char *, QSignalSpy *> spies[] = {{"insert", &inserted}, {"remove", &removed},
                                                               {"move", &moved},      {"change", &changed},
                                                               {"layout", &layout},   {"reset", &reset}};
        for (const auto &[name, spy] : spies) {
            if (!spy->isEmpty())
                parts << QStringLiteral("%1 %2").arg(QLatin1String(name)).arg(spy->size());
            spy->clear();
        }
        return parts.join(QLatin1Char(' '));
    }

    QSignalSpy inserted, removed, moved, changed, layout, reset;
};

//! Remembers where every row was and what it said; afterwards each index must still say it, or be gone with
//! its row.
class PersistentProbe
{
public:
    PersistentProbe(const QAbstractItemModel &model, int role)
        : m_role(role)
    {
        add(model, {});
    }

    //! Empty when all is well; else the first row that lost itself. `gone`: texts that may have left.
    QString problem(const QStringList &stillThere) const
    {
        for (const auto &[index, text] : m_rows) {
            if (!index.isValid() && stillThere.contains(text))
                return text + QStringLiteral(" lost its index");
            if (index.isValid() && index.data(m_role).toString() != text)
                return text + QStringLiteral(" became ") + index.data(m_role).toString();
        }
        return {};
    }

private:
    void add(const QAbstractItemModel &model, const QModelIndex &parent)
    {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex index = model.index(row, 0, parent);
            m_rows.push_back({QPersistentModelIndex(index), index.data(m_role).toString()});
            add(model, index);
        }
    }

    const int m_role;
    std::vector<std::pair<QPersistentModelIndex, QString>> m_rows;
};

//! "acme(a b ci(c))": a whole model in one line.
inline QString treeText(const QAbstractItemModel &model, int role, const QModelIndex &parent = {})
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        const QString below = treeText(model, role, index);
        rows << index.data(role).toString() +
                    (below.isEmpty() ? QString() : QLatin1Char('(') + below + QLatin1Char(')'));
    }
    return rows.join(QLatin1Char(' '));
}

} // namespace Spritarium
