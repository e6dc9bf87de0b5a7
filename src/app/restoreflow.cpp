// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/restoreflow.h"

#include <QLocale>

#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QList<PhaseName> phasesOfRestore(bool withSafety)
{
    QList<PhaseName> phases{PhaseName::Restore, PhaseName::SpriteIsBack, PhaseName::Verify};
    if (withSafety)
        phases.prepend(PhaseName::SafetyCheckpoint);
    return phases;
}

Operation reopened(Operation operation)
{
    operation.outcome = Outcome::Running;
    operation.endedAt = {};
    return operation;
}

//! What the live files are based on, if the list tells.
CheckpointId baseIn(const QList<Checkpoint> &checkpoints)
{
    for (const Checkpoint &checkpoint : checkpoints) {
        if (checkpoint.isCurrent())
            return checkpoint.parent();
    }
    return {};
}

} // namespace

RestoreFlow::RestoreFlow(AccountSession &session, const SpriteKey &sprite, const CheckpointId &target,
                         bool withSafety, const FlowTiming &timing, QObject *parent)
    : OperationFlow(session,
                    operationOf(OperationKind::RestoreCheckpoint, sprite, phasesOfRestore(withSafety)),
                    timing, parent)
    , m_withSafety(withSafety)
{
    edit().target = target;
    connectServices();
}

RestoreFlow::RestoreFlow(AccountSession &session, const Operation &interrupted, const FlowTiming &timing,
                         QObject *parent)
    : OperationFlow(session, reopened(interrupted), timing, parent)
    , m_withSafety(!interrupted.safety.isEmpty())
    , m_resumed(true)
{
    connectServices();
}

void RestoreFlow::connectServices()
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &RestoreFlow::look);

    CheckpointService &service = session().checkpoints();
    const OperationId id = step("restore"_L1);
    connect(&service, &CheckpointService::messageReceived, this,
            [this, id](const OperationId &operation, const StreamMessage &message) {
                if (operation == id)
                    hear(message);
            });
    connect(&service, &CheckpointService::ended, this,
            [this, id](const OperationId &operation, Outcome outcome, const std::optional<ApiError> &error) {
                if (operation == id)
                    applyEnd(outcome, error);
            });
    connect(&service, &CheckpointService::listed, this,
            [this](const SpriteName &name, const QList<Checkpoint> &checkpoints) {
                if (name == sprite())
                    applyListing(checkpoints);
            });
    connect(&service, &CheckpointService::listFailed, this,
            [this](const SpriteName &name, const ApiError &error) {
                if (name == sprite())
                    listFailed(error);
            });

    // Facts are read best-effort: a restore does not fail because they cannot be.
    connect(&session().policies(), &PolicyService::loaded, this,
            [this](const SpriteName &name, const NetworkPolicy &policy) {
                if (name != sprite() || !m_reads.contains(Read::Policy))
                    return;
                facts().policy = policy;
                factRead(Read::Policy);
            });
    connect(&session().policies(), &PolicyService::loadFailed, this, [this](const SpriteName &name) {
        if (name == sprite())
            factRead(Read::Policy);
    });
    connect(&session().processes(), &InsideProcesses::servicesRead, this,
            [this](const SpriteName &name, const QList<SupervisedService> &services) {
                if (name == sprite() && m_reads.contains(Read::Services))
                    applyServices(services);
            });
    connect(&session().processes(), &InsideProcesses::servicesNotRead, this,
            [this](const SpriteName &name, const ApiError &error) {
                if (name != sprite() || !m_reads.contains(Read::Services))
                    return;
                m_servicesFailed = m_servicesFailed || (m_state == State::ReadingBefore &&
                                                        error.kind != ApiError::Kind::NotFound);
                factRead(Read::Services);
            });
    connect(&session().sprites(), &SpriteService::fetched, this, [this](const Sprite &fetched) {
        if (fetched.name != sprite())
            return;
        if (m_state == State::Reopening) {
            reopen(fetched.isRunning());
        } else if (std::exchange(m_asking, false)) {
            if (fetched.isRunning())
                session().checkpoints().list(sprite());
            else
                lookLater();
        } else if (m_reads.contains(Read::Sprite)) {
            facts().urlAuth = fetched.urlAuth;
            factRead(Read::Sprite);
        }
    });
    connect(&session().sprites(), &SpriteService::fetchFailed, this,
            [this](const SpriteName &name, const ApiError &error) {
                if (name != sprite())
                    return;
                if (m_state == State::Reopening || std::exchange(m_asking, false))
                    lookFailed(error);
                else
                    factRead(Read::Sprite);
            });
}

void RestoreFlow::run()
{
    if (m_resumed) {
        if (!wasSent()) {
            m_state = State::Done;
            end(Outcome::Failed, tr("Spritarium ended before the restore was sent. Nothing was restored."));
            settle();
            return;
        }
        edit().connectionLost = true;
        setPhase(PhaseName::Restore, PhaseState::Unknown);
        edit().resultText = tr("Spritarium ended while this ran. Checking…");
        m_state = State::Reopening;
        session().sprites().get(sprite());
        return;
    }
    setPhase(m_withSafety ? PhaseName::SafetyCheckpoint : PhaseName::Restore, PhaseState::Running);
    m_state = State::ReadingBefore;
    m_again.start(timing().factsWithin);
    readFacts();
}

bool RestoreFlow::wasSent() const
{
    for (const Phase &phase : operation().phases) {
        if (phase.name == PhaseName::Restore)
            return phase.state != PhaseState::Waiting;
    }
    return true;
}

void RestoreFlow::reopen(bool isRunning)
{
    if (isRunning) {
        lookForEnd();
        return;
    }
    m_state = State::Done;
    end(Outcome::Unknown, tr("Spritarium ended while this ran. The sprite sleeps; checking wakes it."));
    settle();
}

RestoreFacts &RestoreFlow::facts()
{
    return m_state == State::ReadingBefore ? m_before : m_after;
}

void RestoreFlow::readFacts()
{
    m_reads = {Read::Policy, Read::Sprite, Read::Services};
    session().policies().load(sprite());
    session().sprites().get(sprite());
    session().processes().loadServices(sprite());
}

void RestoreFlow::applyServices(const QList<SupervisedService> &services)
{
    const bool isAfter = m_state == State::ReadingAfter;
    if (isAfter && m_before.services && mayStillStart(*m_before.services, services) &&
        !m_since.hasExpired(timing().servicesWithin.count())) {
        m_again.start(timing().backAgain);
        return;
    }
    facts().services = services;
    factRead(Read::Services);
}

void RestoreFlow::factRead(Read which)
{
    // Others read this sprite, too: an answer that was not waited for must not count for another one.
    if (!m_reads.remove(which) || !m_reads.isEmpty())
        return;
    if (m_state == State::ReadingBefore)
        begin();
    else if (m_state == State::ReadingAfter)
        verified();
}

void RestoreFlow::begin()
{
    m_again.stop();
    // A sprite that answers nothing is the one to rescue: what is missing cannot be compared, and that is
    // all.
    m_servicesFailed = m_servicesFailed || m_reads.contains(Read::Services);
    m_reads.clear();
    if (m_withSafety)
        makeSafetyCheckpoint();
    else
        restore();
}

void RestoreFlow::makeSafetyCheckpoint()
{
    m_state = State::Safety;
    m_safety = new NewCheckpoint(session(), step("safety"_L1), sprite(), safetyComment(operation().target),
                                 timing(), this);
    connect(m_safety, &NewCheckpoint::messageReceived, this,
            [this](const StreamMessage &message) { hear(message); });
    connect(m_safety, &NewCheckpoint::listed, this, &RestoreFlow::safetyMade);
    connect(m_safety, &NewCheckpoint::failed, this, [this](const ApiError &error) {
        m_state = State::Done;
        setPhase(PhaseName::SafetyCheckpoint, PhaseState::Failed);
        end(Outcome::Failed, tr("Nothing was changed."), error);
        settle();
    });
    connect(m_safety, &NewCheckpoint::unknown, this, [this](const std::optional<ApiError> &error) {
        m_state = State::Done;
        setPhase(PhaseName::SafetyCheckpoint, PhaseState::Unknown);
        end(Outcome::Failed, tr("Nothing was changed."), error);
        settle();
    });
    m_safety->start();
}

void RestoreFlow::safetyMade(const CheckpointId &id)
{
    edit().safety = id;
    setPhase(PhaseName::SafetyCheckpoint, PhaseState::Done, id.toString());
    // The list that showed it was answered from inside the sprite, so the sprite answers.
    restore();
}

void RestoreFlow::restore()
{
    m_state = State::Restoring;
    // What the safety checkpoint said last is no reason for anything that happens from here on.
    edit().lastMessage.clear();
    setPhase(PhaseName::Restore, PhaseState::Running);
    session().checkpoints().restore(step("restore"_L1), sprite(), operation().target);
}

void RestoreFlow::applyEnd(Outcome outcome, const std::optional<ApiError> &error)
{
    if (m_state != State::Restoring)
        return;
    if (outcome == Outcome::Succeeded) {
        setPhase(PhaseName::Restore, PhaseState::Done);
        waitForSprite();
        return;
    }
    if (outcome == Outcome::Failed) {
        m_state = State::Done;
        setPhase(PhaseName::Restore, PhaseState::Failed);
        end(Outcome::Failed, notRestoredText(), error);
        settle();
        return;
    }
    setPhase(PhaseName::Restore, PhaseState::Unknown);
    edit().connectionLost = error && error->kind != ApiError::Kind::Protocol;
    end(Outcome::Unknown,
        operation().connectionLost ? tr("Connection lost. The restore may still be running.")
                                   : tr("The service did not say how it ended. Checking…"),
        error);
    lookForEnd();
}

void RestoreFlow::lookForEnd()
{
    m_state = State::Resolving;
    m_since.start();
    look();
}

void RestoreFlow::look()
{
    if (m_state == State::ReadingBefore) {
        begin();
        return;
    }
    if (m_state == State::ComingBack) {
        session().checkpoints().list(sprite());
        return;
    }
    if (m_state == State::ReadingAfter) {
        session().processes().loadServices(sprite());
        return;
    }
    // Nobody clicked for this look, so it must not wake: first ask outside whether the sprite runs.
    m_asking = true;
    session().sprites().get(sprite());
}

void RestoreFlow::lookLater()
{
    const bool lost = operation().connectionLost;
    if (m_since.hasExpired((lost ? timing().giveUpAfter : timing().resolveWithin).count())) {
        giveUp(tr("The service did not say how it ended. Check again to look inside the sprite."),
               operation().error);
        return;
    }
    m_again.start(lost ? timing().checkAgain : timing().backAgain);
}

void RestoreFlow::lookFailed(const ApiError &error)
{
    m_state = State::Resolving;
    switch (error.kind) {
    case ApiError::Kind::Unauthorized:
    case ApiError::Kind::Forbidden:
    case ApiError::Kind::NotFound:
        giveUp(error.userText(sprite().toString()), error);
        return;
    default:
        if (!m_since.isValid())
            m_since.start();
        lookLater();
        return;
    }
}

void RestoreFlow::giveUp(const QString &text, const std::optional<ApiError> &error)
{
    m_state = State::Done;
    m_again.stop();
    end(Outcome::Unknown, text, error);
    settle();
}

void RestoreFlow::checkAgain()
{
    if (m_state != State::Resolving && !(m_state == State::Done && operation().outcome == Outcome::Unknown))
        return;
    unsettle();
    m_again.stop();
    m_asking = false;
    m_state = State::Resolving;
    m_since.start();
    // A click may wake.
    session().checkpoints().list(sprite());
}

void RestoreFlow::applyListing(const QList<Checkpoint> &checkpoints)
{
    m_newestSeen = qMax(m_newestSeen, newestVersion(checkpoints).value_or(-1));
    if (m_state == State::ReadingBefore || m_state == State::Safety) {
        m_baseBefore = baseIn(checkpoints);
        return;
    }
    if (m_state == State::ComingBack) {
        m_state = State::ReadingAfter;
        setPhase(PhaseName::SpriteIsBack, PhaseState::Done);
        setPhase(PhaseName::Verify, PhaseState::Running);
        m_since.start();
        readFacts();
        return;
    }
    if (m_state != State::Resolving)
        return;
    const CheckpointId base = baseIn(checkpoints);
    if (base == operation().target && baseTells()) {
        edit().outcome = Outcome::Running;
        edit().endedAt = {};
        edit().error.reset();
        setPhase(PhaseName::Restore, PhaseState::Done);
        waitForSprite();
        return;
    }
    const bool lost = operation().connectionLost;
    if (!m_since.hasExpired((lost ? timing().giveUpAfter : timing().resolveWithin).count())) {
        lookLater();
        return;
    }
    // Not "not restored": the service may still be at it (sprites-api 5.7).
    giveUp(!base.isEmpty() && baseTells()
               ? tr("The sprite still has the files from before. The restore seems not to have happened.")
               : tr("The service did not say how it ended. The sprite answers; look at its files."),
           operation().error);
}

void RestoreFlow::listFailed(const ApiError &error)
{
    if (m_state == State::Resolving) {
        lookFailed(error);
        return;
    }
    if (m_state != State::ComingBack)
        return;
    if (!m_since.hasExpired(timing().backWithin.count())) {
        m_again.start(timing().backAgain);
        return;
    }
    m_state = State::Done;
    setPhase(PhaseName::SpriteIsBack, PhaseState::Unknown);
    end(Outcome::Unknown, tr("The service reports success, but the sprite does not answer yet."), error);
    settle();
}

bool RestoreFlow::baseTells() const
{
    // Only a base that was another one before can prove that the restore happened.
    return !operation().safety.isEmpty() || (!m_baseBefore.isEmpty() && m_baseBefore != operation().target);
}

void RestoreFlow::waitForSprite()
{
    m_state = State::ComingBack;
    m_since.start();
    setPhase(PhaseName::SpriteIsBack, PhaseState::Running);
    session().checkpoints().list(sprite());
}

void RestoreFlow::verified()
{
    m_state = State::Done;
    setPhase(PhaseName::Verify, PhaseState::Done);
    edit().differences = differences();
    edit().connectionLost = false;
    const QString target = operation().target.toString();
    const int count = int(operation().differences.size());
    if (count == 0)
        end(Outcome::Succeeded, tr("Restored %1. Everything checked.").arg(target));
    else
        end(Outcome::SucceededWithDifferences,
            tr("Restored %1. %n thing(s) need a look.", nullptr, count).arg(target));
    settle();
}

QStringList RestoreFlow::differences() const
{
    QStringList found;
    if (!m_before.policy || !m_after.policy)
        found << tr("Egress rules could not be compared.");
    if (rulesChanged()) {
        const int change = int(m_after.policy->rules.size() - m_before.policy->rules.size());
        if (change < 0)
            found << tr("Egress rules changed with this restore: %n rule(s) fewer.", nullptr, -change);
        else if (change > 0)
            found << tr("Egress rules changed with this restore: %n rule(s) more.", nullptr, change);
        else
            found << tr("Egress rules changed with this restore.");
    }
    if (m_before.urlAuth && m_after.urlAuth && *m_before.urlAuth != *m_after.urlAuth)
        found << tr("The web address changed its visibility with this restore.");
    if (!m_before.urlAuth || !m_after.urlAuth)
        found << tr("The visibility of the web address could not be compared.");
    return found + serviceDifferences();
}

QStringList RestoreFlow::serviceDifferences() const
{
    if (!m_before.services || !m_after.services)
        return m_before.services || m_servicesFailed ? QStringList{tr("Services could not be compared.")}
                                                     : QStringList();
    QStringList found;
    const auto tell = [&found](const QString &sentence, const QStringList &names) {
        if (!names.isEmpty())
            found << sentence.arg(QLocale().createSeparatedList(names));
    };
    const ServiceChanges changes = serviceChanges(*m_before.services, *m_after.services);
    tell(tr("Services that ran before and do not run now: %1."), changes.ended);
    tell(tr("Services that are gone with this restore: %1."), changes.gone);
    tell(tr("Services that came with this restore: %1."), changes.added);
    return found;
}

QString RestoreFlow::notRestoredText() const
{
    return operation().safety.isEmpty()
               ? tr("Not restored.")
               : tr("Not restored. Safety checkpoint %1 was kept.").arg(operation().safety.toString());
}

void RestoreFlow::stopWatching()
{
    m_again.stop();
    const bool before = m_state == State::ReadingBefore || m_state == State::Safety;
    if (m_state == State::Safety && m_safety)
        m_safety->stopWatching();
    if (m_state == State::Restoring)
        session().checkpoints().stopWatching(step("restore"_L1));
    m_state = State::Done;
    if (before && operation().isRunning())
        end(Outcome::Canceled, tr("Stopped before the restore was sent. Nothing was restored."));
    OperationFlow::stopWatching();
}

} // namespace Spritarium
