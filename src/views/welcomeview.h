// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractButton>
#include <QStringList>
#include <QWidget>

class QPushButton;

namespace Spritarium {

//! One way in: icon, title, sentence; a button of at least 280×180.
class WelcomeCard : public QAbstractButton
{
    Q_OBJECT

public:
    WelcomeCard(const QString &iconName, const QString &title, const QString &sentence,
                QWidget *parent = nullptr);

    void setSentence(const QString &sentence);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int textHeight(int width) const;

    QString m_iconName;
    QString m_sentence;
};

//! What a person without an account meets (ux-spec 14). Arrow keys go from card to card.
class WelcomeView : public QWidget
{
    Q_OBJECT

public:
    explicit WelcomeView(QWidget *parent = nullptr);

    //! Hidden where this system cannot run it.
    void setPlaygroundOffered(bool offered);
    //! The card shows only if there are any: "Found: acme, personal."
    void setCliOrganizations(const QStringList &organizations);
    //! Whether SPRITE_TOKEN is set.
    void setEnvironmentTokenOffered(bool offered);

Q_SIGNALS:
    void playgroundRequested();
    void tokenRequested();
    void cliImportRequested();
    void environmentTokenRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    WelcomeCard *addCard(const QString &name, const QString &iconName, const QString &title,
                         const QString &sentence);
    void moveFocus(const WelcomeCard &from, int step);

    QList<WelcomeCard *> m_cards;
    WelcomeCard *m_playground;
    WelcomeCard *m_token;
    WelcomeCard *m_cli;
    QPushButton *m_environment;
};

} // namespace Spritarium
