// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/portforwardmodel.h"

#include <QHash>
#include <QWidget>

namespace Spritarium {

class TextLabel;

//! Says aloud what happens in the ports tab without the person's doing: a question that appears, a forward
//! that gets into trouble, once per change (ux-spec 18). Nothing is seen of it.
class PortNews : public QWidget
{
    Q_OBJECT

public:
    explicit PortNews(PortForwardModel &model, QWidget *parent = nullptr);

    void announce(const QString &text);

private:
    void look(int first, int last, bool tells);

    PortForwardModel &m_model;
    TextLabel *m_label;
    QHash<ForwardId, PortForwardModel::RowState> m_states;
};

} // namespace Spritarium
