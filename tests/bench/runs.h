// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace Spritarium::Bench {

class BenchApplication;
struct BenchArguments;

// Each is one process: it measures one thing and tells it as a line of JSON. They return what main() returns.

//! Every page of the list with the least there is; what the program is compared with.
int runBareList(const BenchArguments &arguments);
//! From process start to all sprites in the tree, a filter typed and its result painted.
int runList(BenchApplication &application, const BenchArguments &arguments);
//! Keystrokes in the filter of the whole program.
int runFilter(BenchApplication &application, const BenchArguments &arguments);
//! A checkpoint whose stream tells a great many messages.
int runStream(BenchApplication &application, const BenchArguments &arguments);
//! From the click on a sprite to its painted timeline; mode "store" shows what was last seen.
int runTimeline(BenchApplication &application, const BenchArguments &arguments);
//! Typing in the rule tester and flipping a rule, with `count` egress rules.
int runEgress(BenchApplication &application, const BenchArguments &arguments);
//! A relay of TCP between this and a far end: mode "forwarder", "socat", "socat64" (64 KiB buffer) or
//! "direct"; "verify" sends a GiB there and back and compares.
int runForward(const BenchArguments &arguments);
//! The forwarder alone, from port `count` to the proxy at the URL, until its input ends.
int runForwarder(const BenchArguments &arguments);
//! From process start to the painted welcome view; mode "yardstick" is a plain window of Qt's widgets.
int runStart(BenchApplication &application, const BenchArguments &arguments);

//! Only the table of forwards.
int runForwards(const BenchArguments &arguments);
//! The playground alone: requests, copies, output and files; less of each when quick.
int runPlayground(const BenchArguments &arguments);
//! Starts all of the above and prints the table.
int runAll(const BenchArguments &arguments);

} // namespace Spritarium::Bench
