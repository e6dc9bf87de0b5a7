// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritestore.h"
#include "support/filetrees.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace Spritarium;
using namespace Spritarium::Playground;

namespace {

//! Says a line at once, since this program expects to be killed.
void say(const QString &line)
{
    std::fputs(qPrintable(line + u'\n'), stdout);
    std::fflush(stdout);
}

//! Changes files, takes checkpoints, restores and deletes without end. Every checkpoint's comment is the hash
//! of its files. Says "+id" when one is made and "~id" before one is deleted, "*name" and "!name" likewise
//! for sprites.
class StoreWorker : public QObject
{
    Q_OBJECT

public:
    StoreWorker(const QString &folder, quint32 seed)
        : m_store(folder, StoreOptions{{}, Durability::KillSafe})
        , m_hashFile(folder + u"/../live.hash"_s)
        , m_random(seed)
    {
        connect(&m_store, &SpriteStore::jobFinished, this, &StoreWorker::finished);
    }

    bool begin()
    {
        const StoreResult<Done> opened = m_store.open();
        if (!opened) {
            say(u"? "_s + opened.error().text);
            return false;
        }
        if (!m_store.sprite(u"work"_s))
            static_cast<void>(m_store.create(named(u"work"_s)).isOk());
        say(u"ready"_s);
        QTimer::singleShot(0, this, &StoreWorker::next);
        return true;
    }

private:
    static SpriteRequest named(const QString &name)
    {
        SpriteRequest request;
        request.name = name;
        return request;
    }

    void next()
    {
        switch (m_random.bounded(6)) {
        case 0:
            return restoreSomething();
        case 1:
            deleteSomething();
            return again();
        case 2:
            createAndDeleteASprite();
            return again();
        default:
            changeFiles();
            CheckpointRequest request;
            request.comment = QString::fromLatin1(treeHash(m_store.view(u"work"_s)->root));
            static_cast<void>(m_store.startCheckpoint(u"work"_s, request).isOk());
        }
    }

    void again() { QTimer::singleShot(0, this, &StoreWorker::next); }

    void finished(quint64, const QString &, const JobEnd &end)
    {
        if (end.checkpoint && end.checkpoint->id.startsWith(u'v'))
            say(u'+' + end.checkpoint->id);
        again();
    }

    QString anyCheckpoint()
    {
        const QList<Checkpoint> all = *m_store.checkpoints(u"work"_s, true);
        return all.at(m_random.bounded(int(all.size()))).id;
    }

    void restoreSomething()
    {
        const QString id = anyCheckpoint();
        if (!m_store.startRestore(u"work"_s, id))
            again();
    }

    void deleteSomething()
    {
        const QString id = anyCheckpoint();
        say(u'~' + id);
        if (!m_store.removeCheckpoint(u"work"_s, id))
            say(u'+' + id);
    }

    void createAndDeleteASprite()
    {
        const QString name = u"extra-%1"_s.arg(m_random.bounded(5));
        if (m_store.sprite(name)) {
            say(u'!' + name);
            static_cast<void>(m_store.remove(name).isOk());
        } else if (m_store.create(named(name))) {
            say(u'*' + name);
        }
    }

    void changeFiles()
    {
        const QString root = m_store.view(u"work"_s)->root;
        const QString marker = root + u"/tmp/changing"_s;
        writeFile(marker, {});
        for (int i = 0; i < 12; ++i)
            writeFile(root + u"/home/sprite/d%1/f%2"_s.arg(i % 4).arg(i),
                      QByteArray(m_random.bounded(60'000), char('a' + m_random.bounded(26))));
        // Out of what is hashed, but still there until the hash is known.
        QFile::rename(marker, root + u"/../changing"_s);
        writeFile(m_hashFile, treeHash(root));
        QFile::remove(root + u"/../changing"_s);
    }

    SpriteStore m_store;
    QString m_hashFile;
    QRandomGenerator m_random;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    StoreWorker worker(arguments.value(1), arguments.value(2).toUInt());
    return worker.begin() ? QCoreApplication::exec() : 1;
}

#include "storeworker.moc"
