// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/spritariumstyle.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/icons.h"
#include "views/stylecontrols.h"
#include "views/themepalette.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QToolButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
const T &as(const QStyleOption *option)
{
    return *static_cast<const T *>(option);
}

//! What a scroll bar stands on: the rows of a list, or the page.
QColor groundOf(const QStyleOption &option, const QWidget *bar)
{
    for (const QWidget *widget = bar ? bar->parentWidget() : nullptr; widget;
         widget = widget->parentWidget()) {
        if (const auto *area = qobject_cast<const QAbstractScrollArea *>(widget))
            return area->viewport()->palette().color(area->viewport()->backgroundRole());
    }
    return option.palette.color(QPalette::Base);
}

QColor labelColor(const QStyleOptionButton &option, ButtonRole role)
{
    const Appearance appearance(option.palette);
    if (!option.state.testFlag(QStyle::State_Enabled))
        return option.palette.color(QPalette::Disabled, QPalette::ButtonText);
    switch (role) {
    case ButtonRole::Primary:
        return appearance.onAccent();
    case ButtonRole::Danger:
        return contrastRatio(appearance.color(ColorRole::Danger), Qt::white) >= 4.5
                   ? QColor(Qt::white)
                   : QColor(0x2a, 0x08, 0x0b);
    case ButtonRole::Link:
        return appearance.color(ColorRole::Info);
    case ButtonRole::Plain:
    case ButtonRole::Quiet:
        break;
    }
    return option.palette.color(QPalette::ButtonText);
}

} // namespace

SpritariumStyle::SpritariumStyle(const StyleOptions &options)
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    , m_options(options)
{}

QPalette SpritariumStyle::standardPalette() const
{
    return m_options.theme == Theme::Dark ? darkPalette() : lightPalette();
}

void SpritariumStyle::polish(QPalette &palette)
{
    switch (m_options.theme) {
    case Theme::System:
        palette = systemPalette(palette);
        break;
    case Theme::Light:
        palette = lightPalette();
        break;
    case Theme::Dark:
        palette = darkPalette();
        break;
    }
}

void SpritariumStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) ||
        qobject_cast<QTabBar *>(widget) || qobject_cast<QScrollBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

void SpritariumStyle::unpolish(QWidget *widget)
{
    QProxyStyle::unpolish(widget);
}

void SpritariumStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                    const QWidget *widget) const
{
    using namespace StyleControls;
    switch (element) {
    case PE_PanelButtonCommand:
        paintButtonPanel(*painter, as<QStyleOptionButton>(option), widget);
        return;
    case PE_PanelButtonTool:
    case PE_IndicatorButtonDropDown:
        paintToolButtonPanel(*painter, *option);
        return;
    case PE_PanelLineEdit:
        // Inside a combo box the box itself is the field.
        if (as<QStyleOptionFrame>(option).lineWidth > 0)
            paintFieldPanel(*painter, *option);
        return;
    case PE_FrameLineEdit:
        return;
    case PE_FrameFocusRect:
        if (!qobject_cast<const QPushButton *>(widget))
            paintFocusRing(*painter, *option);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        paintCheckIndicator(*painter, *option);
        return;
    case PE_IndicatorRadioButton:
        paintRadioIndicator(*painter, *option);
        return;
    case PE_IndicatorArrowDown:
        paintChevron(*painter, *option, Qt::DownArrow);
        return;
    case PE_IndicatorArrowUp:
        paintChevron(*painter, *option, Qt::UpArrow);
        return;
    case PE_IndicatorArrowLeft:
        paintChevron(*painter, *option, Qt::LeftArrow);
        return;
    case PE_IndicatorArrowRight:
        paintChevron(*painter, *option, Qt::RightArrow);
        return;
    case PE_IndicatorBranch:
        if (option->state.testFlag(State_Children)) {
            const bool rtl = option->direction == Qt::RightToLeft;
            paintChevron(*painter, *option,
                         option->state.testFlag(State_Open) ? Qt::DownArrow
                         : rtl                              ? Qt::LeftArrow
                                                            : Qt::RightArrow);
        }
        return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem:
        paintRowSelection(*painter, *option, option->state.testFlag(State_MouseOver));
        return;
    case PE_Frame:
        if (option->state.testFlag(State_HasFocus)) {
            paintFocusRing(*painter, *option);
        } else {
            painter->setPen(Appearance(option->palette).hairline());
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        }
        return;
    case PE_FrameTabBarBase:
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          Appearance(option->palette).hairline());
        return;
    case PE_FrameStatusBarItem:
        return;
    case PE_PanelStatusBar:
        painter->fillRect(QRect(option->rect.topLeft(), QSize(option->rect.width(), 1)),
                          Appearance(option->palette).hairline());
        return;
    case PE_IndicatorDockWidgetResizeHandle: {
        const QRect r = option->rect;
        const bool vertical = r.height() > r.width();
        const QRect line = vertical ? QRect(r.center().x(), r.top(), 1, r.height())
                                    : QRect(r.left(), r.center().y(), r.width(), 1);
        painter->fillRect(line, Appearance(option->palette).hairline());
        return;
    }
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void SpritariumStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                                  const QWidget *widget) const
{
    using namespace StyleControls;
    switch (element) {
    case CE_PushButtonLabel: {
        QStyleOptionButton label(as<QStyleOptionButton>(option));
        ButtonRole role = widget ? buttonRole(*widget) : ButtonRole::Plain;
        if (role == ButtonRole::Plain && label.features.testFlag(QStyleOptionButton::DefaultButton))
            role = ButtonRole::Primary;
        label.palette.setColor(QPalette::ButtonText, labelColor(label, role));
        if (label.icon.isNull() || label.text.isEmpty())
            QProxyStyle::drawControl(element, &label, painter, widget);
        else
            paintIconAndText(*painter, label); // the base class loses the text's place from right to left
        return;
    }
    case CE_TabBarTabShape:
        paintTabShape(*painter, as<QStyleOptionTab>(option));
        return;
    case CE_HeaderSection:
        paintHeaderSection(*painter, as<QStyleOptionHeader>(option));
        return;
    case CE_Splitter: {
        const QRect r = option->rect;
        const bool vertical = r.height() > r.width();
        painter->fillRect(vertical ? QRect(r.center().x(), r.top(), 1, r.height())
                                   : QRect(r.left(), r.center().y(), r.width(), 1),
                          Appearance(option->palette).hairline());
        return;
    }
    case CE_ToolBar:
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          Appearance(option->palette).hairline());
        return;
    case CE_MenuBarItem: {
        // Fusion draws a line under each item, which looks like a row of tabs.
        const auto &item = as<QStyleOptionMenuItem>(option);
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        if (option->state.testFlag(State_Selected)) {
            QStyleOption panel(*option);
            panel.state |= State_MouseOver | State_Enabled;
            panel.state.setFlag(State_On, false);
            panel.rect = option->rect.adjusted(1, 2, -1, -2);
            paintToolButtonPanel(*painter, panel);
        }
        const int flags =
            Qt::AlignCenter | Qt::TextDontClip | Qt::TextSingleLine |
            (proxy()->styleHint(SH_UnderlineShortcut, option, widget, nullptr) ? Qt::TextShowMnemonic
                                                                               : Qt::TextHideMnemonic);
        drawItemText(painter, option->rect, flags, option->palette, option->state.testFlag(State_Enabled),
                     item.text, QPalette::WindowText);
        return;
    }
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void SpritariumStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                         QPainter *painter, const QWidget *widget) const
{
    using namespace StyleControls;
    if (control == CC_ComboBox) {
        paintComboBox(*painter, as<QStyleOptionComboBox>(option),
                      subControlRect(control, option, SC_ComboBoxArrow, widget));
        return;
    }
    if (control == CC_ToolButton) {
        QStyleOptionToolButton button(as<QStyleOptionToolButton>(option));
        if (button.features.testFlag(QStyleOptionToolButton::HasMenu) &&
            !button.features.testFlag(QStyleOptionToolButton::MenuButtonPopup)) {
            // The base class puts its arrow over the icon.
            button.features.setFlag(QStyleOptionToolButton::HasMenu, false);
            QProxyStyle::drawComplexControl(control, &button, painter, widget);
            if (button.toolButtonStyle == Qt::ToolButtonTextBesideIcon) {
                QStyleOption arrow(button);
                arrow.rect =
                    visualRect(button.direction, button.rect,
                               QRect(button.rect.right() - 18, button.rect.top(), 14, button.rect.height()));
                paintChevron(*painter, arrow, Qt::DownArrow);
            }
            return;
        }
    }
    if (control == CC_ScrollBar) {
        paintScrollBar(*painter, as<QStyleOptionSlider>(option),
                       subControlRect(control, option, SC_ScrollBarSlider, widget),
                       groundOf(*option, widget));
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect SpritariumStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                      SubControl part, const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        const auto &bar = as<QStyleOptionSlider>(option);
        const bool horizontal = bar.orientation == Qt::Horizontal;
        const int length = horizontal ? bar.rect.width() : bar.rect.height();
        const int range = bar.maximum - bar.minimum;
        const int shortest = 28;
        int thumb = length;
        if (range > 0) {
            const qint64 full = qint64(range) + bar.pageStep;
            thumb = std::max(std::min(shortest, length),
                             int(qint64(bar.pageStep) * length / std::max<qint64>(1, full)));
        }
        const int start = sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition,
                                                  length - thumb, bar.upsideDown);
        const auto segment = [&](int from, int size) {
            const QRect rect =
                horizontal ? QRect(from, 0, size, bar.rect.height()) : QRect(0, from, bar.rect.width(), size);
            return visualRect(bar.direction, bar.rect, rect);
        };
        switch (part) {
        case SC_ScrollBarSlider:
            return segment(start, thumb);
        case SC_ScrollBarGroove:
            return bar.rect;
        case SC_ScrollBarSubPage:
            return segment(0, start);
        case SC_ScrollBarAddPage:
            return segment(start + thumb, length - start - thumb);
        default:
            return {};
        }
    }
    if (control == CC_ComboBox) {
        const QRect rect = option->rect;
        const int arrow = 28;
        QRect answer;
        if (part == SC_ComboBoxArrow)
            answer = QRect(rect.right() - arrow + 1, rect.top(), arrow, rect.height());
        else if (part == SC_ComboBoxEditField)
            answer = rect.adjusted(8, 1, -arrow, -1);
        else
            return QProxyStyle::subControlRect(control, option, part, widget);
        return visualRect(option->direction, rect, answer);
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect SpritariumStyle::subElementRect(SubElement element, const QStyleOption *option,
                                      const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents && as<QStyleOptionFrame>(option).lineWidth > 0)
        return rect.adjusted(5, 0, -5, 0);
    if (element == SE_CheckBoxFocusRect || element == SE_RadioButtonFocusRect)
        return rect.adjusted(-4, -2, 4, 2).intersected(option->rect);
    return rect;
}

QSize SpritariumStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                        const QWidget *widget) const
{
    QSize answer = QProxyStyle::sizeFromContents(type, option, size, widget);
    const int text = option ? option->fontMetrics.height() : 16;
    const int control = std::max(m_options.density == Density::Compact ? 28 : 32, text + 12);
    switch (type) {
    case CT_PushButton: {
        const bool link = widget && buttonRole(*widget) == ButtonRole::Link;
        answer.setHeight(std::max(link ? 28 : control, answer.height()));
        const bool withIcon = !as<QStyleOptionButton>(option).icon.isNull();
        answer.setWidth(size.width() + (link ? 12 : 28) + (withIcon ? Space::medium : 0));
        if (!link)
            answer.setWidth(std::max(answer.width(), 64));
        break;
    }
    case CT_LineEdit:
        if (as<QStyleOptionFrame>(option).lineWidth > 0)
            answer.setHeight(std::max(control, answer.height()));
        break;
    case CT_ComboBox:
        answer = QSize(size.width() + 44, std::max(control, answer.height()));
        break;
    case CT_CheckBox:
    case CT_RadioButton:
        answer = QSize(answer.width() + 4, std::max(28, answer.height())); // room for the ring
        break;
    case CT_SpinBox:
        answer.setHeight(std::max(control, answer.height()));
        break;
    case CT_ToolButton:
        answer = answer.expandedTo(QSize(28, 28));
        if (const auto &button = as<QStyleOptionToolButton>(option);
            button.features.testFlag(QStyleOptionToolButton::HasMenu) &&
            button.toolButtonStyle == Qt::ToolButtonTextBesideIcon)
            answer.rwidth() += 12;
        break;
    case CT_TabBarTab:
        answer = QSize(std::max(answer.width(), size.width()) + 8, std::max(36, text + 18));
        break;
    case CT_MenuItem:
        if (as<QStyleOptionMenuItem>(option).menuItemType != QStyleOptionMenuItem::Separator)
            answer.setHeight(std::max(m_options.density == Density::Compact ? 24 : 28, answer.height()));
        break;
    case CT_MenuBarItem:
        answer.setHeight(std::max(28, answer.height()));
        break;
    case CT_HeaderSection:
        answer.setHeight(std::max(28, answer.height()));
        break;
    default:
        break;
    }
    return answer;
}

int SpritariumStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 18;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return Space::small;
    case PM_HeaderMargin:
        return Space::small;
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize:
        return 16;
    case PM_ToolBarIconSize:
        return 20;
    case PM_ToolBarItemSpacing:
        return Space::tiny;
    case PM_ToolBarFrameWidth:
        return 0;
    case PM_ToolBarItemMargin:
        return Space::tiny;
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth:
        return 5;
    case PM_DockWidgetTitleMargin:
        return 6;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return Space::panel;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return Space::small;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarBaseOverlap:
    case PM_TabBarTabOverlap:
        return 0;
    case PM_TreeViewIndentation:
        return Space::panel;
    case PM_MenuButtonIndicator:
        return 16;
    case PM_DefaultFrameWidth:
        return qobject_cast<const QAbstractItemView *>(widget)
                   ? 1
                   : QProxyStyle::pixelMetric(metric, option, widget);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QIcon SpritariumStyle::standardIcon(StandardPixmap which, const QStyleOption *option,
                                    const QWidget *widget) const
{
    switch (which) {
    case SP_TitleBarCloseButton:
        return icon(u"close"_s);
    case SP_TitleBarNormalButton:
        return icon(u"open"_s);
    case SP_LineEditClearButton:
        return icon(u"close"_s);
    default:
        return QProxyStyle::standardIcon(which, option, widget);
    }
}

int SpritariumStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                               QStyleHintReturn *answer) const
{
    switch (hint) {
    case SH_Widget_Animation_Duration:
        return m_options.reducedMotion ? 0 : 150;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
        return 0;
    case SH_TabBar_Alignment:
        return Qt::AlignLeft;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    case SH_ComboBox_Popup:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, answer);
    }
}

int controlHeight(const QWidget &widget)
{
    return std::max(isCompact(widget) ? 28 : 32, widget.fontMetrics().height() + 12);
}

bool isCompact(const QWidget &widget)
{
    const auto *style = qobject_cast<const SpritariumStyle *>(widget.style());
    return style && style->options().density == Density::Compact;
}

} // namespace Spritarium
