"""What a visitor hears for a request, and what counts as a fault."""

from typing import NamedTuple

#: What one is told who asks too much, or asks when too many others do.
REFUSED = (429, 503)


class Heard(NamedTuple):
    """An answer: who asked for what, when (seconds of the machine's clock), how long it took, its status.

    A status of 0 is none: the connection ended. `wrong` says in a few words what should not be, or nothing; `path` is
    the address, shortened.
    """

    party: str
    kind: str
    at: float
    seconds: float
    status: int
    wrong: str = ""
    path: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether the answer was to ask for less, or later."""
        return self.status in REFUSED and not self.wrong

    @property
    def is_fine(self) -> bool:
        """Whether it was answered as it was asked."""
        return self.status not in REFUSED and not self.wrong
