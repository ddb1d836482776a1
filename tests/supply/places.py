"""The places that a command of Readout may read, list and write."""

import json
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: Python and its packages, Readout among them.
PYTHON = (sys.prefix, sys.base_prefix, sys.exec_prefix, sysconfig.get_path("stdlib"), str(ROOT / "readout"))
#: What Python and the C library read of the machine's settings: time zones, languages, randomness (for hash seeds
#: and names of files), nothing about people.
MACHINE = ("/dev/null", "/dev/urandom", "/usr/share/zoneinfo", "/etc/localtime", "/usr/lib/locale", "/usr/share/locale",
           "/etc/locale.alias")  # fmt: skip
#: What the system reads to start any program, before its first line: libraries and their settings (Python's hashlib
#: brings OpenSSL), and how many processors there are.
SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/local/lib", "/etc/ld.so.cache", "/etc/ld.so.preload", "/dev/tty",
          "/usr/lib/ssl/openssl.cnf", "/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf",
          "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys", "/sys/devices/system/cpu",
          "/sys/fs/cgroup", "/sys/kernel/mm")  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """Folders and files that may be read, listed and written; what lies in a folder is meant as well."""

    read: tuple[str, ...]
    listed: tuple[str, ...]
    written: tuple[str, ...]

    def as_json(self) -> str:
        """As `watched.py` takes it."""
        return json.dumps({"read": self.read, "list": self.listed, "write": self.written})


def rules_for(project: Path, writes: bool, texts: Path | None = None) -> Rules:
    """The rules for a command on a project: one that writes may do so in the project alone."""
    # with PYTHONPATH or an editable installation, Python lists the folders where it looks for packages
    looked_in = [path for path in (str(ROOT), *site.getsitepackages()) if path]
    read = (*PYTHON, *MACHINE, str(project), *((str(texts),) if texts else ()))
    return Rules(_real(read), _real([*read, *looked_in]), _real([str(project)] if writes else []))


def _real(places: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(os.path.realpath(place) for place in places))


def is_within(path: str, places: Iterable[str]) -> bool:
    """Whether a path is one of the places, or lies in one."""
    return any(path == place or path.startswith(place.rstrip("/") + "/") for place in places)


def what_strace_saw(trace: str, rules: Rules, cwd: Path) -> Iterator[str]:
    """The lines of a trace of what succeeded (`strace -f -y -z`) that the rules forbid.

    These are any use of the network, new processes, and files opened elsewhere.
    """
    readable = (*rules.read, *rules.written, *_real(SYSTEM))
    for line in trace.splitlines():
        call = line.split(maxsplit=1)[-1] if line[:1].isdigit() else line
        name = call.partition("(")[0]
        if name in NETWORK or (name in PROCESSES and "CLONE_THREAD" not in call):
            yield call
        elif name in OPENING:
            path = call.partition('"')[2].partition('"')[0]
            full = os.path.realpath(os.path.join(_base(call) or str(cwd), path))  # noqa: PTH118
            writes = any(flag in call for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"))
            if not is_within(full, (*rules.written, "/dev/null", "/dev/tty") if writes else (*readable, *rules.listed)):
                yield call


NETWORK = ("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg")
PROCESSES = ("fork", "vfork", "clone", "clone3", "execve", "execveat")
OPENING = ("open", "openat", "openat2", "creat")
#: For `strace -e trace=`.
TRACED = ",".join((*NETWORK, *PROCESSES, *OPENING))


def _base(call: str) -> str:
    """The folder that an openat() is relative to, as strace -y writes it: openat(3</a/folder>, "name", …."""
    return call.partition("<")[2].partition(">")[0] if call.startswith("openat(") else ""
