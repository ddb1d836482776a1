"""What verifying a database comes to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

MOST = 10


@dataclass(frozen=True)
class Failure:
    """Something that is not as it should be: of which kind, what it is, and what to do about it."""

    check: str
    message: str
    remedy: str


@dataclass
class Report:
    """The failures; what was looked at, what is worth knowing, and what could not be compared."""

    failures: list[Failure] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)
    content: str | None = None

    def fail(self, check: str, message: str, remedy: str) -> None:
        """One more failure."""
        self.failures.append(Failure(check, message, remedy))


def some(names: Iterable[str]) -> str:
    """The first of some names, and how many there are besides."""
    found = list(names)
    more = f" and {len(found) - MOST:,} more" if len(found) > MOST else ""
    return ", ".join(found[:MOST]) + more
