"""The disk cache of generated source text.

One entry is one small file, named by its key: a line with a checksum, then the
entry's texts and numbers as `marshal` writes them. A cache must never harm:
whatever is wrong with the folder or a file, `load` finds nothing and `save`
does nothing. What is loaded is run later as code, so only files count that
the user owns, that nobody else can write to, and whose checksum holds.
"""

import marshal
import os
import stat
import sys
import weakref
from pathlib import Path

try:
    from _blake2 import blake2b  # hashlib would load all of OpenSSL
except ImportError:
    from hashlib import blake2b

FORMAT = "s2sad-3"         # of the files; a new number makes a new folder
ENDING = ".entry"
LARGEST_ENTRY = 16 << 20   # bytes
MOST_ENTRIES = 4096

# What can go wrong outside, and in a file that somebody else wrote.
_FAILURES = (OSError, ValueError, TypeError, EOFError, RecursionError, MemoryError)


def directory():
    """The cache's folder as a Path, or None where the cache is off.

    S2SAD_CACHE_DIR names its parent; by default that is `s2sad` in the
    platform's cache folder. S2SAD_CACHE=0 (off, no, false) switches it off.
    The folder need not exist.
    """
    folder = _folder()
    return None if folder is None else Path(folder)


def is_on():
    """Is anything kept?"""
    return _folder() is not None


def _folder():
    env = os.environ
    if env.get("S2SAD_CACHE", "").strip().lower() in ("0", "off", "no", "false"):
        return None
    chosen = env.get("S2SAD_CACHE_DIR")
    try:
        parent = os.path.abspath(os.path.expanduser(chosen)) if chosen else _platform_folder(env)
    except _FAILURES:  # the working directory is gone, say
        return None
    return None if parent is None else os.path.join(parent, FORMAT)


def _platform_folder(env):
    """The folder s2sad in the platform's cache folder; None without a home."""
    if sys.platform == "win32":
        base = env.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = env.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):  # the XDG specification says to ignore it then
            base = os.path.expanduser("~/.cache")
    return os.path.join(base, "s2sad") if os.path.isabs(base) else None


# -------------------------------------------------------------- load and save

def load(key):
    """The entry saved under key (64 hexadecimal digits), or None. Never raises."""
    try:
        folder = _folder()
        if folder is None or not _is_key(key) or not _is_private(os.stat(folder)):
            return None
        return _parse(_read(os.path.join(folder, key + ENDING)), key)
    except _FAILURES:
        return None


def save(key, entry):
    """Keep the entry, a dict of plain values (texts, numbers, lists, dicts), under key. Never raises.

    Readers and other writers see the whole old file or the whole new one.
    """
    try:
        folder = _folder()
        if folder is None or not _is_key(key) or not isinstance(entry, dict):
            return
        payload = marshal.dumps(entry)
        content = _head(key, payload) + payload
        if len(content) > LARGEST_ENTRY:
            return
        _make(folder)
        token = os.urandom(8)
        _write(folder, key, content, token.hex())
        if token[0] == 0:  # on one save of 256
            prune()
    except _FAILURES:
        pass


def _is_key(key):
    return isinstance(key, str) and len(key) == 64 and not key.strip("0123456789abcdef")


def _head(key, payload):
    return f"{FORMAT} {key} {digest(payload)}\n".encode("ascii")


def _parse(content, key):
    """The entry in a file's content, or None if the file is not what it should be."""
    head, _, payload = content.partition(b"\n")
    if head + b"\n" != _head(key, payload):
        return None
    entry = marshal.loads(payload)
    return entry if type(entry) is dict else None


def digest(content):
    """64 hexadecimal digits that tell contents apart."""
    return blake2b(content, digest_size=32).hexdigest()


def _is_private(status):
    """Whether only the current user could have written there."""
    if not hasattr(os, "getuid"):
        return True  # Windows: the profile folder is protected by its access list
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _read(path):
    # Not blocking: a pipe under that name must not hang us. No links: they lead elsewhere.
    flags = (os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
             | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    handle = os.open(path, flags)
    try:
        status = os.fstat(handle)
        if (not stat.S_ISREG(status.st_mode) or not _is_private(status)
                or status.st_size > LARGEST_ENTRY):
            raise ValueError("not an entry of ours")
        return os.read(handle, status.st_size)  # a short read fails the checksum
    finally:
        os.close(handle)


def _make(folder):
    """Make the cache's folder, private to the user."""
    try:
        status = os.stat(folder)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(folder), 0o700, exist_ok=True)
        os.makedirs(folder, 0o700, exist_ok=True)
        status = os.stat(folder)
    if not _is_private(status):
        raise PermissionError(folder)


def _write(folder, key, content, token):
    path = os.path.join(folder, key + ENDING)
    draft = os.path.join(folder, f".{key}.{token}.tmp")
    flags = (os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
             | getattr(os, "O_BINARY", 0))
    handle = os.open(draft, flags, 0o600)
    try:
        try:
            while content:
                content = content[os.write(handle, content):]
        finally:
            os.close(handle)  # no fsync: after a power failure the checksum tells
        os.replace(draft, path)
    except BaseException:
        _remove(draft)
        raise


def _remove(path):
    try:
        os.unlink(path)
    except OSError:
        pass


def prune(most=MOST_ENTRIES):
    """Remove the oldest entries beyond the given number, and drafts left by a crash.

    Never raises.
    """
    try:
        folder = _folder()
        if folder is None or not _is_private(os.stat(folder)):
            return
        entries, drafts = [], []
        with os.scandir(folder) as found:
            for item in found:
                name, ending = os.path.splitext(item.name)
                if ending == ENDING and _is_key(name):
                    entries.append((_written(item), item.path))
                elif ending == ".tmp" and _is_key(name[1:65]):
                    drafts.append((_written(item), item.path))
        entries.sort()
        for _, path in entries[:max(0, len(entries) - most)]:
            _remove(path)
        _remove_old(drafts)
    except _FAILURES:
        pass


def _written(item):
    try:
        return item.stat(follow_symlinks=False).st_mtime
    except OSError:  # another process removed it
        return 0.0


def _remove_old(drafts):
    import time  # noqa: PLC0415 -- only here

    for written, path in drafts:
        if written < time.time() - 3600:  # younger ones may be another process's
            _remove(path)


# --------------------------------------------------------------- code digests

_digests = {}  # id of a code object -> (weak reference to it, digest)


def code_digest(code):
    """A digest of all that a code object consists of.

    Equal in every process for the same text compiled by the same Python at the
    same place. (marshal would not do: its bytes depend on reference counts.)
    """
    known = _digests.get(id(code))  # by identity: equal code may come from two files
    if known is not None and known[0]() is code:
        return known[1]
    text = repr(_plain(code)).encode("utf-8", "backslashreplace")
    found = digest(text)
    place = id(code)
    _digests[place] = weakref.ref(code, lambda _: _digests.pop(place, None)), found
    return found


def _plain(constant):
    """A constant as tuples of strings whose repr is the same in every process
    and tells 1, 1.0, True and -0.0 apart."""
    kind = type(constant)
    name = kind.__name__
    if kind is type(_plain.__code__):
        return (name, constant.co_name, constant.co_qualname, constant.co_filename,
                constant.co_firstlineno, constant.co_flags, constant.co_argcount,
                constant.co_posonlyargcount, constant.co_kwonlyargcount, constant.co_code,
                constant.co_linetable, constant.co_exceptiontable, constant.co_names,
                constant.co_varnames, constant.co_freevars, constant.co_cellvars,
                tuple(map(_plain, constant.co_consts)))
    if kind is tuple:
        return (name, *map(_plain, constant))
    if kind is frozenset:
        return (name, *sorted(map(repr, map(_plain, constant))))
    if kind is int:
        return name, hex(constant)  # decimal digits of huge integers are refused
    if kind is complex:
        return name, repr(constant.real), repr(constant.imag)
    if kind is slice:  # a constant since Python 3.14
        return (name, *map(_plain, (constant.start, constant.stop, constant.step)))
    return name, repr(constant)
