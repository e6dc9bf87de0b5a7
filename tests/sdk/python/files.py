# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""Files by paths that behave like those of pathlib."""

import os
import secrets

from sprites import (
    DirectoryNotEmptyError,
    FileNotFoundError_,
    FilesystemError,
    IsADirectoryError_,
    NotADirectoryError_,
)
from trials import raises

MIB = 1024 * 1024


def add(trials, world):
    def fresh():
        """Files seen from a fresh folder."""
        path = f"/home/sprite/{secrets.token_hex(4)}"
        one = world.shared("files")
        (one.filesystem() / path).mkdir(parents=True)
        return one.filesystem(path)

    _add_paths(trials, world)
    _add_contents(trials, world, fresh)
    _add_tree(trials, fresh)
    _add_attributes(trials, world, fresh)
    trials.skip("files: owner and watch", "the SDK has no calls for them")
    trials.skip("files: is_dir of a folder whose first entry is a file",
                "the SDK asks about the first entry of the list, not about the folder")


def _add_paths(trials, world):
    @trials.trial("files: paths")
    def _():
        fs = world.client.sprite("any").filesystem("/app/")
        path = fs / "a/b/file.tar.gz"
        assert str(path) == "/app/a/b/file.tar.gz" == os.fspath(path)
        assert (path.name, path.stem, path.suffix, path.suffixes) == ("file.tar.gz", "file.tar", ".gz", [".tar", ".gz"])
        assert str(path.parent) == "/app/a/b" and [str(one) for one in path.parents][-1] == "/"
        assert path.parts == ("/", "app", "a", "b", "file.tar.gz")
        assert path.is_absolute() and path.is_relative_to("/app") and not path.is_relative_to("/tmp")
        assert str(fs.path("a").joinpath("b", "c")) == "/app/a/b/c"
        assert str(path.with_name("x")) == "/app/a/b/x"
        assert str(path.with_stem("x")) == "/app/a/b/x.gz" and str(path.with_suffix(".zip")).endswith("file.tar.zip")
        assert path.relative_to("/app/a").name == "file.tar.gz"
        assert str(fs.root) == "/" and str(fs.cwd) == "/app"
        assert fs / "x" == fs / "x" and len({fs / "x", fs / "x"}) == 1


def _add_contents(trials, world, fresh):
    @trials.trial("files: write and read")
    def _():
        fs = fresh()
        (fs / "text").write_text("grüße")
        assert (fs / "text").read_text() == "grüße"
        (fs / "bytes").write_bytes(bytes(range(256)))
        assert (fs / "bytes").read_bytes() == bytes(range(256))
        (fs / "latin").write_text("ä", encoding="latin-1")
        assert (fs / "latin").read_bytes() == b"\xe4"
        (fs / "deep/er/file").write_text("made its folders")
        raises(FileNotFoundError_, (fs / "no/folder").write_text, "x", mkdir_parents=False)

    @trials.trial("files: names of every kind")
    def _():
        fs = fresh()
        names = ["with space", "ä€😀", "a;b&c=d", "100%", "plus+", "#hash?", ".hidden"]
        for name in names:
            (fs / name).write_text(name)
        assert sorted((fs / ".").listdir()) == sorted(names)
        for path in (fs / ".").iterdir():
            assert path.read_text() == path.name

    @trials.trial("files: 64 MiB there and back", 60)
    def _():
        path = fresh() / "big"
        sent = secrets.token_bytes(64 * MIB)
        path.write_bytes(sent)
        assert path.stat().size == len(sent)
        assert path.read_bytes() == sent
        path.unlink()

    @trials.trial("files: commands and calls see the same files")
    def _():
        fs = fresh()
        (fs / "called").write_text("by call")
        shell = world.shared("files").command("sh", "-c", "cat called; echo by command > run", cwd=str(fs.cwd))
        assert shell.output() == b"by call"
        assert (fs / "run").read_text() == "by command\n"


def _add_tree(trials, fresh):
    @trials.trial("files: folders")
    def _():
        fs = fresh()
        (fs / "a/b").mkdir(parents=True)
        (fs / "a/b").mkdir(parents=True, exist_ok=True)
        assert (fs / "a").listdir() == ["b"] and (fs / "a/b").listdir() == []
        assert (fs / "a").is_dir()
        raises(FileNotFoundError_, (fs / "no/parents").mkdir)
        (fs / "a/b").rmdir()
        assert (fs / "a").listdir() == []
        (fs / "tree/leaf").write_text("")
        raises(DirectoryNotEmptyError, (fs / "tree").rmdir)
        (fs / "tree").rmtree()
        assert "tree" not in (fs / ".").listdir()

    @trials.trial("files: remove")
    def _():
        fs = fresh()
        (fs / "file").write_text("")
        (fs / "file").unlink()
        raises(FileNotFoundError_, (fs / "file").unlink)
        (fs / "file").unlink(missing_ok=True)

    @trials.trial("files: rename, replace and copy")
    def _():
        fs = fresh()
        (fs / "old").write_text("content")
        new = (fs / "old").rename("new")
        assert new.read_text() == "content" and not (fs / "old").exists()
        (fs / "other").write_text("other")
        assert new.replace(fs / "other").read_text() == "content"
        assert (fs / "other").copy_to("copy").read_text() == "content"
        (fs / "tree/sub/leaf").write_text("leaf")
        copied = (fs / "tree").copy_to(fs / "second")
        assert (copied / "sub/leaf").read_text() == "leaf"
        raises(IsADirectoryError_, (fs / "tree").copy_to, "third", recursive=False)


def _add_attributes(trials, world, fresh):
    @trials.trial("files: stat, exists, is_file and is_dir")
    def _():
        fs = fresh()
        (fs / "file").write_text("four", mode=0o640)
        stat = (fs / "file").stat()
        assert (stat.name, stat.size, stat.is_dir, stat.is_file) == ("file", 4, False, True)
        assert int(stat.mode, 8) & 0o777 == 0o640
        assert stat.path == str(fs / "file") and stat.mod_time.year >= 2024
        assert (fs / "file").exists() and (fs / "file").is_file() and not (fs / "file").is_dir()
        nothing = fs / "nothing"
        assert not nothing.exists() and not nothing.is_file() and not nothing.is_dir()

    @trials.trial("files: mode and touch")
    def _():
        fs = fresh()
        (fs / "script").write_text("#!/bin/sh\necho runs\n")
        (fs / "script").chmod(0o755)
        assert world.shared("files").command("./script", cwd=str(fs.cwd)).output() == b"runs\n"
        (fs / "tree/leaf").write_text("")
        (fs / "tree").chmod(0o700, recursive=True)
        assert int((fs / "tree/leaf").stat().mode, 8) & 0o777 == 0o700
        (fs / "touched").touch()
        assert (fs / "touched").stat().size == 0
        (fs / "touched").touch()
        raises(FilesystemError, (fs / "touched").touch, exist_ok=False)

    @trials.trial("files: what goes wrong has a kind")
    def _():
        fs = fresh()
        (fs / "file").write_text("")
        (fs / "dir/leaf").write_text("")
        raises(FileNotFoundError_, (fs / "missing").read_bytes)
        raises(IsADirectoryError_, (fs / "dir").read_bytes)
        raises(IsADirectoryError_, (fs / "dir").write_text, "x")
        raises(NotADirectoryError_, (fs / "file/below").read_bytes)
        raises(FileNotFoundError_, (fs / "missing").listdir)
        raises(FileNotFoundError_, (fs / "missing").rename, "x")
        raises(FileNotFoundError_, (fs / "missing").copy_to, "x")
        raises(FileNotFoundError_, (fs / "missing").chmod, 0o600)
        error = raises(FilesystemError, (fs / "dir").unlink)
        assert error.code == "ENOTEMPTY"
