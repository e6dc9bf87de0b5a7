// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	sprites "github.com/superfly/sprites-go"
)

// world is the playground under trial, and the sprites that trials make there.
type world struct {
	client     *sprites.Client
	url, token string
	prefix     string
	// A trial that came to no end may still run beside the next.
	mutex  sync.Mutex
	count  int
	groups map[string]*sprites.Sprite
}

func newWorld(url, token string) *world {
	url = strings.TrimRight(url, "/")
	return &world{
		client: sprites.New(token, sprites.WithBaseURL(url)),
		url:    url, token: token,
		prefix: "go-" + hex.EncodeToString(random(3)) + "-",
		groups: map[string]*sprites.Sprite{},
	}
}

func (w *world) newName(word string) string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.count++
	return fmt.Sprintf("%s%s-%d", w.prefix, word, w.count)
}

// sprite is one of one's own.
func (w *world) sprite(ctx context.Context, word string) *sprites.Sprite {
	return got(w.client.CreateSprite(ctx, w.newName(word), nil))
}

// shared is the sprite that all trials of a group use.
func (w *world) shared(ctx context.Context, group string) *sprites.Sprite {
	w.mutex.Lock()
	made := w.groups[group]
	w.mutex.Unlock()
	if made != nil {
		return made
	}
	made = w.sprite(ctx, group)
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.groups[group] = made
	return made
}

// call makes a request of one's own, with the token, and gives back the answer and its body.
func (w *world) call(ctx context.Context, method, path string, body any) (*http.Response, []byte) {
	request := got(http.NewRequestWithContext(ctx, method, w.url+path, bytes.NewReader(got(json.Marshal(body)))))
	request.Header.Set("Authorization", "Bearer "+w.token)
	answer := got(http.DefaultClient.Do(request))
	defer answer.Body.Close()
	return answer, got(io.ReadAll(answer.Body))
}

// fault makes the playground misbehave with the next requests that match; see its manual.
func (w *world) fault(ctx context.Context, fault map[string]any) {
	answer, body := w.call(ctx, http.MethodPost, "/playground/faults", fault)
	check(answer.StatusCode == http.StatusOK, "the playground refused a fault: %s", body)
}

func (w *world) tidy() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	left, err := w.client.ListAllSprites(ctx, w.prefix)
	if err != nil {
		fmt.Fprintln(os.Stderr, "the sprites are left behind:", err)
	}
	for _, sprite := range left {
		if err := sprite.Delete(ctx); err != nil {
			fmt.Fprintf(os.Stderr, "%s is left behind: %v\n", sprite.Name(), err)
		}
	}
}

func random(length int) []byte {
	bytes := make([]byte, length)
	_, _ = rand.Read(bytes) // never fails
	return bytes
}

// heard gathers what is written to it; several may write.
type heard struct {
	mutex sync.Mutex
	bytes []byte
}

func (h *heard) Write(bytes []byte) (int, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.bytes = append(h.bytes, bytes...)
	return len(bytes), nil
}

func (h *heard) text() string {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return string(h.bytes)
}

func (h *heard) has(words string) bool { return strings.Contains(h.text(), words) }
