// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/expectation.h"
#include "domain/policydiff.h"
#include "domain/sprite.h"
#include "views/sheet.h"

#include <chrono>

namespace Spritarium {

class GoBackChoice;

//! What the person is asked to agree to (ux-spec 10.4).
struct ApplyReview
{
    QString sprite; //!< its name
    bool isAsleep = false;
    PolicyDiff diff;
    QList<VerdictChange> verdictChanges;
    QList<CheckedExpectation> failing; //!< expectations that hold Apply back
    QString firstRule;                 //!< the sentence when the first rule blocks everything else

    friend bool operator==(const ApplyReview &, const ApplyReview &) = default;
};

//! Review of a draft, and while it is applied the place for what comes of it: progress, refusal, and the
//! three sides when somebody else changed the rules meanwhile. 640 x 480.
class ApplySheet : public Sheet
{
    Q_OBJECT

public:
    //! `onlyReview` has Close instead of the buttons that apply.
    ApplySheet(const ApplyReview &review, bool onlyReview, QWidget *parent = nullptr);

    //! The answer of the re-read: what was there when the draft began, the draft, what is there now, and what
    //! "Rebase my changes" would make of it.
    void showConflict(const NetworkPolicy &base, const NetworkPolicy &mine, const NetworkPolicy &theirs,
                      const Rebase &rebase);

Q_SIGNALS:
    //! Once per press; `goBackAfter` is 0 without the timer. The owner calls setBusy().
    void applyConfirmed(std::chrono::seconds goBackAfter);
    //! Put my changes on theirs; the sheet closes, the draft is reviewed again.
    void rebaseRequested();
    //! Apply mine in place of theirs.
    void replaceTheirsRequested(std::chrono::seconds goBackAfter);

private:
    void buildReview();
    void buildFooter(bool onlyReview);
    void addSentence(const QString &text, const QString &name, ColorRole role);
    void addFailing();
    void addVerdictChanges();
    void buildConflictButtons();
    void orderFocus();

    ApplyReview m_review;
    QWidget *m_reviewPart;
    QWidget *m_conflictPart = nullptr;
    GoBackChoice *m_goBack = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_apply = nullptr;
    QPushButton *m_replace = nullptr;
    QPushButton *m_rebase = nullptr;
};

} // namespace Spritarium
