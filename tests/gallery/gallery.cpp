// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// Pictures of the views, filled with made-up values: gallery FOLDER [light|dark|contrast] [rtl]
// [large] [only NAME]. For looking at, not for judging by.
#include "gallery/galleryscenes.h"

#include "views/spritariumstyle.h"

#include <QApplication>
#include <QDir>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QDir folder(arguments.value(1, u"."_s));
    const bool dark = arguments.contains(u"dark"_s);
    if (arguments.contains(u"rtl"_s))
        QApplication::setLayoutDirection(Qt::RightToLeft);
    QFont font(u"Inter"_s);
    font.setPointSize(arguments.contains(u"large"_s) ? 20 : 10);
    QApplication::setFont(font);
    const bool contrast = arguments.contains(u"contrast"_s);
    if (contrast) {
        QPalette palette(Qt::black, Qt::black);
        palette.setColor(QPalette::Base, Qt::black);
        palette.setColor(QPalette::Text, Qt::white);
        QApplication::setPalette(palette);
    }
    QApplication::setStyle(new SpritariumStyle({.theme = contrast ? Theme::System
                                                         : dark   ? Theme::Dark
                                                                  : Theme::Light}));
    const QString only = arguments.value(arguments.indexOf(u"only"_s) + 1);
    const bool some = arguments.contains(u"only"_s);
    for (const GalleryScene &scene : galleryScenes()) {
        if (some && !scene.name.contains(only))
            continue;
        QWidget *widget = scene.make();
        widget->show();
        QTest::qWait(450);
        const QString path = folder.filePath(u"%1-%2.png"_s.arg(scene.name, dark ? u"dark"_s : u"light"_s));
        if (!widget->grab().save(path))
            qWarning("Cannot write %s", qPrintable(path));
        delete widget;
    }
    return 0;
}
