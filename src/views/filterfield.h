// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLineEdit>

class QMenu;

namespace Spritarium {

//! The filter over the tree: text and words such as state:running, a star that saves it, and the saved ones
//! (ux-spec 7).
class FilterField : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterField(QWidget *parent = nullptr);

    void setSavedFilters(const QStringList &filters);
    const QStringList &savedFilters() const { return m_saved; }
    QSize sizeHint() const override;

Q_SIGNALS:
    //! The person saved or forgot one.
    void savedFiltersChanged(const QStringList &filters);
    //! Down or Enter: on to the rows.
    void leaveRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void toggleSaved();
    void refreshStar();
    void fillMenu();

    QStringList m_saved;
    QAction *m_star;
    QAction *m_list;
    QMenu *m_menu;
};

} // namespace Spritarium
