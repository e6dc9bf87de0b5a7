// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "gallery/galleryscenes.h"
#include "support/portscene.h"
#include "views/portsetsheet.h"
#include "views/quitforwardssheet.h"

#include <QLineEdit>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Kind = ViewState::Kind;

namespace {

GalleryScene scene(const QString &name, const std::function<void(PortScene &)> &prepare)
{
    return {name, [prepare] {
                auto *made = new PortScene;
                prepare(*made);
                return made;
            }};
}

void ask(PortScene &made)
{
    fillWithEverything(made);
    made.panel->askAbout({{.port = 9229, .address = {}, .pid = 812, .command = u"node"_s, .service = {}},
                          {.port = 8888, .address = {}, .pid = 812, .command = u"node"_s, .service = {}}});
    made.panel->typeInAdd(u"3001:3000 db.internal:5432 db"_s);
}

void sleeping(PortScene &made)
{
    made.addForward(3000, ForwardState::Forwarding, u"web"_s);
    PortForward guarded = made.addForward(5432, ForwardState::Forwarding);
    guarded.guarded = true;
    made.replace(guarded);
    made.addForward(8000, ForwardState::Stopped, u"docs"_s);
    made.setSpriteState(SpriteState::Cold);
    made.setState(Kind::Asleep);
    made.sprite.urlAuth = u"public"_s;
    made.panel->setSprite(made.sprite);
}

void refused(PortScene &made)
{
    fillWithEverything(made);
    made.panel->typeInAdd(u"localhost:99999"_s);
    made.find<QLineEdit>(u"portAddField"_s)->setFocus();
    Q_EMIT made.find<QLineEdit>(u"portAddField"_s)->returnPressed();
    made.setState(Kind::Failed, ApiError{.kind = ApiError::Kind::Server, .httpStatus = 502});
}

} // namespace

QList<GalleryScene> portScenes()
{
    return {scene(u"ports"_s, fillWithEverything),
            scene(u"ports-narrow"_s,
                  [](PortScene &made) {
                      fillWithEverything(made);
                      made.resize(620, 720);
                      made.table->setCurrentIndex(made.rowOf(3001));
                      made.table->setFocus();
                  }),
            scene(u"ports-ask"_s, ask),
            scene(u"ports-asleep"_s, sleeping),
            scene(u"ports-refused"_s, refused),
            scene(u"ports-empty"_s, [](PortScene &made) { made.model.setListening(QList<ListeningPort>()); }),
            scene(u"ports-not-watched"_s,
                  [](PortScene &made) {
                      made.addForward(3000, ForwardState::Forwarding);
                      made.panel->setScanOffered(true);
                      made.setState(Kind::NotOffered);
                  }),
            scene(u"ports-offline"_s, [](PortScene &made) { made.setState(Kind::Offline); }),
            scene(u"ports-denied"_s,
                  [](PortScene &made) {
                      made.setState(Kind::Denied,
                                    ApiError{.kind = ApiError::Kind::Forbidden, .httpStatus = 403});
                  }),
            {u"sheet-quit-forwards"_s, [] { return new QuitForwardsSheet(3); }},
            {u"sheet-port-set"_s, [] { return new PortSetSheet({u"web"_s}, u"web"_s, 3); }}};
}

} // namespace Spritarium
