// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/database.h"
#include "store/operationjson.h"
#include "store/schema.h"
#include "store/store.h"
#include "support/patience.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

const AccountId Acme{u"acme"_s};
const SpriteKey Otter{Acme, SpriteName(u"calm-otter"_s)};
const QDateTime Now = QDateTime::currentDateTimeUtc();

Sprite sprite(const QString &name, const QString &state)
{
    Sprite sprite;
    sprite.name = SpriteName(name);
    sprite.rawState = state;
    sprite.state = spriteStateOf(state);
    sprite.labels = {u"ci"_s, u"größe"_s};
    sprite.url = QUrl(u"https://%1.sprites.app"_s.arg(name));
    sprite.urlAuth = u"public"_s;
    sprite.createdAt = Now.addDays(-3);
    return sprite;
}

Operation fullOperation()
{
    Operation operation;
    operation.id = OperationId(u"op-1"_s);
    operation.kind = OperationKind::RestoreCheckpoint;
    operation.sprite = Otter;
    operation.target = CheckpointId(u"v3"_s);
    operation.safety = CheckpointId(u"v9"_s);
    operation.comment = u"Größe \"x\""_s;
    operation.startedAt = Now;
    operation.endedAt = Now.addSecs(9);
    operation.phases = {{PhaseName::SafetyCheckpoint, PhaseState::Done, u"v9"_s},
                        {PhaseName::Restore, PhaseState::Failed, {}},
                        {PhaseName::Verify, PhaseState::Skipped, {}}};
    operation.outcome = Outcome::Failed;
    operation.resultText = u"Not restored."_s;
    ApiError error;
    error.kind = ApiError::Kind::LimitReached;
    error.httpStatus = 429;
    error.code = u"limit"_s;
    error.serverText = u"too many"_s;
    error.raw = u"{}"_s;
    error.requestId = u"01ABC"_s;
    error.host = u"api.sprites.dev"_s;
    error.waited = std::chrono::seconds(3);
    error.retryAfter = std::chrono::seconds(17);
    error.limit = {10, 10, 60, u"https://fly.io"_s};
    error.at = Now;
    operation.error = error;
    operation.lastMessage = u"last"_s;
    operation.differences = {u"one"_s, u"two"_s};
    operation.connectionLost = true;
    return operation;
}

//! Rules as the wire may bring them, keys of a later version among them.
NetworkPolicy oddPolicy()
{
    const auto policy =
        parseNetworkPolicy(R"({"rules":[{"domain":"*.EXAMPLE.com","action":"deny"},{"include":"defaults"},)"
                           R"({"domain":"x.org","action":"allow","ports":[443]}],"mode":"dns"})");
    return policy ? policy.value() : NetworkPolicy();
}

PolicyNotes fullNotes()
{
    return {{{u"example.com"_s, u"Größe \"x\""_s}, {u"include:defaults"_s, u"for builds"_s}},
            {{u"api.example.com"_s, Access::Allowed}, {u"*"_s, Access::Denied}},
            {u"b.example.com"_s, u"a.example.com"_s}};
}

PolicyTimer timerOf(const SpriteKey &key, const QDateTime &dueAt)
{
    return {key, oddPolicy(), NetworkPolicy::lockedDown(), dueAt, OperationId(u"op-7"_s)};
}

} // namespace

class tst_Store : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { folder.reset(); }
    void valuesSurviveJson();
    void anEmptyFileBeginsEmpty();
    void typedThingsComeBack();
    void spritesComeBackWithTheirAge();
    void aRefreshWritesTheDifference();
    void aSpriteComesBackWhole();
    void policyNotesComeBackWithTheirSprite();
    void notesThatSayNothingLeaveNoRow();
    void policyVersionsComeBackNewestFirst();
    void timersComeBackUntilTheyAreRemoved();
    void policyThingsOfAForgottenSpriteGo();
    void aFileOfTheFirstVersionKeepsWhatItHas();
    void aForgottenSpriteLeavesNothing();
    void aForgottenAccountLeavesNothing();
    void activityComesBack();
    void whatRanIsUnknownAtTheNextStart();
    void oldActivityGoes();
    void onlyTheLastMessagesStay();
    void savesAreConfirmedInOrder();
    void loadsSeeTheSavesBefore();
    void aBrokenFileIsMovedAside();
    void damageFoundLaterIsMovedAside();
    void aNewerFileIsLeftAlone();
    void aFolderThatCannotBeWrittenIsTold();
    void stepsAreTakenOnce();
    void aFailedStepLeavesTheFileAsItWas();
    void theFileIsForItsOwnerOnly();

private:
    QString path() const { return folder->filePath(u"data/store.sqlite"_s); }
    StoredBeginning beginning() const;
    SeenSprite seen(const SpriteKey &key) const;
    SeenSprites seenSprites() const;
    QList<PolicyVersion> versions(const SpriteKey &key) const;

    std::unique_ptr<QTemporaryDir> folder;
};

void tst_Store::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    folder = std::make_unique<QTemporaryDir>();
    QVERIFY(folder->isValid());
}

//! What the next start finds.
StoredBeginning tst_Store::beginning() const
{
    Store store(path());
    QSignalSpy spy(&store, &Store::loaded);
    return spy.wait(Test::Patience) ? spy.first().first().value<StoredBeginning>() : StoredBeginning();
}

SeenSprite tst_Store::seen(const SpriteKey &key) const
{
    Store store(path());
    QSignalSpy spy(&store, &Store::spriteLoaded);
    store.loadSprite(key);
    return spy.wait(Test::Patience) ? spy.first().first().value<SeenSprite>() : SeenSprite();
}

SeenSprites tst_Store::seenSprites() const
{
    Store store(path());
    QSignalSpy spy(&store, &Store::spritesLoaded);
    store.loadSprites(Acme);
    return spy.wait(Test::Patience) ? spy.first().first().value<SeenSprites>() : SeenSprites();
}

QList<PolicyVersion> tst_Store::versions(const SpriteKey &key) const
{
    Store store(path());
    QSignalSpy spy(&store, &Store::policyVersionsLoaded);
    store.loadPolicyVersions(key);
    if (!spy.wait(Test::Patience) || spy.first().first().value<SpriteKey>() != key)
        return {};
    return spy.first().at(1).value<QList<PolicyVersion>>();
}

void tst_Store::valuesSurviveJson()
{
    const Operation operation = fullOperation();
    // Times are kept to the millisecond.
    QCOMPARE(operationFromJson(objectOf(toBytes(operationToJson(operation)))), operation);
    QCOMPARE(operationFromJson(objectOf(toBytes(operationToJson(Operation())))), Operation());
    for (int kind = 0; kind <= int(ApiError::Kind::Storage); ++kind) {
        ApiError error;
        error.kind = ApiError::Kind(kind);
        QCOMPARE(errorFromJson(errorToJson(error)), error);
    }
    const StreamMessage message{StreamMessage::Kind::Other, u"progress"_s, u"\x1b[1mx\n"_s, Now};
    QCOMPARE(messageFromJson(messageToJson(message)), message);
    const RequestRecord request{u"POST"_s, u"/v1/x"_s, 204, 12, u"01"_s, Now};
    QCOMPARE(requestFromJson(requestToJson(request)), request);
    QCOMPARE(operationFromJson({}).id, OperationId());
}

void tst_Store::anEmptyFileBeginsEmpty()
{
    QCOMPARE(beginning(), StoredBeginning());
    QVERIFY(QFile::exists(path()));
    QVERIFY(!seen(Otter).checkpointsAsOf.isValid());
    QVERIFY(!seenSprites().asOf.isValid());
}

void tst_Store::typedThingsComeBack()
{
    const QList<Account> accounts{
        {Acme, u"acme"_s, QUrl(u"https://api.sprites.dev"_s), Account::Storage::Session, false},
        {AccountId(u"play"_s), u"playground"_s, QUrl(u"http://127.0.0.1:4000"_s), Account::Storage::File,
         true}};
    const QList<SavedFilter> filters{{u"Old ones"_s, u"old:30d"_s}, {u"CI"_s, u"label:ci"_s}};
    {
        Store store(path());
        store.saveAccounts(accounts);
        store.saveFilters(filters);
        store.setFavorite(Otter, true);
        store.setFavorite({Acme, SpriteName(u"x"_s)}, true);
        store.setFavorite({Acme, SpriteName(u"x"_s)}, false);
        store.saveDraft(u"comment/1"_s, u"half a sent"_s);
        store.saveDraft(u"comment/2"_s, u"gone"_s);
        store.saveDraft(u"comment/2"_s, QString());
        for (int i = 0; i < 15; ++i)
            store.addRecentComment(u"c%1"_s.arg(i));
        store.addRecentComment(u"c5"_s);
    }
    const StoredBeginning found = beginning();
    QCOMPARE(found.accounts, accounts);
    QCOMPARE(found.filters, filters);
    QCOMPARE(found.favorites, QList<SpriteKey>{Otter});
    QCOMPARE(found.drafts, (QHash<QString, QString>{{u"comment/1"_s, u"half a sent"_s}}));
    QCOMPARE(found.recentComments.size(), 12);
    QCOMPARE(found.recentComments.mid(0, 2), QStringList({u"c5"_s, u"c14"_s}));
}

void tst_Store::spritesComeBackWithTheirAge()
{
    SeenSprites list{Acme, {sprite(u"a"_s, u"running"_s), sprite(u"b"_s, u"odd word"_s)}, {}, Now};
    list.counts.running = 1;
    list.counts.runningLimit = 10;
    {
        Store store(path());
        store.saveSprites(list);
    }
    QCOMPARE(seenSprites(), list);
}

void tst_Store::aRefreshWritesTheDifference()
{
    SeenSprites list{Acme, {sprite(u"a"_s, u"running"_s), sprite(u"b"_s, u"cold"_s)}, {}, Now};
    {
        Store store(path());
        store.saveSprites(list);
    }
    list.sprites = {sprite(u"b"_s, u"warm"_s), sprite(u"c"_s, u"cold"_s)};
    {
        Store store(path()); // does not know what the file holds until it looks
        store.saveSprites(list);
        list.sprites.removeFirst();
        store.saveSprites(list);
    }
    QCOMPARE(seenSprites(), list);
}

void tst_Store::aSpriteComesBackWhole()
{
    Checkpoint v1;
    v1.id = CheckpointId(u"v1"_s);
    v1.createTime = Now;
    v1.comment = u"Größe"_s;
    v1.history = {CheckpointId(u"v0"_s)};
    v1.health = u"mount_failed"_s;
    Checkpoint automatic;
    automatic.id = CheckpointId(u"auto-1"_s);
    automatic.isAuto = true;
    automatic.sourceId = v1.id;
    SeenSprite expected;
    expected.key = Otter;
    expected.checkpoints = {v1, automatic};
    expected.checkpointsAsOf = Now;
    expected.policy = NetworkPolicy::lockedDown();
    expected.policyAsOf = Now.addSecs(-5);
    expected.knownTimes = {{v1.id, Now.addSecs(-9)}};
    expected.restores = {{OperationId(u"1"_s), v1.id, {}, 3, Now.addSecs(-20)},
                         {OperationId(u"2"_s), v1.id, CheckpointId(u"v4"_s), 4, Now.addSecs(-10)}};
    {
        Store store(path());
        store.saveCheckpoints(Otter, expected.checkpoints, expected.checkpointsAsOf);
        store.savePolicy(Otter, expected.policy, expected.policyAsOf);
        store.saveKnownTime(Otter, v1.id, Now.addSecs(-9));
        store.saveRestore(Otter, expected.restores[1]);
        store.saveRestore(Otter, expected.restores[0]);
    }
    QCOMPARE(seen(Otter), expected);
    QCOMPARE(beginning().restricted, (QHash<SpriteKey, bool>{{Otter, true}}));
}

void tst_Store::policyNotesComeBackWithTheirSprite()
{
    const SpriteKey other{AccountId(u"other"_s), Otter.sprite};
    {
        Store store(path());
        store.savePolicyNotes(Otter, {{{u"old.example.com"_s, u"gone"_s}}, {}, {}});
        store.savePolicyNotes(Otter, fullNotes());
        store.savePolicyNotes(other, {{}, {{u"x.org"_s, Access::Denied}}, {}});
    }
    QCOMPARE(seen(Otter).policyNotes, fullNotes());
    QCOMPARE(seen(other).policyNotes.expectations.size(), 1);
    QVERIFY(!seen(Otter).policyAsOf.isValid());
}

void tst_Store::notesThatSayNothingLeaveNoRow()
{
    {
        Store store(path());
        store.savePolicyNotes(Otter, fullNotes());
        store.savePolicyNotes(Otter, {});
    }
    QCOMPARE(seen(Otter).policyNotes, PolicyNotes());
    Database database(path());
    QVERIFY(!database.open());
    QCOMPARE(database.value(u"SELECT count(*) FROM policy_notes"_s).toInt(), 0);
}

void tst_Store::policyVersionsComeBackNewestFirst()
{
    const PolicyVersion first{u"1"_s, NetworkPolicy::unrestricted(), Now.addSecs(-60), u"applied"_s};
    const PolicyVersion second{u"2"_s, oddPolicy(), Now, u"bulk"_s};
    const PolicyVersion third{u"3"_s, NetworkPolicy::lockedDown(), Now, u"went-back"_s};
    QVERIFY(!second.policy.isUnrestricted());
    {
        Store store(path());
        store.addPolicyVersion(Otter, first);
        store.addPolicyVersion(Otter, second);
        store.addPolicyVersion(Otter, third);
        store.addPolicyVersion({Acme, SpriteName(u"x"_s)}, {u"1"_s, {}, Now, u"applied"_s});
    }
    QCOMPARE(versions(Otter), (QList<PolicyVersion>{third, second, first}));
    QCOMPARE(versions({Acme, SpriteName(u"y"_s)}), QList<PolicyVersion>());
}

void tst_Store::timersComeBackUntilTheyAreRemoved()
{
    const SpriteKey other{Acme, SpriteName(u"x"_s)};
    {
        Store store(path());
        store.savePolicyTimer(timerOf(Otter, Now.addSecs(-5)));
        store.savePolicyTimer(timerOf(other, Now.addSecs(120)));
        store.savePolicyTimer(timerOf(Otter, Now.addSecs(600)));
    }
    QCOMPARE(beginning().policyTimers,
             (QList<PolicyTimer>{timerOf(other, Now.addSecs(120)), timerOf(Otter, Now.addSecs(600))}));
    {
        Store store(path());
        store.removePolicyTimer(Otter);
    }
    QCOMPARE(beginning().policyTimers, QList<PolicyTimer>{timerOf(other, Now.addSecs(120))});
}

void tst_Store::policyThingsOfAForgottenSpriteGo()
{
    const SpriteKey longer{Acme, SpriteName(u"calm-otter-2"_s)};
    const auto fill = [](Store &store, const SpriteKey &key) {
        store.savePolicyNotes(key, fullNotes());
        store.addPolicyVersion(key, {u"1"_s, oddPolicy(), Now, u"applied"_s});
        store.savePolicyTimer(timerOf(key, Now));
        store.saveDraft(u"egress\n"_s + key.account.toString() + u'\n' + key.sprite.toString(),
                        u"half a policy"_s);
    };
    {
        Store store(path());
        fill(store, Otter);
        fill(store, longer);
        store.forgetSprite(Otter);
    }
    SeenSprite nothing;
    nothing.key = Otter;
    QCOMPARE(seen(Otter), nothing);
    QVERIFY(versions(Otter).isEmpty());
    QCOMPARE(versions(longer).size(), 1);
    QCOMPARE(beginning().policyTimers, QList<PolicyTimer>{timerOf(longer, Now)});
    QCOMPARE(beginning().drafts.keys(), QStringList{u"egress\nacme\ncalm-otter-2"_s});
    {
        Store store(path());
        store.forgetAccount(Acme);
    }
    QCOMPARE(seen(longer).policyNotes, PolicyNotes());
    QVERIFY(versions(longer).isEmpty());
    QVERIFY(beginning().policyTimers.isEmpty());
    QVERIFY(beginning().drafts.isEmpty());
}

void tst_Store::aFileOfTheFirstVersionKeepsWhatItHas()
{
    QDir().mkpath(folder->filePath(u"data"_s));
    {
        QSqlDatabase old = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"old"_s);
        old.setDatabaseName(path());
        QVERIFY(old.open());
        QSqlQuery query(old);
        for (const QString &statement : schemaSteps().first())
            QVERIFY(query.exec(statement));
        QVERIFY(query.exec(u"INSERT INTO drafts VALUES ('comment', 'half a sent')"_s));
        QVERIFY(query.exec(u"INSERT INTO policies VALUES ('acme', 'calm-otter',"
                           " '{\"rules\":[{\"domain\":\"*\",\"action\":\"deny\"}]}', 1000)"_s));
        QVERIFY(query.exec(u"PRAGMA user_version=1"_s));
        query.finish();
        old.close();
    }
    QSqlDatabase::removeDatabase(u"old"_s);
    {
        Store store(path());
        QSignalSpy failed(&store, &Store::storageFailed);
        QSignalSpy saved(&store, &Store::saved);
        store.savePolicyNotes(Otter, fullNotes());
        QVERIFY(saved.wait(Test::Patience));
        QCOMPARE(failed.size(), 0);
    }
    QCOMPARE(beginning().drafts.value(u"comment"_s), u"half a sent"_s);
    QCOMPARE(seen(Otter).policy, NetworkPolicy::lockedDown());
    QCOMPARE(seen(Otter).policyNotes, fullNotes());
}

void tst_Store::aForgottenSpriteLeavesNothing()
{
    {
        Store store(path());
        store.saveKnownTime(Otter, CheckpointId(u"v1"_s), Now);
        store.saveRestore(Otter, {OperationId(u"1"_s), CheckpointId(u"v1"_s), {}, 1, Now});
        store.setFavorite(Otter, true);
        store.forgetSprite(Otter);
    }
    SeenSprite nothing;
    nothing.key = Otter;
    QCOMPARE(seen(Otter), nothing);
    QVERIFY(beginning().favorites.isEmpty());
}

void tst_Store::aForgottenAccountLeavesNothing()
{
    {
        Store store(path());
        store.saveAccounts({{Acme, u"acme"_s, {}, Account::Storage::Keychain, false}});
        store.saveSprites({Acme, {sprite(u"a"_s, u"cold"_s)}, {}, Now});
        store.saveKnownTime(Otter, CheckpointId(u"v1"_s), Now);
        store.saveDraft(u"comment\n"_s + Acme.toString() + u"\nweb-1"_s, u"half a thought"_s);
        store.saveDraft(u"comment\nother\nweb-1"_s, u"another"_s);
        store.forgetAccount(Acme);
    }
    QCOMPARE(beginning().drafts.keys(), QStringList{u"comment\nother\nweb-1"_s});
    QVERIFY(beginning().accounts.isEmpty());
    QVERIFY(seenSprites().sprites.isEmpty());
    QVERIFY(seen(Otter).knownTimes.isEmpty());
}

void tst_Store::activityComesBack()
{
    const Operation operation = fullOperation();
    const RequestRecord request{u"POST"_s, u"/v1/x"_s, 200, 12, u"01"_s, Now};
    const StreamMessage message{StreamMessage::Kind::Info, u"info"_s, u"Restoring"_s, Now};
    Operation older = operation;
    older.id = OperationId(u"op-0"_s);
    older.startedAt = Now.addSecs(-100);
    {
        Store store(path());
        store.saveOperation(older, u"acme"_s);
        store.addRequest(operation.id, request);
        store.addMessage(operation.id, message);
        store.saveOperation(operation, u"acme"_s);
    }
    const StoredBeginning found = beginning();
    QCOMPARE(found.activity.size(), 2);
    QCOMPARE(found.activity[0], (StoredActivity{operation, u"acme"_s, {request}, {message}}));
    QCOMPARE(found.activity[1].operation.id, older.id);
    QVERIFY(found.unfinished.isEmpty());
    {
        Store store(path());
        store.clearActivity();
    }
    QVERIFY(beginning().activity.isEmpty());
}

void tst_Store::whatRanIsUnknownAtTheNextStart()
{
    Operation operation = fullOperation();
    operation.outcome = Outcome::Running;
    operation.phases[1].state = PhaseState::Running;
    {
        Store store(path());
        store.saveOperation(operation, u"acme"_s);
        store.clearActivity();
    }
    for (int start = 0; start < 2; ++start) { // until somebody finds out how it ended
        const StoredBeginning found = beginning();
        QCOMPARE(found.unfinished.size(), 1);
        QCOMPARE(found.unfinished.first().outcome, Outcome::Unknown);
        QCOMPARE(found.unfinished.first().phases[1].state, PhaseState::Unknown);
        QCOMPARE(found.activity.first().operation, found.unfinished.first());
    }
    operation.outcome = Outcome::Succeeded;
    {
        Store store(path());
        store.saveOperation(operation, u"acme"_s);
    }
    QVERIFY(beginning().unfinished.isEmpty());
}

void tst_Store::oldActivityGoes()
{
    Operation old = fullOperation();
    old.startedAt = Now.addDays(-31);
    {
        Store store(path());
        store.saveOperation(old, u"acme"_s);
        store.addRequest(old.id, {});
    }
    QVERIFY(beginning().activity.isEmpty());
}

void tst_Store::onlyTheLastMessagesStay()
{
    const Operation operation = fullOperation();
    {
        Store store(path());
        store.saveOperation(operation, u"acme"_s);
        QSignalSpy saved(&store, &Store::saved);
        for (int i = 0; i < 150; ++i)
            store.addMessage(operation.id, {StreamMessage::Kind::Info, u"info"_s, QString::number(i), Now});
        QTRY_VERIFY(saved.size() >= 2);
        for (int i = 150; i < 100000; ++i)
            store.addMessage(operation.id, {StreamMessage::Kind::Info, u"info"_s, QString::number(i), Now});
    }
    const QList<StreamMessage> messages = beginning().activity.first().messages;
    QCOMPARE(messages.size(), 200);
    QCOMPARE(messages.last().text, u"99999"_s);
}

void tst_Store::savesAreConfirmedInOrder()
{
    Store store(path());
    QSignalSpy saved(&store, &Store::saved);
    quint64 last = 0;
    for (int i = 0; i < 500; ++i)
        last = store.saveDraft(u"d"_s, QString::number(i));
    QTRY_COMPARE(saved.isEmpty() ? 0 : saved.last().first().toULongLong(), last);
    quint64 before = 0;
    for (const QList<QVariant> &arguments : std::as_const(saved)) {
        QVERIFY(arguments.first().toULongLong() > before);
        before = arguments.first().toULongLong();
    }
}

void tst_Store::loadsSeeTheSavesBefore()
{
    Store store(path());
    QSignalSpy spy(&store, &Store::spriteLoaded);
    store.saveKnownTime(Otter, CheckpointId(u"v1"_s), Now);
    store.loadSprite(Otter);
    store.saveKnownTime(Otter, CheckpointId(u"v2"_s), Now);
    QVERIFY(spy.wait(Test::Patience));
    QCOMPARE(spy.first().first().value<SeenSprite>().knownTimes.keys(), QList{CheckpointId(u"v1"_s)});
}

void tst_Store::aBrokenFileIsMovedAside()
{
    QDir().mkpath(folder->filePath(u"data"_s));
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    {
        Store store(path());
        QSignalSpy failed(&store, &Store::storageFailed);
        QSignalSpy loaded(&store, &Store::loaded);
        QVERIFY(loaded.wait(Test::Patience));
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<ApiError>().kind, ApiError::Kind::Storage);
        store.saveDraft(u"d"_s, u"text"_s);
    }
    QCOMPARE(QDir(folder->filePath(u"data"_s)).entryList({u"*.broken-*"_s}).size(), 1);
    QCOMPARE(beginning().drafts.value(u"d"_s), u"text"_s);
}

void tst_Store::damageFoundLaterIsMovedAside()
{
    {
        Store store(path());
        for (int i = 0; i < 2000; ++i)
            store.saveDraft(u"d%1"_s.arg(i), u"some text"_s);
    }
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.size() > 3 * 4096);
    file.seek(4096); // the header stays good
    file.write(QByteArray(int(file.size()) - 4096, '\xff'));
    file.close();
    {
        Store store(path());
        QSignalSpy failed(&store, &Store::storageFailed);
        QSignalSpy loaded(&store, &Store::loaded);
        QVERIFY(loaded.wait(Test::Patience));
        QVERIFY(!failed.isEmpty());
        store.saveDraft(u"d"_s, u"text"_s);
    }
    QCOMPARE(beginning().drafts.value(u"d"_s), u"text"_s);
}

void tst_Store::aNewerFileIsLeftAlone()
{
    beginning();
    {
        Database database(path());
        QVERIFY(!database.open());
        database.run(u"PRAGMA user_version=99"_s);
        database.run(u"INSERT INTO drafts VALUES ('d', 'newer')"_s);
    }
    {
        Store store(path());
        QSignalSpy failed(&store, &Store::storageFailed);
        QSignalSpy loaded(&store, &Store::loaded);
        QVERIFY(loaded.wait(Test::Patience));
        QCOMPARE(failed.size(), 1);
        QSignalSpy saved(&store, &Store::saved);
        store.saveDraft(u"d"_s, u"ours"_s);
        QVERIFY(saved.wait(Test::Patience));
    }
    Database database(path());
    QVERIFY(database.open());
    QCOMPARE(QDir(folder->filePath(u"data"_s)).entryList({u"*.broken-*"_s}).size(), 0);
}

void tst_Store::aFolderThatCannotBeWrittenIsTold()
{
    QFile file(folder->filePath(u"data"_s)); // a file where the folder should be
    QVERIFY(file.open(QIODevice::WriteOnly));
    Store store(path());
    QSignalSpy failed(&store, &Store::storageFailed);
    QSignalSpy loaded(&store, &Store::loaded);
    QVERIFY(loaded.wait(Test::Patience));
    QCOMPARE(failed.size(), 1);
    QSignalSpy spy(&store, &Store::spriteLoaded);
    store.loadSprite(Otter);
    QVERIFY(spy.wait(Test::Patience));
}

void tst_Store::stepsAreTakenOnce()
{
    Database database(path());
    QVERIFY(!database.open());
    const int current = currentSchemaVersion();
    QList<QStringList> steps = schemaSteps();
    steps << QStringList{u"CREATE TABLE added (x INTEGER)"_s, u"INSERT INTO added VALUES (1)"_s};
    QVERIFY(migrate(database, steps));
    QVERIFY(migrate(database, steps));
    QCOMPARE(schemaVersion(database), current + 1);
    QCOMPARE(database.value(u"SELECT count(*) FROM added"_s).toInt(), 1);
}

void tst_Store::aFailedStepLeavesTheFileAsItWas()
{
    Database database(path());
    QVERIFY(!database.open());
    QList<QStringList> steps = schemaSteps();
    steps << QStringList{u"CREATE TABLE added (x INTEGER)"_s, u"INSERT INTO nowhere VALUES (1)"_s};
    QVERIFY(!migrate(database, steps));
    QVERIFY(database.takeError());
    QCOMPARE(schemaVersion(database), currentSchemaVersion());
    QCOMPARE(database.value(u"SELECT count(*) FROM sqlite_master WHERE name='added'"_s).toInt(), 0);
}

void tst_Store::theFileIsForItsOwnerOnly()
{
    beginning();
    const QFile::Permissions others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(path()) & others));
}

QTEST_GUILESS_MAIN(tst_Store)
#include "tst_store.moc"
