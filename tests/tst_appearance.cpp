// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/appearance.h"
#include "views/glyphs.h"
#include "views/icons.h"
#include "views/spritariumstyle.h"
#include "views/themepalette.h"

#include <QApplication>
#include <QDirIterator>
#include <QPainter>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestAppearance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void everyRoleIsReadableOnTheRealBackgrounds_data();
    void everyRoleIsReadableOnTheRealBackgrounds();
    void tintsCarryTheirText_data() { everyRoleIsReadableOnTheRealBackgrounds_data(); }
    void tintsCarryTheirText();
    void bordersAndFocusStandOut_data();
    void bordersAndFocusStandOut();
    void textOfThePaletteIsReadable_data() { bordersAndFocusStandOut_data(); }
    void textOfThePaletteIsReadable();
    void aWeakAccentIsNudgedNotReplaced();
    void highContrastHasNoTints();
    void theThemeCanBeForcedAndFollowsTheSystem();
    void typeScaleNeverGoesUnderElevenPixels();
    void everyGlyphPaintsSomethingDifferent();
    void everyIconRendersInTheAskedColour();
};

namespace {

QPalette greyPalette()
{
    QPalette palette = lightPalette();
    palette.setColor(QPalette::Window, QColor(0xc8c8c8));
    palette.setColor(QPalette::Base, QColor(0xd8d8d8));
    palette.setColor(QPalette::AlternateBase, QColor(0xd0d0d0));
    return palette;
}

QPalette contrastPalette()
{
    QPalette palette = darkPalette();
    for (auto role : {QPalette::Window, QPalette::Base, QPalette::AlternateBase})
        palette.setColor(role, Qt::black);
    for (auto role : {QPalette::WindowText, QPalette::Text})
        palette.setColor(role, Qt::white);
    return palette;
}

const QList<std::pair<const char *, QPalette>> &palettes()
{
    static const QList<std::pair<const char *, QPalette>> all{{"light", lightPalette()},
                                                              {"dark", darkPalette()},
                                                              {"a grey desktop", greyPalette()},
                                                              {"high contrast", contrastPalette()}};
    return all;
}

} // namespace

void TestAppearance::everyRoleIsReadableOnTheRealBackgrounds_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::addColumn<int>("role");
    for (const auto &[name, palette] : palettes()) {
        for (int role = int(ColorRole::Good); role <= int(ColorRole::Lane4); ++role)
            QTest::addRow("%s, role %d", name, role) << palette << role;
    }
}

void TestAppearance::everyRoleIsReadableOnTheRealBackgrounds()
{
    QFETCH(QPalette, palette);
    QFETCH(int, role);
    const QColor color = Appearance(palette).color(static_cast<ColorRole>(role));
    for (auto background : {QPalette::Window, QPalette::Base, QPalette::AlternateBase})
        QVERIFY(contrastRatio(color, palette.color(background)) >= 4.5);
    const QColor selection = palette.color(QPalette::Highlight);
    QVERIFY(contrastRatio(Appearance(palette).colorOn(static_cast<ColorRole>(role), selection), selection) >=
            4.5);
}

void TestAppearance::tintsCarryTheirText()
{
    QFETCH(QPalette, palette);
    QFETCH(int, role);
    const Appearance appearance(palette);
    const auto colorRole = static_cast<ColorRole>(role);
    QVERIFY(contrastRatio(appearance.onTint(colorRole), appearance.tint(colorRole)) >= 5.0);
}

void TestAppearance::bordersAndFocusStandOut_data()
{
    QTest::addColumn<QPalette>("palette");
    for (const auto &[name, palette] : palettes())
        QTest::newRow(name) << palette;
}

void TestAppearance::bordersAndFocusStandOut()
{
    QFETCH(QPalette, palette);
    const Appearance appearance(palette);
    for (auto background : {QPalette::Window, QPalette::Base}) {
        QVERIFY(contrastRatio(appearance.controlBorder(), palette.color(background)) >= 3.0);
        QVERIFY(contrastRatio(appearance.focus(), palette.color(background)) >= 3.0);
    }
    QVERIFY(contrastRatio(appearance.onAccent(), appearance.accent()) >= 4.5);
}

void TestAppearance::textOfThePaletteIsReadable()
{
    QFETCH(QPalette, palette);
    QVERIFY(contrastRatio(palette.color(QPalette::WindowText), palette.color(QPalette::Window)) >= 7.0);
    QVERIFY(contrastRatio(palette.color(QPalette::Text), palette.color(QPalette::Base)) >= 7.0);
    QVERIFY(contrastRatio(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >=
            4.5);
}

void TestAppearance::aWeakAccentIsNudgedNotReplaced()
{
    const QColor pale(0xffb3b3);
    const QColor strong = nudged(pale, {QColor(Qt::white)}, 4.5);
    QVERIFY(contrastRatio(strong, Qt::white) >= 4.5);
    QVERIFY(qAbs(strong.hslHueF() - pale.hslHueF()) < 0.02);
    QCOMPARE(nudged(QColor(0x17754a), {QColor(Qt::white)}, 4.5), QColor(0x17754a));
}

void TestAppearance::highContrastHasNoTints()
{
    const QPalette palette = contrastPalette();
    const Appearance appearance(palette);
    QVERIFY(appearance.isHighContrast());
    QCOMPARE(appearance.tint(ColorRole::Danger), palette.color(QPalette::Window));
    QCOMPARE(appearance.borderWidth(), 2);
    QVERIFY(!Appearance(lightPalette()).isHighContrast());
    QVERIFY(!Appearance(darkPalette()).isHighContrast());
}

void TestAppearance::theThemeCanBeForcedAndFollowsTheSystem()
{
    QApplication::setStyle(new SpritariumStyle({.theme = Theme::Dark}));
    QVERIFY(Appearance::current().isDark());
    QApplication::setStyle(new SpritariumStyle({.theme = Theme::Light}));
    QVERIFY(!Appearance::current().isDark());

    QPalette desktop = darkPalette();
    desktop.setColor(QPalette::Window, QColor(0x10, 0x20, 0x30));
    SpritariumStyle style;
    style.polish(desktop);
    QCOMPARE(desktop.color(QPalette::Window), QColor(0x10, 0x20, 0x30));
}

void TestAppearance::typeScaleNeverGoesUnderElevenPixels()
{
    QFont base = QApplication::font();
    base.setPixelSize(11);
    QVERIFY(QFontInfo(fontFor(TextRole::Meta, base)).pixelSize() >= 11);
    base.setPixelSize(16);
    QVERIFY(QFontInfo(fontFor(TextRole::Title, base)).pixelSize() >
            QFontInfo(fontFor(TextRole::Section, base)).pixelSize());
    QVERIFY(QFontInfo(fontFor(TextRole::Section, base)).pixelSize() >
            QFontInfo(fontFor(TextRole::Meta, base)).pixelSize());
    QVERIFY(!QFontInfo(QApplication::font()).family().isEmpty());
}

void TestAppearance::everyGlyphPaintsSomethingDifferent()
{
    for (int size : {12, 48}) {
        QList<QImage> seen;
        for (int glyph = int(Glyph::Disc); glyph <= int(Glyph::Cross); ++glyph) {
            QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintGlyph(painter, image.rect(), static_cast<Glyph>(glyph), Qt::black);
            painter.end();
            QVERIFY(!seen.contains(image));
            seen.append(image);
        }
    }
}

void TestAppearance::everyIconRendersInTheAskedColour()
{
    QVERIFY(!iconPixmap(u"plus"_s, 16, Qt::red, 1.0).isNull());
    int count = 0;
    for (QDirIterator it(u":/spritarium/icons"_s); it.hasNext();) {
        it.next();
        const QImage image = iconPixmap(it.fileInfo().completeBaseName(), 32, Qt::red, 2.0).toImage();
        bool painted = false;
        for (int y = 0; y < image.height() && !painted; ++y) {
            for (int x = 0; x < image.width() && !painted; ++x)
                painted = image.pixelColor(x, y).alpha() > 200 && image.pixelColor(x, y).red() > 200 &&
                          image.pixelColor(x, y).green() < 60;
        }
        QVERIFY2(painted, qPrintable(it.fileName()));
        ++count;
    }
    QVERIFY(count > 30);
}

QTEST_MAIN(TestAppearance)
#include "tst_appearance.moc"
