// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cmath>

// The resource lives in a static library, where nobody refers to it by itself.
static void loadIcons()
{
    Q_INIT_RESOURCE(spritarium_icons);
}

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QColor colorFor(QIcon::Mode mode)
{
    const QPalette palette = QGuiApplication::palette();
    switch (mode) {
    case QIcon::Disabled:
        return palette.color(QPalette::Disabled, QPalette::WindowText);
    case QIcon::Selected:
        return palette.color(QPalette::Active, QPalette::HighlightedText);
    case QIcon::Normal:
    case QIcon::Active:
        break;
    }
    return palette.color(QPalette::Active, QPalette::WindowText);
}

class PaletteIconEngine final : public QIconEngine
{
public:
    PaletteIconEngine(const QString &name, bool mirrored)
        : m_name(name)
        , m_mirrored(mirrored)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int side = std::min(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveCenter(rect.center());
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(square, iconPixmap(m_name, side, colorFor(mode), ratio, m_mirrored));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(m_name, std::min(size.width(), size.height()), colorFor(mode), 1.0, m_mirrored);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        // `size` counts device pixels here.
        const int side = int(std::lround(std::min(size.width(), size.height()) / scale));
        return iconPixmap(m_name, side, colorFor(mode), scale, m_mirrored);
    }

    QIconEngine *clone() const override { return new PaletteIconEngine(m_name, m_mirrored); }
    QString key() const override { return u"spritarium"_s; }
    bool isNull() override { return m_name.isEmpty(); }

private:
    QString m_name;
    bool m_mirrored;
};

} // namespace

QIcon icon(const QString &name, bool mirrored)
{
    return name.isEmpty() ? QIcon() : QIcon(new PaletteIconEngine(name, mirrored));
}

QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal ratio, bool mirrored)
{
    const bool flip = mirrored && QGuiApplication::isRightToLeft();
    const QString key =
        u"spritarium/%1/%2/%3/%4/%5"_s.arg(name, color.name(QColor::HexArgb)).arg(size).arg(ratio).arg(flip);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;

    loadIcons();
    QFile file(u":/spritarium/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("No icon named %s", qPrintable(name));
        return {};
    }
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
    const int pixels = int(std::ceil(size * ratio));
    QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setOpacity(color.alphaF());
    renderer.render(&painter);
    painter.end();
    pixmap = QPixmap::fromImage(flip ? image.mirrored(true, false) : image);
    pixmap.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace Spritarium
