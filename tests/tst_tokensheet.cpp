// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/viewtesting.h"
#include "views/tokensheet.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestTokenSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        QApplication::clipboard()->clear();
        m_sheet = new TokenSheet(&m_host);
        m_host.show();
        m_sheet->open();
    }
    void cleanup() { delete m_sheet; }
    void theTokenIsHiddenUntilAsked();
    void theShapeIsCheckedWhileTyping();
    void nothingIsSentByItself();
    void theClipboardIsOfferedButNeverSubmitted();
    void pressingSendsTokenAddressAndStorage();
    void plainHttpIsRefusedExceptForLoopback();
    void withoutKeychainTheChoiceIsAsked();
    void everyEndHasItsSentence_data();
    void everyEndHasItsSentence();
    void refusalKeepsTheTokenAndSuccessForgetsIt();
    void escapeCancels();

private:
    QLineEdit *field() const { return m_sheet->findChild<QLineEdit *>(u"tokenField"_s); }
    QPushButton *button(const QString &name) const { return m_sheet->findChild<QPushButton *>(name); }
    QString note() const { return m_sheet->findChild<QWidget *>(u"sheetNote"_s)->accessibleName(); }

    QWidget m_host;
    TokenSheet *m_sheet = nullptr;
};

static const QString token = u"acme/1234/abcdef/0123456789"_s;

void TestTokenSheet::theTokenIsHiddenUntilAsked()
{
    QCOMPARE(field()->echoMode(), QLineEdit::Password);
    QTest::mouseClick(button(u"tokenShow"_s), Qt::LeftButton);
    QCOMPARE(field()->echoMode(), QLineEdit::Normal);
    QTest::mouseClick(button(u"tokenShow"_s), Qt::LeftButton);
    QCOMPARE(field()->echoMode(), QLineEdit::Password);
}

void TestTokenSheet::theShapeIsCheckedWhileTyping()
{
    auto *shape = m_sheet->findChild<QLabel *>(u"tokenShape"_s);
    QVERIFY(!button(u"tokenSignIn"_s)->isEnabled());
    QTest::keyClicks(field(), u"nonsense"_s);
    QCOMPARE(shape->text(), u"A token has parts separated by /"_s);
    field()->clear();
    QTest::keyClicks(field(), token);
    QCOMPARE(shape->text(), u"Looks like a token for acme"_s);
    QVERIFY(button(u"tokenSignIn"_s)->isEnabled());
}

void TestTokenSheet::nothingIsSentByItself()
{
    QSignalSpy sent(m_sheet, &TokenSheet::signInRequested);
    m_sheet->setToken(token);
    QTest::qWait(20);
    QCOMPARE(sent.count(), 0);
}

void TestTokenSheet::theClipboardIsOfferedButNeverSubmitted()
{
    QVERIFY(!button(u"tokenPaste"_s)->isVisible());
    QApplication::clipboard()->setText(token);
    TokenSheet other(&m_host);
    other.open();
    auto *paste = other.findChild<QPushButton *>(u"tokenPaste"_s);
    QVERIFY(paste->isVisible());
    QVERIFY(other.findChild<QLineEdit *>(u"tokenField"_s)->text().isEmpty());
    QSignalSpy sent(&other, &TokenSheet::signInRequested);
    QTest::mouseClick(paste, Qt::LeftButton);
    QCOMPARE(other.findChild<QLineEdit *>(u"tokenField"_s)->text(), token);
    QCOMPARE(sent.count(), 0);
    other.setAttribute(Qt::WA_DeleteOnClose, false);
}

void TestTokenSheet::pressingSendsTokenAddressAndStorage()
{
    QSignalSpy sent(m_sheet, &TokenSheet::signInRequested);
    QTest::keyClicks(field(), u" "_s + token + u" "_s);
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(sent.count(), 1);
    QCOMPARE(sent.first().at(0).toString(), token);
    QCOMPARE(sent.first().at(1).toUrl(), Account::defaultApiUrl());
    QCOMPARE(sent.first().at(2).value<Account::Storage>(), Account::Storage::Keychain);
    QVERIFY(m_sheet->isBusy());
    QTest::mouseClick(button(u"tokenSignIn"_s), Qt::LeftButton);
    QCOMPARE(sent.count(), 1); // busy: once is enough
}

void TestTokenSheet::plainHttpIsRefusedExceptForLoopback()
{
    m_sheet->setToken(token);
    QTest::mouseClick(button(u"tokenDetails"_s), Qt::LeftButton);
    auto *address = m_sheet->findChild<QLineEdit *>(u"tokenAddress"_s);
    QVERIFY(address->isVisible());
    address->setText(u"http://sprites.example.org"_s);
    QVERIFY(!button(u"tokenSignIn"_s)->isEnabled());
    QVERIFY(m_sheet->findChild<QLabel *>(u"addressProblem"_s)->isVisible());
    address->setText(u"http://127.0.0.1:4000"_s);
    QVERIFY(button(u"tokenSignIn"_s)->isEnabled());
}

void TestTokenSheet::withoutKeychainTheChoiceIsAsked()
{
    m_sheet->setKeychainAvailable(false);
    m_sheet->setToken(token);
    auto *file = m_sheet->findChild<QRadioButton *>(u"storeFile"_s);
    QVERIFY(file->isVisible());
    QVERIFY(!file->isChecked());
    QSignalSpy sent(m_sheet, &TokenSheet::signInRequested);
    QTest::mouseClick(button(u"tokenSignIn"_s), Qt::LeftButton);
    QCOMPARE(sent.last().at(2).value<Account::Storage>(), Account::Storage::Session);
    m_sheet->showRefusal(ApiError::timeout(u"h"_s, std::chrono::seconds(1)));
    file->click();
    QTest::mouseClick(button(u"tokenSignIn"_s), Qt::LeftButton);
    QCOMPARE(sent.last().at(2).value<Account::Storage>(), Account::Storage::File);
}

void TestTokenSheet::everyEndHasItsSentence_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("refused") << int(ApiError::Kind::Unauthorized) << u"The service refuses this token."_s;
    QTest::newRow("no route") << int(ApiError::Kind::Network) << u"No answer from api.example.org."_s;
    QTest::newRow("too slow") << int(ApiError::Kind::Timeout) << u"No answer from api.example.org."_s;
    QTest::newRow("something else") << int(ApiError::Kind::Protocol)
                                    << u"Answered, but not like the Sprites service."_s;
}

void TestTokenSheet::everyEndHasItsSentence()
{
    QFETCH(int, kind);
    QFETCH(QString, sentence);
    ApiError error;
    error.kind = static_cast<ApiError::Kind>(kind);
    error.host = u"api.example.org"_s;
    m_sheet->showRefusal(error);
    QCOMPARE(note(), sentence);
    QVERIFY(button(u"sheetErrorDetails"_s));
}

void TestTokenSheet::refusalKeepsTheTokenAndSuccessForgetsIt()
{
    m_sheet->setToken(token);
    QTest::mouseClick(button(u"tokenSignIn"_s), Qt::LeftButton);
    ApiError refused;
    refused.kind = ApiError::Kind::Unauthorized;
    m_sheet->showRefusal(refused);
    QCOMPARE(field()->text(), token);
    OrganizationCounts counts;
    counts.running = 3;
    counts.warm = 12;
    counts.cold = 40;
    m_sheet->showSignedIn(u"acme"_s, counts);
    QCOMPARE(note(), u"Signed in to acme: 3 running, 12 warm, 40 cold."_s);
    counts.warm.reset(); // not counted is not none
    QCOMPARE(signedInText(u"acme"_s, counts), u"Signed in to acme."_s);
    QVERIFY(field()->text().isEmpty());
    QSignalSpy accepted(m_sheet, &QDialog::accepted);
    m_sheet->setAttribute(Qt::WA_DeleteOnClose, false);
    QTest::mouseClick(button(u"tokenSignIn"_s), Qt::LeftButton);
    QCOMPARE(accepted.count(), 1);
}

void TestTokenSheet::escapeCancels()
{
    QSignalSpy rejected(m_sheet, &QDialog::rejected);
    m_sheet->setAttribute(Qt::WA_DeleteOnClose, false);
    QTest::keyClick(m_sheet, Qt::Key_Escape);
    QCOMPARE(rejected.count(), 1);
}

QTEST_MAIN(TestTokenSheet)
#include "tst_tokensheet.moc"
