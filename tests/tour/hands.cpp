// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "tour/hands.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QDeadlineTimer>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QTest>

#include <cstdio>
#include <cstdlib>

namespace Spritarium::Tour {

using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 20'000; // ms
constexpr int Glance = 15;       // ms between two looks
constexpr int Settling = 220;    // ms; the longest movement of the interface takes 150

QString textOf(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        return button->text();
    if (const auto *field = qobject_cast<const QLineEdit *>(&widget))
        return field->text();
    return widget.property("text").toString();
}

void drawOver(QPainter &painter, QWidget &over, const QWidget &window)
{
    QPoint place = over.mapToGlobal(QPoint()) - window.mapToGlobal(QPoint());
    if (qobject_cast<const QDialog *>(&over)) {
        painter.fillRect(window.rect(), QColor(0, 0, 0, 70));
        place = QPoint((window.width() - over.width()) / 2, (window.height() - over.height()) / 2);
        for (int i = 8; i > 0; --i)
            painter.fillRect(QRect(place, over.size()).adjusted(-i, -i + 2, i, i + 2), QColor(0, 0, 0, 9));
    }
    painter.drawPixmap(place, over.grab());
    if (qobject_cast<const QDialog *>(&over)) {
        painter.setPen(QColor(128, 128, 128, 120));
        painter.drawRect(QRect(place, over.size()).adjusted(-1, -1, 0, 0));
    }
}

} // namespace

Hands::Hands(QWidget &window, const QDir &pictures, bool exactWords)
    : m_window(window)
    , m_pictures(pictures)
    , m_exactWords(exactWords)
{
    if (!QTest::qWaitForWindowActive(&window, Patience))
        fail(u"the window did not appear"_s);
}

QWidget *Hands::find(const QString &name) const
{
    const QWidgetList all = QApplication::allWidgets();
    QWidget *found = nullptr;
    for (QWidget *widget : all) {
        if (widget->objectName() != name || !widget->isVisible())
            continue;
        if (!found || widget->window() == QApplication::activeWindow())
            found = widget;
    }
    return found;
}

QWidget &Hands::see(const QString &name)
{
    until(name, [this, &name] { return find(name) != nullptr; });
    return *find(name);
}

bool Hands::isSeen(const QString &name) const
{
    return find(name) != nullptr;
}

void Hands::until(const QString &what, const std::function<bool()> &shown)
{
    const QDeadlineTimer deadline(Patience);
    while (!shown()) {
        if (deadline.hasExpired())
            fail(u"%1 did not appear"_s.arg(what));
        QTest::qWait(Glance);
    }
}

void Hands::untilSays(const QString &name, const QString &words)
{
    until(u"“%1” in %2"_s.arg(words, name), [this, &name, &words] {
        const QWidget *widget = find(name);
        return widget && (m_exactWords ? textOf(*widget).contains(words) : !textOf(*widget).isEmpty());
    });
}

void Hands::untilGone(const QString &name)
{
    until(u"the end of "_s + name, [this, &name] { return find(name) == nullptr; });
}

void Hands::rest(int milliseconds)
{
    QTest::qWait(milliseconds);
}

void Hands::click(const QString &name)
{
    until(u"an enabled "_s + name, [this, &name] {
        const QWidget *widget = find(name);
        return widget && widget->isEnabled();
    });
    QTest::mouseClick(find(name), Qt::LeftButton);
}

void Hands::clickRow(QAbstractItemView &view, const QModelIndex &index, Qt::KeyboardModifiers modifiers)
{
    if (!index.isValid())
        fail(u"there is no such row in "_s + view.objectName());
    view.scrollTo(index);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, view.visualRect(index).center());
}

void Hands::type(const QString &name, const QString &text)
{
    auto &field = see<QLineEdit>(name);
    QTest::mouseClick(&field, Qt::LeftButton);
    QTest::keyClick(&field, Qt::Key_A, Qt::ControlModifier);
    if (text.isEmpty())
        QTest::keyClick(&field, Qt::Key_Delete);
    else
        QTest::keyClicks(&field, text);
}

void Hands::press(QWidget &widget, Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(&widget, key, modifiers);
}

void Hands::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    // As the window manager does when a sheet has closed; the platform without a screen has none.
    m_window.activateWindow();
    until(u"the active window"_s, [this] { return m_window.isActiveWindow(); });
    QTest::keyClick(&m_window, key, modifiers);
}

void Hands::closePopups()
{
    while (QWidget *popup = QApplication::activePopupWidget())
        popup->close();
}

QImage Hands::screen() const
{
    QImage image = m_window.grab().toImage();
    QPainter painter(&image);
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (QWidget *over : windows) {
        if (over != &m_window && over->isVisible() && over->windowType() != Qt::ToolTip)
            drawOver(painter, *over, m_window);
    }
    return image;
}

void Hands::picture(const QString &name)
{
    QTest::qWait(Settling);
    const QString file = u"%1-%2.png"_s.arg(++m_count, 2, 10, QLatin1Char('0')).arg(name);
    if (!screen().save(m_pictures.filePath(file)))
        fail(u"%1 cannot be written"_s.arg(m_pictures.filePath(file)));
}

void Hands::fail(const QString &why) const
{
    screen().save(m_pictures.filePath(u"failed.png"_s));
    std::fprintf(stderr, "spritarium-tour: after picture %d: %s\n", m_count, qPrintable(why));
    std::fflush(stderr);
    // The playground ends by itself when our side of its pipe closes.
    std::_Exit(1);
}

} // namespace Spritarium::Tour
