// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/operation.h"
#include "domain/sprite.h"
#include "service/apilimits.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace Spritarium {

class ApiClient;
class ApiReply;
class SpriteListing;
class SpriteWatch;

//! How often the list is looked at. Everything here stays on the control plane and wakes nothing.
struct SpriteTiming
{
    std::chrono::milliseconds visible = std::chrono::seconds(15);
    std::chrono::milliseconds hidden = std::chrono::seconds(60);
    //! Pauses before the watch is opened again after a break; the last one repeats.
    QList<std::chrono::milliseconds> watchBackoff = {std::chrono::seconds(1), std::chrono::seconds(5),
                                                     std::chrono::seconds(15), std::chrono::seconds(60)};
    //! Silence after which the watch is renewed and the list read once, since a dead line is silent too.
    std::chrono::milliseconds watchSilence = std::chrono::minutes(5);
    //! Between a change we are not sure of and the reading of the list.
    std::chrono::milliseconds relistDelay = std::chrono::milliseconds(500);
    int pageSize = 100; //!< sprites-api 2.9: known not to be refused
    bool watch = true;
};

//! The sprites of one account: reads the list, keeps it fresh, changes sprites. Control plane only.
//!
//! Until start() nothing is asked. Afterwards the list watch is used where the service offers it (sprites-api
//! 4.3), else the list is read every `visible` or `hidden`. A reading never overlaps itself.
class SpriteService : public QObject
{
    Q_OBJECT

public:
    SpriteService(ApiClient &client, const SpriteTiming &timing, QObject *parent);
    ~SpriteService() override;

    //! Reads the list now and keeps it fresh from here on.
    void start();
    //! No timer, no watch, no reading; changes on their way go on.
    void stop();
    bool isStarted() const { return m_started; }
    //! Reads the list now, page by page. While a reading runs, one more follows it.
    void refresh();
    bool isRefreshing() const;
    //! Whether anybody looks; a hidden window polls less often. Becoming visible reads at once when it is
    //! time.
    void setVisible(bool visible);

    //! One sprite, without waking it: ends in fetched() or fetchFailed().
    void get(const SpriteName &name);

    //! Each ends in exactly one ended(). Never sent twice.
    //! Create looks by name when the answer was lost (sprites-api 4.2) before it says Unknown.
    void create(const OperationId &operation, const NewSprite &sprite);
    //! Replaces all labels; read back when the answer was lost.
    void updateLabels(const OperationId &operation, const SpriteName &name, const QStringList &labels);
    //! `isPublic` false is the private address (`auth: sprite`).
    void updateAddress(const OperationId &operation, const SpriteName &name, bool isPublic);
    //! A sprite that is not there is deleted: 404 is success.
    void remove(const OperationId &operation, const SpriteName &name);
    void upgrade(const OperationId &operation, const SpriteName &name);

signals:
    //! One page of a running reading, `first` with the first one.
    void pageListed(const QList<Spritarium::Sprite> &sprites, const Spritarium::OrganizationCounts &counts,
                    bool first);
    //! The whole list, once per reading that went well.
    void listed(const QList<Spritarium::Sprite> &sprites, const Spritarium::OrganizationCounts &counts);
    //! A reading ended early; what was listed before still stands.
    void listFailed(const Spritarium::ApiError &error);
    //! The watch told of a sprite, perhaps of a new one. Only if something is different; while a reading
    //! runs, what it says of unknown sprites waits for the reading's end.
    void changed(const Spritarium::SpriteName &name, const Spritarium::Sprite &sprite);
    //! The watch told that a sprite is gone. What a reading no longer lists is gone without this signal.
    void removed(const Spritarium::SpriteName &name);
    void countsChanged(const Spritarium::OrganizationCounts &counts);
    //! Whether changes arrive by themselves; if not, how often the list is read. Only on a real change.
    void liveChanged(bool live, std::chrono::seconds interval);
    void fetched(const Spritarium::Sprite &sprite);
    //! NotFound also for the recorded 500 that means it (sprites-api 4.4); the list is then read to confirm.
    void fetchFailed(const Spritarium::SpriteName &name, const Spritarium::ApiError &error);

    //! Before ended(), with what the service answered or what was read back.
    void created(const Spritarium::OperationId &operation, const Spritarium::Sprite &sprite);
    void updated(const Spritarium::OperationId &operation, const Spritarium::Sprite &sprite);
    //! `error` says why it is not Succeeded. SucceededWithDifferences: done, but the answer shows another
    //! value.
    void ended(const Spritarium::OperationId &operation, Spritarium::Outcome outcome,
               const std::optional<Spritarium::ApiError> &error);

private:
    //! Looking by name what became of a change whose answer was lost or says nothing.
    struct NameCheck
    {
        OperationId operation;
        SpriteName name;
        ApiError error;    //!< why we look
        Outcome otherwise; //!< with `error`, when looking did not tell
        //! nullopt stands for "not found" on the way in, for "not told yet" on the way out.
        std::function<std::optional<Outcome>(const std::optional<Sprite> &)> outcomeOf;
    };

    void pollAgain();
    void setLive(bool live);
    std::chrono::milliseconds interval() const;
    void applyChange(const SpriteChange &change);
    void applyListing(const QList<Sprite> &sprites, const OrganizationCounts &counts);
    void applyCounts(const OrganizationCounts &counts);
    void relistSoon();
    void update(const OperationId &operation, const SpriteName &name, const QByteArray &body,
                const std::function<bool(const Sprite &)> &isAsAsked);
    //! As often as ApiLimits::checkBackoff has pauses.
    void checkByName(const NameCheck &check, qsizetype attempt = 0);
    void judge(const NameCheck &check, qsizetype attempt, const std::optional<Sprite> &found);
    void finish(const OperationId &operation, Outcome outcome, const std::optional<ApiError> &error = {});

    ApiClient &m_client;
    SpriteTiming m_timing;
    SpriteListing *m_listing;
    SpriteWatch *m_watch;
    QTimer m_poll;
    QTimer m_relist;
    QElapsedTimer m_sinceReading;
    QHash<SpriteName, Sprite> m_known;
    QHash<SpriteName, Sprite> m_listed; //!< of the running reading, gathered page by page: ten thousand at
                                        //!< its end would be a frame
    QList<SpriteChange> m_duringListing; // the listing may be older than these
    std::optional<OrganizationCounts> m_counts;
    std::optional<std::pair<bool, std::chrono::milliseconds>> m_announced;
    bool m_started = false;
    bool m_watchTried = false;
    bool m_visible = true;
    bool m_live = false;
    bool m_refreshAgain = false;
};

} // namespace Spritarium
