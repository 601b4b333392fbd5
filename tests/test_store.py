"""The disk cache: what is saved is found, whatever is wrong is not there."""

import gc
import hashlib
import marshal
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from s2sad.backend import store
from s2sad.backend.store import code_digest, directory, load, prune, save

ROOT = Path(__file__).resolve().parents[1]
KEY = hashlib.sha256(b"key").hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()
ENTRY = {"source": "def f_dx(x, *, dx=1.0):\n    return x, dx  # λ \ud800\n", "uses": ["np", 1],
         "nested": {"a": None, "b": [True, 2.5]}}
POSIX = pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs POSIX")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("S2SAD_CACHE", raising=False)
    return tmp_path / "cache"


def file_of(key=KEY):
    return directory() / f"{key}{store.ENDING}"


def test_what_is_saved_is_loaded():
    assert load(KEY) is None
    save(KEY, ENTRY)
    assert load(KEY) == ENTRY and load(OTHER) is None
    save(KEY, {"new": 1})
    assert load(KEY) == {"new": 1}
    assert [p.name for p in directory().iterdir()] == [f"{KEY}{store.ENDING}"]


# ------------------------------------------------------------ where it lives

def test_the_folder_is_chosen_by_the_environment(cache, monkeypatch, tmp_path):
    assert directory() == cache / store.FORMAT
    for off in ("0", "off", "NO", "false", " 0 "):
        monkeypatch.setenv("S2SAD_CACHE", off)
        assert directory() is None
        save(KEY, ENTRY)
        assert load(KEY) is None
    assert not cache.exists()
    monkeypatch.setenv("S2SAD_CACHE", "1")
    assert directory() is not None


def test_the_platform_folders(monkeypatch, tmp_path):
    monkeypatch.delenv("S2SAD_CACHE_DIR")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(store.sys, "platform", "linux")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert directory() == tmp_path / ".cache" / "s2sad" / store.FORMAT
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert directory() == tmp_path / ".cache" / "s2sad" / store.FORMAT
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert directory() == tmp_path / "xdg" / "s2sad" / store.FORMAT
    monkeypatch.setattr(store.sys, "platform", "darwin")
    assert directory() == tmp_path / "Library/Caches" / "s2sad" / store.FORMAT
    monkeypatch.setattr(store.sys, "platform", "win32")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert directory() is None


def test_without_a_home_it_is_off(monkeypatch):
    monkeypatch.delenv("S2SAD_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(store.sys, "platform", "linux")
    monkeypatch.setattr(store.os.path, "expanduser", lambda path: path)
    assert directory() is None
    save(KEY, ENTRY)
    assert load(KEY) is None


def test_a_vanished_working_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("S2SAD_CACHE_DIR", "relative")
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    save(KEY, ENTRY)
    assert load(KEY) is None


# ------------------------------------------------------------- broken entries

def test_every_flipped_byte_is_noticed():
    save(KEY, ENTRY)
    text = file_of().read_bytes()
    for i in range(len(text)):
        for bit in (1, 32, 128):
            file_of().write_bytes(text[:i] + bytes([text[i] ^ bit]) + text[i + 1:])
            assert load(KEY) in (None, ENTRY)
    for i in range(len(text)):
        file_of().write_bytes(text[:i])
        assert load(KEY) is None


@pytest.mark.parametrize("content", [
    b"", b"\x00" * 100, b"\xff\xfe{}", b"[]", b"{}", b"null", b"3", b"[" * 100_000, b"9" * 10_000,
    '{"format": "s2sad-1"}'.encode("utf-16"), b'{"payload": 3}',
])
def test_foreign_content(content):
    save(KEY, ENTRY)
    file_of().write_bytes(content)
    assert load(KEY) is None
    save(KEY, ENTRY)
    assert load(KEY) == ENTRY


def document(payload, form=store.FORMAT, key=KEY, digest=None):
    return f"{form} {key} {digest or store.digest(payload)}\n".encode() + payload


GOOD = marshal.dumps({"a": 1})


@pytest.mark.parametrize("content", [
    document(GOOD, form="s2sad-0"), document(GOOD, key=OTHER), document(GOOD, key=None),
    document(GOOD, digest="0" * 64), document(GOOD) + b"0", document(marshal.dumps([])), document(GOOD[:-1]),
    document(b""), document(b"?"), document(GOOD).replace(b"\n", b"\r\n", 1),
])
def test_foreign_fields(content):
    save(KEY, ENTRY)
    file_of().write_bytes(document(GOOD))
    assert load(KEY) == {"a": 1}
    file_of().write_bytes(content)
    assert load(KEY) is None


def test_an_entry_under_another_name():
    save(KEY, ENTRY)
    file_of().rename(file_of(OTHER))
    assert load(OTHER) is None


def test_an_oversized_entry(monkeypatch):
    save(KEY, ENTRY)
    monkeypatch.setattr(store, "LARGEST_ENTRY", 10)
    assert load(KEY) is None
    save(OTHER, ENTRY)
    assert not file_of(OTHER).exists()


@pytest.mark.parametrize("key", ["", "x" * 64, KEY[:-1], KEY.upper(), "../" + KEY[3:], KEY + "\n",
                                 "\0" * 64, None, 3])
def test_what_is_no_key(key):
    save(key, ENTRY)
    assert load(key) is None


@pytest.mark.parametrize("entry", [None, [], {"a": object()}, {"a": [len]}])
def test_what_is_no_entry(entry):
    save(KEY, entry)
    assert load(KEY) is None


# ------------------------------------------------------------ broken folders

def test_a_file_where_a_folder_should_be(cache):
    cache.write_text("in the way")
    save(KEY, ENTRY)
    assert load(KEY) is None and cache.read_text() == "in the way"


def test_a_folder_where_a_file_should_be():
    save(OTHER, ENTRY)
    file_of().mkdir()
    save(KEY, ENTRY)
    assert load(KEY) is None
    assert sorted(p.name for p in directory().iterdir()) == sorted([KEY + store.ENDING, OTHER + store.ENDING])


@POSIX
def test_links_and_pipes(cache, tmp_path):
    save(KEY, ENTRY)
    target = tmp_path / "elsewhere.json"
    file_of().rename(target)
    file_of().symlink_to(target)
    assert load(KEY) is None
    file_of().unlink()
    file_of().symlink_to(file_of())
    assert load(KEY) is None
    file_of().unlink()
    os.mkfifo(file_of())
    assert load(KEY) is None
    save(KEY, ENTRY)
    assert load(KEY) == ENTRY


@POSIX
def test_a_folder_that_is_a_loop_of_links(cache):
    cache.symlink_to(cache)
    save(KEY, ENTRY)
    assert load(KEY) is None


@POSIX
def test_files_are_private():
    previous = os.umask(0)
    try:
        save(KEY, ENTRY)
    finally:
        os.umask(previous)
    assert file_of().stat().st_mode & 0o777 == 0o600
    assert directory().stat().st_mode & 0o777 == 0o700


@POSIX
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_what_others_could_write_to_is_not_loaded(mode):
    save(KEY, ENTRY)
    file_of().chmod(mode)
    assert load(KEY) is None
    save(KEY, ENTRY)
    assert load(KEY) == ENTRY
    directory().chmod(mode | 0o100)
    assert load(KEY) is None
    save(OTHER, ENTRY)
    directory().chmod(0o700)
    assert load(KEY) == ENTRY and load(OTHER) is None


@POSIX
def test_what_others_own_is_not_loaded(monkeypatch):
    save(KEY, ENTRY)
    monkeypatch.setattr(store.os, "getuid", lambda: os.stat(ROOT).st_uid + 12345)
    assert load(KEY) is None
    save(OTHER, ENTRY)
    monkeypatch.undo()


@POSIX
@pytest.mark.skipif(hasattr(os, "getuid") and os.getuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder():
    save(KEY, ENTRY)
    directory().chmod(0o500)
    try:
        save(OTHER, ENTRY)
        assert load(KEY) == ENTRY and load(OTHER) is None
    finally:
        directory().chmod(0o700)


@pytest.mark.parametrize("call", ["open", "write", "replace", "makedirs", "stat", "fstat", "read",
                                  "urandom"])
@pytest.mark.parametrize("error", [OSError(28, "No space left"), PermissionError(13, "no"),
                                   MemoryError()])
def test_a_failing_system_call(monkeypatch, call, error):
    def fails(*args, **kwargs):
        raise error

    save(OTHER, ENTRY)
    with monkeypatch.context() as m:
        m.setattr(store.os, call, fails)
        save(KEY, ENTRY)
        assert load(KEY) in (None, ENTRY)
        prune()
    assert not list(directory().glob(".*"))
    assert load(KEY) in (None, ENTRY) and load(OTHER) == ENTRY


def test_a_disk_that_takes_a_few_bytes_at_a_time(monkeypatch):
    write = os.write
    monkeypatch.setattr(store.os, "write", lambda handle, text: write(handle, text[:7]))
    save(KEY, ENTRY)
    assert load(KEY) == ENTRY


def test_a_full_disk_after_a_few_bytes_keeps_the_old_entry(monkeypatch):
    save(KEY, ENTRY)
    write, left = os.write, [20]

    def writes(handle, text):
        if left[0] <= 0:
            raise OSError(28, "No space left on device")
        left[0] -= 10
        return write(handle, text[:10])

    monkeypatch.setattr(store.os, "write", writes)
    save(KEY, {"new": 1})
    assert load(KEY) == ENTRY and not list(directory().glob(".*"))


# --------------------------------------------------------------- many at once

WORKER = """
import hashlib, sys
sys.path.insert(0, sys.argv[2])
from s2sad.backend.store import load, save
number = int(sys.argv[1])
keys = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(5)]
for turn in range(150):
    for n, key in enumerate(keys):
        save(key, {"n": n, "writer": number, "text": str(number) * (500 + turn)})
        found = load(key)
        assert found is not None and found["n"] == n, found
        assert found["text"] == str(found["writer"]) * len(found["text"]), "torn"
"""


def test_concurrent_writers_and_readers():
    workers = [subprocess.Popen([sys.executable, "-c", WORKER, str(n), str(ROOT)],
                                stderr=subprocess.PIPE) for n in range(4)]
    for worker in workers:
        _, errors = worker.communicate(timeout=120)
        assert worker.returncode == 0, errors.decode()
    assert len(list(directory().iterdir())) == 5


# --------------------------------------------------------------------- growth

def test_prune_drops_the_oldest():
    keys = [hashlib.sha256(bytes([n])).hexdigest() for n in range(10)]
    for age, key in enumerate(keys):
        save(key, ENTRY)
        os.utime(file_of(key), (1e9 - age, 1e9 - age))
    (directory() / "foreign.txt").write_text("stays")
    old, young = directory() / f".{KEY}.aa.tmp", directory() / f".{KEY}.bb.tmp"
    old.write_text("draft")
    young.write_text("draft")
    os.utime(old, (1e9, 1e9))
    prune(4)
    assert [load(key) is not None for key in keys] == [True] * 4 + [False] * 6
    assert (directory() / "foreign.txt").exists() and young.exists() and not old.exists()


def test_saving_prunes_now_and_then(monkeypatch):
    calls = []
    monkeypatch.setattr(store, "prune", lambda: calls.append(1))
    for n in range(3000):
        save(KEY, {})
    assert 1 <= len(calls) <= 60


def test_prune_without_a_folder():
    prune()


def test_loading_is_fast():
    save(KEY, {"source": "    x = x + 1.0\n" * 640, "uses": ["np"] * 20})
    times = []
    for _ in range(300):
        start = time.perf_counter()
        load(KEY)
        times.append(time.perf_counter() - start)
    assert sorted(times)[30] < 0.3e-3


# ---------------------------------------------------------------- code digests

def compiled(text, name="<text>"):
    scope = {}
    exec(compile(text, name, "exec"), scope)
    return scope["f"].__code__


BASE = "def f(x, y=1):\n    def g(z):\n        return z in {1, 'a', None} and x\n    return g(y) + 1\n"


def test_digests_agree_for_the_same_text():
    assert code_digest(compiled(BASE)) == code_digest(compiled(BASE))
    assert len(code_digest(compiled(BASE))) == 64


@pytest.mark.parametrize("old, new", [
    ("+ 1", "+ 2"), ("+ 1", "+ 1.0"), ("+ 1", "+ True"), ("+ 1", "+ '1'"), ("+ 1", "+ b'1'"),
    ("+ 1", "+ 1j"), ("+ 1", "- 1"), ("+ 1", "+ (1,)"), ("'a'", "'b'"), ("None", "0"), ("and", "or"),
    ("g(z)", "g(zz)"), ("g(y)", "g(x)"), ("(x, y=1)", "(x, /, y=1)"), ("(x, y=1)", "(x, *, y=1)"),
    ("def f", "\ndef f"), ("    return g", "\n    return g"), ("g(y) +", "g(y)  +"),
])
def test_digests_differ_with_the_text(old, new):
    assert code_digest(compiled(BASE)) != code_digest(compiled(BASE.replace(old, new)))


def test_digests_tell_signed_zeros_and_files_apart():
    def of(constant, name="<text>"):
        return code_digest(compiled(f"def f():\n    return {constant}\n", name))

    texts = ["0.0", "-0.0", "0", "False", "0j", "''", "b''", "None", "...", "()", "(0,)", "(0.0,)",
             "(-0.0,)", "(False,)", "((0,),)", "10**4000", "1e400", "'\\ud800'", "'λ'"]
    digests = [of(t) for t in texts]
    assert len(set(digests)) == len(texts)
    assert of("1", "a.py") != of("1", "b.py")
    code = compiled("def f(): pass\n")
    huge = code.replace(co_consts=(10 ** 5000,))
    assert len(code_digest(huge)) == 64


def test_equal_code_of_two_files_is_told_apart():
    one, two = compiled(BASE, "a.py"), compiled(BASE, "b.py")
    assert code_digest(one) != code_digest(two)


def test_digests_are_the_same_in_every_process():
    program = ("import sys; sys.path.insert(0, sys.argv[1]); from s2sad.backend.store import "
               "code_digest; s = {}; exec(compile(sys.argv[2], '<text>', 'exec'), s); "
               "print(code_digest(s['f'].__code__))")
    for seed in ("0", "1", "2"):
        out = subprocess.run([sys.executable, "-c", program, str(ROOT), BASE], text=True, check=True,
                             capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        assert out.strip() == code_digest(compiled(BASE))


def test_digests_are_remembered_while_the_code_lives():
    code = compiled(BASE)
    digest = code_digest(code)
    assert code_digest(code) is digest
    place = id(code)
    assert place in store._digests
    del code
    gc.collect()  # the function and its globals form a cycle
    assert place not in store._digests


SHARED = """
    from s2sad import differentiate
    from s2sad.backend import cached

    found, revive = [], cached.revive
    cached.revive = lambda *given: found.append(revive(*given)) or found[-1]

    class Settings:
        rate = 1.5

    here = there = Settings()
    table = same_table = [1.0, 2.0]

    def f(x):
        return x * here.rate * there.rate + table[0] * same_table[1]

    print(differentiate(f)(2.0), [entry is not None for entry in found])
"""


def test_what_is_found_under_two_names_is_kept(tmp_path):
    (tmp_path / "script.py").write_text(textwrap.dedent(SHARED))
    for revived in ("[]", "[True]"):
        done = subprocess.run([sys.executable, "-B", "script.py"], cwd=tmp_path, capture_output=True, text=True, env={
            "PYTHONPATH": str(ROOT), "S2SAD_CACHE_DIR": str(tmp_path / "cache")})
        assert done.stdout.strip() == f"(6.5, 2.25) {revived}", done.stderr
