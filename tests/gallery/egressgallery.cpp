// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// Pictures of the Egress tab in its states: egressgallery FOLDER [dark] [rtl] [large] [long] [narrow]
// [contrast] [only NAME]. For looking at, not for judging by.
#include "support/egressscene.h"
#include "views/newrulerow.h"
#include "views/rulelineedit.h"
#include "views/spritariumstyle.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTest>
#include <QToolButton>
#include <QTranslator>

#include <functional>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

//! Every text longer, bracketed and accented.
class LongTexts : public QTranslator
{
public:
    using QTranslator::QTranslator;
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int n) const override
    {
        QString text = QString::fromUtf8(source);
        if (n >= 0)
            text.replace(u"%n"_s, QString::number(n));
        const qsizetype more = text.size() * 4 / 10;
        text.replace(u'e', u'ë').replace(u'a', u'á').replace(u'o', u'ö');
        return u"["_s + text + QString(more, u'~') + u"]"_s;
    }
};

struct Picture
{
    QString name;
    std::function<void(EgressScene &)> prepare;
};

NetworkPolicy usualPolicy()
{
    return {{allowRule(u"api.example.com"_s), allowRule(u"*.example.com"_s),
             denyRule(u"tracker.example.net"_s), presetRule(u"defaults"_s),
             allowRule(u"xn--mnchen-3ya.example"_s)}};
}

QList<Picture> pictures()
{
    return {
        {u"unrestricted"_s, [](EgressScene &scene) { scene.load(NetworkPolicy::unrestricted()); }},
        {u"restricted"_s,
         [](EgressScene &scene) {
             scene.load(usualPolicy());
             scene.document.setNote(allowRule(u"api.example.com"_s), u"Payments"_s);
             scene.table->selectRule(1);
             scene.table->setFocus();
         }},
        {u"locked-down"_s, [](EgressScene &scene) { scene.load(NetworkPolicy::lockedDown()); }},
        {u"findings"_s,
         [](EgressScene &scene) {
             scene.load(troubledPolicy());
             scene.panel->typeInTester(u"tracker.example.com"_s);
         }},
        {u"evaluated"_s,
         [](EgressScene &scene) {
             scene.load(troubledPolicy());
             QTest::qWait(20);
             scene.find<QToolButton>(u"asEvaluatedButton"_s)->click();
             scene.panel->typeInTester(u"github.com"_s);
         }},
        {u"draft"_s,
         [](EgressScene &scene) {
             scene.load(usualPolicy());
             scene.document.setExpectations({{u"api.example.com"_s, Access::Allowed},
                                             {u"pypi.org"_s, Access::Denied},
                                             {u"*"_s, Access::Denied}});
             scene.document.removeRules({0, 1});
             scene.document.insertRules(1, {denyRule(u"uploads.example.com"_s)});
             scene.find<QToolButton>(u"expectationsHeader"_s)->click();
         }},
        {u"new-rule"_s,
         [](EgressScene &scene) {
             scene.load(usualPolicy());
             scene.table->selectRule(1);
             scene.table->addRule();
             QTest::keyClicks(scene.table->newRule()->field(), u"10.0.0.1"_s);
             QTest::keyClick(scene.table->newRule()->field(), Qt::Key_Return);
         }},
        {u"companion"_s,
         [](EgressScene &scene) {
             scene.load(usualPolicy());
             scene.table->addRule();
             QTest::keyClicks(scene.table->newRule()->field(), u"https://shop.example.org:443/v1"_s);
             QTest::keyClick(scene.table->newRule()->field(), Qt::Key_Return);
         }},
        {u"first-rule"_s,
         [](EgressScene &scene) {
             scene.load(NetworkPolicy::unrestricted());
             scene.document.insertRules(0, {allowRule(u"example.com"_s)});
         }},
        {u"json"_s,
         [](EgressScene &scene) {
             scene.load(usualPolicy());
             scene.find<QToolButton>(u"jsonButton"_s)->click();
             auto *editor = scene.find<QPlainTextEdit>(u"policyJsonEditor"_s);
             QString text = editor->toPlainText();
             editor->setPlainText(text.replace(u"\"deny\""_s, u"\"denied\""_s));
             QTest::qWait(200);
         }},
        {u"asleep"_s, [](EgressScene &scene) { scene.load(usualPolicy(), ViewState::Kind::Asleep); }},
        {u"never-read"_s, [](EgressScene &scene) { scene.setState(ViewState::Kind::Asleep); }},
        {u"denied"_s,
         [](EgressScene &scene) {
             scene.setState(ViewState::Kind::Denied,
                            ApiError{.kind = ApiError::Kind::Forbidden, .httpStatus = 403});
         }},
        {u"failed"_s,
         [](EgressScene &scene) {
             scene.load(usualPolicy());
             scene.setState(ViewState::Kind::Failed,
                            ApiError{.kind = ApiError::Kind::Server, .httpStatus = 502, .raw = u"Bad"_s});
             scene.panel->showResult(ColorRole::Caution, u"Applied, but reading back shows something else."_s,
                                     {}, std::pair(usualPolicy(), troubledPolicy()));
         }},
        {u"preset"_s,
         [](EgressScene &scene) {
             scene.load(usualPolicy());
             scene.table->showPreset(3);
         }},
        {u"fixes"_s,
         [](EgressScene &scene) {
             scene.load(troubledPolicy());
             QTest::qWait(20);
             scene.table->showFindings(scene.table->model()->index(1, PolicyRuleModel::Findings));
         }},
        {u"many"_s,
         [](EgressScene &scene) {
             scene.load(longPolicy(2000));
             scene.table->selectAll();
         }},
    };
}

void take(const Picture &picture, const QStringList &arguments, const QString &path)
{
    EgressScene scene;
    if (arguments.contains(u"narrow"_s))
        scene.resize(620, 700);
    else if (arguments.contains(u"large"_s))
        scene.resize(1280, 1000);
    scene.show();
    QTest::qWait(10);
    picture.prepare(scene);
    QTest::qWait(60);
    QWidget *popup = QApplication::activePopupWidget();
    if (!(popup ? popup : &scene)->grab().save(path))
        qWarning("Cannot write %s", qPrintable(path));
    if (popup)
        popup->close();
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const bool dark = arguments.contains(u"dark"_s);
    if (arguments.contains(u"rtl"_s))
        QApplication::setLayoutDirection(Qt::RightToLeft);
    LongTexts texts;
    if (arguments.contains(u"long"_s))
        QApplication::installTranslator(&texts);
    QFont font(u"Inter"_s);
    font.setPointSize(arguments.contains(u"large"_s) ? 20 : 10);
    QApplication::setFont(font);
    QApplication::setStyle(new SpritariumStyle({.theme = dark ? Theme::Dark : Theme::Light}));
    if (arguments.contains(u"contrast"_s)) {
        QPalette palette(Qt::white, Qt::black, Qt::white, Qt::gray, Qt::gray, Qt::white, Qt::black);
        palette.setColor(QPalette::Highlight, Qt::yellow);
        palette.setColor(QPalette::HighlightedText, Qt::black);
        QApplication::setPalette(palette);
    }
    const QString only =
        arguments.contains(u"only"_s) ? arguments.value(arguments.indexOf(u"only"_s) + 1) : QString();
    for (const Picture &picture : pictures()) {
        if (only.isEmpty() || picture.name == only)
            take(picture, arguments,
                 QDir(arguments.value(1, u"."_s)).filePath(u"egress-%1.png"_s.arg(picture.name)));
    }
    return 0;
}
