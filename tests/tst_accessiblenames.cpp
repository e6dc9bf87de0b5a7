// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "gallery/galleryscenes.h"
#include "support/viewtesting.h"
#include "views/spritariumstyle.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

using namespace Spritarium;
using namespace Qt::StringLiterals;

//! Every view and sheet of the gallery, walked: what a person can act on has a name for tests and one for
//! screen readers.
class TestAccessibleNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new SpritariumStyle({.theme = Theme::Light})); }
    void init() { failOnViewWarnings(); }
    void everyInteractiveWidgetIsNamed_data();
    void everyInteractiveWidgetIsNamed();
    void textIsNotCutAtTwiceTheSize_data() { everyInteractiveWidgetIsNamed_data(); }
    void textIsNotCutAtTwiceTheSize();
};

namespace {

bool isInteractive(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
           qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractItemView *>(widget) ||
           qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget) ||
           qobject_cast<const QTabBar *>(widget);
}

bool isPartOfAnother(const QWidget *widget)
{
    // Qt's own parts, such as the buttons in a line edit or the list of a combo box.
    for (const QWidget *parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
        if (qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QComboBox *>(parent) ||
            qobject_cast<const QAbstractItemView *>(parent) || qobject_cast<const QTabBar *>(parent) ||
            parent->inherits("QMenuBar") || parent->inherits("QKeySequenceEdit"))
            return true;
    }
    const QString name = widget->objectName();
    return name.startsWith("qt_"_L1) || widget->inherits("QDockWidgetTitleButton") ||
           widget->inherits("QToolBarExtension");
}

bool hasSpokenName(const QWidget *widget, const QWidget *root)
{
    if (!widget->accessibleName().isEmpty())
        return true;
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget);
        button && !button->text().isEmpty())
        return true;
    const auto labels = root->findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [widget](const QLabel *label) {
        return label->buddy() == widget && !label->text().isEmpty();
    });
}

} // namespace

void TestAccessibleNames::everyInteractiveWidgetIsNamed_data()
{
    QTest::addColumn<int>("scene");
    const QList<GalleryScene> scenes = galleryScenes();
    for (int i = 0; i < scenes.size(); ++i) {
        if (scenes.at(i).name != u"controls"_s)
            QTest::newRow(qPrintable(scenes.at(i).name)) << i;
    }
}

void TestAccessibleNames::everyInteractiveWidgetIsNamed()
{
    QFETCH(int, scene);
    const std::unique_ptr<QWidget> root(galleryScenes().at(scene).make());
    root->setAttribute(Qt::WA_DeleteOnClose, false);
    root->show();
    QStringList nameless;
    const auto widgets = root->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        // What is hidden has no words yet.
        if (!isInteractive(widget) || !widget->isVisible() || isPartOfAnother(widget) ||
            widget->focusPolicy() == Qt::NoFocus)
            continue;
        const QString text =
            u"%1 '%2'"_s.arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
        if (widget->objectName().isEmpty())
            nameless << text + u" has no object name"_s;
        if (!hasSpokenName(widget, root.get()))
            nameless << text + u" has no spoken name"_s;
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u"\n"_s)));
}

void TestAccessibleNames::textIsNotCutAtTwiceTheSize()
{
    QFETCH(int, scene);
    const QFont normal = QApplication::font();
    QFont large = normal;
    large.setPointSizeF(normal.pointSizeF() * 2);
    QApplication::setFont(large);
    const std::unique_ptr<QWidget> root(galleryScenes().at(scene).make());
    root->setAttribute(Qt::WA_DeleteOnClose, false);
    root->show();
    settle();
    QStringList cut;
    const auto buttons = root->findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        const auto *tool = qobject_cast<const QToolButton *>(button);
        if (tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly)
            continue;
        if (button->isVisible() && !button->text().isEmpty() && !isPartOfAnother(button) &&
            button->height() < button->fontMetrics().height())
            cut << u"%1: %2 px for a line of %3"_s.arg(button->objectName())
                       .arg(button->height())
                       .arg(button->fontMetrics().height());
    }
    QApplication::setFont(normal);
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u"\n"_s)));
}

QTEST_MAIN(TestAccessibleNames)
#include "tst_accessiblenames.moc"
