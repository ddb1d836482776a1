"""How far some work has come, as it is told while it goes on."""

from collections.abc import Callable

#: Called with what is being done, how much of it has been, and how much there is in all.
Step = Callable[[str, int, int], None]
