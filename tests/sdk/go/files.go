// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"slices"

	sprites "github.com/superfly/sprites-go"
)

func addFiles(t *trialsOf) {
	// A fresh folder, and the files seen from there.
	folder := func(ctx context.Context) (sprites.FS, string) {
		path := "/home/sprite/" + hex.EncodeToString(random(4))
		return t.world.shared(ctx, "files").FilesystemAt(path), path
	}
	addContents(t, folder)
	addTrees(t, folder)
	addLooks(t, folder)
	t.skip("files: stat of a folder whose first entry is a file",
		"the SDK asks about the first entry of the list, not about the folder")
	t.skip("files: append, owner and watch", "the SDK has no calls for them")
}

func names(entries []fs.DirEntry) []string {
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	slices.Sort(names)
	return names
}

type folders func(context.Context) (sprites.FS, string)

func addContents(t *trialsOf, folder folders) {
	t.trial("files: write and read", func(ctx context.Context) {
		files, path := folder(ctx)
		sendings := map[string][]byte{
			"text": []byte("grüße"), "bytes": {0, 1, 255}, "empty": {}, "deep/er/one": []byte("x")}
		for name, sent := range sendings {
			must(files.WriteFile(name, sent, 0o644))
			check(bytes.Equal(got(files.ReadFile(name)), sent), "%s", name)
		}
		must(files.WriteFileContext(ctx, "text", []byte("new"), 0o600))
		whole := t.world.shared(ctx, "files").Filesystem()
		check(string(got(whole.ReadFile(path+"/text"))) == "new", "by the whole path")
	})
	t.trial("files: names of every kind", func(ctx context.Context) {
		files, _ := folder(ctx)
		odd := []string{"with space", "ä€😀", "a;b&c=d", "100%", "plus+", "#hash?", "quote'\"", ".hidden"}
		for _, name := range odd {
			must(files.WriteFile(name, []byte(name), 0o644))
		}
		slices.Sort(odd)
		check(slices.Equal(names(got(files.ReadDir("."))), odd), "%v", names(got(files.ReadDir("."))))
		for _, name := range odd {
			check(string(got(files.ReadFile(name))) == name, "%s", name)
		}
	})
	t.long("files: 64 MiB there and back", 2*usualTime, func(ctx context.Context) {
		files, _ := folder(ctx)
		sent := random(64 * mebibyte)
		must(files.WriteFile("big", sent, 0o644))
		check(got(files.Stat("big")).Size() == int64(len(sent)), "size")
		check(bytes.Equal(got(files.ReadFile("big")), sent), "other bytes")
		must(files.RemoveContext(ctx, "big"))
	})
	t.trial("files: commands and calls see the same files", func(ctx context.Context) {
		files, path := folder(ctx)
		must(files.WriteFile("called", []byte("by call"), 0o644))
		command := t.world.shared(ctx, "files").CommandContext(ctx, "sh", "-c", "cat called; echo by command > run")
		command.Dir = path
		check(string(got(command.Output())) == "by call", "by the command")
		check(string(got(files.ReadFile("run"))) == "by command\n", "by the call")
	})
}

func addTrees(t *trialsOf, folder folders) {
	t.trial("files: folders", func(ctx context.Context) {
		files, _ := folder(ctx)
		must(files.Mkdir("plain", 0o755))
		must(files.MkdirAll("a/b/c", 0o755))
		must(files.WriteFile("a/b/c/deep", []byte("deep"), 0o644))
		check(slices.Equal(names(got(files.ReadDir("."))), []string{"a", "plain"}), "%v", names(got(files.ReadDir("."))))
		below := got(files.ReadDir("a"))
		check(len(below) == 1 && below[0].IsDir() && below[0].Name() == "b", "%v", names(below))
	})
	t.trial("files: rename and copy", func(ctx context.Context) {
		files, _ := folder(ctx)
		must(files.WriteFile("old", []byte("content"), 0o644))
		must(files.Rename("old", "new"))
		_, err := files.Stat("old")
		check(errors.Is(err, fs.ErrNotExist), "%v", err)
		must(files.Copy("new", "copy"))
		check(string(got(files.ReadFile("copy"))) == "content", "the copy")
		must(files.WriteFile("tree/sub/leaf", []byte("leaf"), 0o644))
		must(files.CopyContext(ctx, "tree", "second"))
		check(string(got(files.ReadFile("second/sub/leaf"))) == "leaf", "the copied tree")
	})
	t.trial("files: remove", func(ctx context.Context) {
		files, _ := folder(ctx)
		must(files.WriteFile("one", nil, 0o644))
		must(files.Remove("one"))
		check(errors.Is(files.Remove("one"), fs.ErrNotExist), "it was there")
		must(files.WriteFile("tree/leaf", nil, 0o644))
		refused(files.Remove("tree"))
		must(files.RemoveAll("tree"))
		must(files.WriteFile("tree/leaf", nil, 0o644))
		must(files.RemoveAllContext(ctx, "tree"))
	})
}

func addLooks(t *trialsOf, folder folders) {
	t.trial("files: stat and mode", func(ctx context.Context) {
		files, path := folder(ctx)
		must(files.WriteFile("one", []byte("four"), 0o640))
		info := got(files.Stat("one"))
		check(info.Name() == "one" && info.Size() == 4 && !info.IsDir() && info.Mode().Perm() == 0o640 &&
			info.ModTime().Year() >= 2024, "%v %v %v", info.Name(), info.Size(), info.Mode())
		must(files.WriteFile("script", []byte("#!/bin/sh\necho runs\n"), 0o644))
		must(files.Chmod("script", 0o755))
		command := t.world.shared(ctx, "files").CommandContext(ctx, "./script")
		command.Dir = path
		check(string(got(command.Output())) == "runs\n", "it does not run")
		must(files.ChmodContext(ctx, "script", 0o600))
		check(got(files.Stat("script")).Mode().Perm() == 0o600, "mode")
	})
	t.trial("files: open, and by the functions of io/fs", func(ctx context.Context) {
		files, _ := folder(ctx)
		for _, name := range []string{"a/one.txt", "a/two.log", "three.txt"} {
			must(files.WriteFile(name, []byte(name), 0o644))
		}
		open := got(files.Open("three.txt"))
		check(string(got(io.ReadAll(open))) == "three.txt" && got(open.Stat()).Size() == 9, "opened")
		must(open.Close())
		check(string(got(fs.ReadFile(files, "a/one.txt"))) == "a/one.txt", "fs.ReadFile")
		check(slices.Equal(got(fs.Glob(files, "a/*.txt")), []string{"a/one.txt"}), "fs.Glob")
		check(len(got(fs.ReadDir(files, "a"))) == 2, "fs.ReadDir")
		check(string(got(fs.ReadFile(got(fs.Sub(files, "a")), "two.log"))) == "a/two.log", "fs.Sub")
		var seen []string
		must(fs.WalkDir(files, ".", func(path string, _ fs.DirEntry, err error) error {
			seen = append(seen, path)
			return err
		}))
		check(slices.Equal(seen, []string{".", "a", "a/one.txt", "a/two.log", "three.txt"}), "%v", seen)
	})
	t.trial("files: what is missing does not exist", func(ctx context.Context) {
		files, _ := folder(ctx)
		_, read := files.ReadFile("missing")
		_, list := files.ReadDir("missing")
		_, stat := files.Stat("missing")
		_, open := files.Open("missing")
		for at, err := range []error{read, list, stat, open, files.Rename("missing", "x"), files.Copy("missing", "x"),
			files.Chmod("missing", 0o600), files.Remove("missing")} {
			check(errors.Is(err, fs.ErrNotExist), "%d: %v", at, err)
		}
	})
}
