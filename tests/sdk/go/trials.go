// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"
)

// The time a trial has, unless it says that it takes longer.
const usualTime = 30 * time.Second

type one struct {
	name   string
	run    func(context.Context)
	time   time.Duration
	reason string
}

// trials is a list of named trials, run one after the other.
type trials struct {
	list  []one
	words []string
}

// trialsOf is what a part needs to add its trials.
type trialsOf struct {
	*trials
	world *world
}

// trial adds one that fails by check, must or a late end.
func (t *trials) trial(name string, run func(context.Context)) { t.long(name, usualTime, run) }

func (t *trials) long(name string, time time.Duration, run func(context.Context)) {
	t.list = append(t.list, one{name: name, run: run, time: time})
}

// skip names what cannot be tried, and why.
func (t *trials) skip(name, reason string) { t.list = append(t.list, one{name: name, reason: reason}) }

func (t *trials) run() bool {
	passed, failed, skipped := 0, 0, 0
	for _, one := range t.list {
		if !t.isWanted(one.name) {
			continue
		}
		if one.reason != "" {
			skipped++
			fmt.Printf("ok %s # skipped: %s\n", one.name, one.reason)
			continue
		}
		if why := one.why(); why != "" {
			failed++
			fmt.Printf("not ok %s: %s\n", one.name, why)
		} else {
			passed++
			fmt.Printf("ok %s\n", one.name)
		}
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped)
	return failed == 0
}

func (t *trials) isWanted(name string) bool {
	if len(t.words) == 0 {
		return true
	}
	for _, word := range t.words {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// why is empty for a trial that passed. One that comes to no end is left behind.
func (o one) why() string {
	ctx, cancel := context.WithTimeout(context.Background(), o.time)
	defer cancel()
	done := make(chan string, 1)
	go func() {
		defer func() { done <- told(recover()) }()
		o.run(ctx)
	}()
	select {
	case why := <-done:
		return why
	case <-time.After(o.time + time.Second):
		return fmt.Sprintf("no end after %v", o.time)
	}
}

func told(problem any) string {
	if problem == nil {
		return ""
	}
	text := []rune(strings.Join(strings.Fields(fmt.Sprint(problem)), " "))
	return string(text[:min(len(text), 600)])
}

// check ends the trial with what it was told, and the line, unless all is good.
func check(isGood bool, format string, words ...any) {
	if !isGood {
		panic(place(2) + fmt.Sprintf(format, words...))
	}
}

// must ends the trial when there is an error.
func must(err error) {
	if err != nil {
		panic(place(2) + err.Error())
	}
}

// got hands on a value that came without an error.
func got[T any](value T, err error) T {
	if err != nil {
		panic(place(2) + err.Error())
	}
	return value
}

// refused ends the trial when there is no error that has all the words.
func refused(err error, words ...string) {
	if err == nil {
		panic(place(2) + "no error came")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			panic(place(2) + fmt.Sprintf("%q is not in: %v", word, err))
		}
	}
}

// until waits for something to be so.
func until(ctx context.Context, what string, isSo func() bool) {
	for !isSo() {
		select {
		case <-ctx.Done():
			panic(place(2) + "never came: " + what)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func place(depth int) string {
	_, file, line, _ := runtime.Caller(depth)
	return fmt.Sprintf("%s:%d: ", file[strings.LastIndexByte(file, '/')+1:], line)
}
