"""What the result of a build rests on besides the sources: it is the same on every worker, or there is no result."""

import platform
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.metadata import version

import readout
from readout.listing import package_sha256
from readout.scale.faults import OtherVersion


@dataclass(frozen=True)
class Versions:
    """The versions of a process; `code` is a hash of Readout's own modules."""

    python: str
    readout: str
    code: str
    duckdb: str
    pyarrow: str


@lru_cache(maxsize=1)
def our_versions() -> Versions:
    """Those of this process."""
    python = ".".join(platform.python_version_tuple()[:2])
    return Versions(python, readout.__version__, package_sha256()[:16], version("duckdb"), version("pyarrow"))


def agree(ours: Versions, theirs: Versions, who: str) -> None:
    """Raises OtherVersion where two processes differ; takes the name of the other one."""
    for field in fields(Versions):
        mine, other = getattr(ours, field.name), getattr(theirs, field.name)
        if mine != other:
            what = "another state of Readout's code" if field.name == "code" else f"{field.name} {other}, we {mine}"
            raise OtherVersion(
                f"{who} has {what}; install the same on all workers: python {ours.python}, "
                f"readout[scale] {ours.readout}, duckdb {ours.duckdb}, pyarrow {ours.pyarrow}"
            )
