"""How many requests of a kind are answered at once: in all, and for one client."""

from collections import Counter
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from readout.web.guard.kinds import Kind


@dataclass
class Seats:
    """Seats for one kind of request; `seconds` is how long one may be taken, 0 for as long as it lasts."""

    total: int
    of_one: int
    seconds: float
    taken: Counter[str] = field(default_factory=Counter)

    def refused(self, client: str) -> int:
        """Take a seat: 0, or the status with which there is none: 429 where the client has enough, else 503."""
        if self.taken[client] >= self.of_one:
            return 429
        if self.taken.total() >= self.total:
            return 503
        return self.take(client)

    def take(self, client: str) -> int:
        """Take a seat, though there be none: somebody is about to leave one. Always 0."""
        self.taken[client] += 1
        return 0

    def leave(self, client: str) -> None:
        """Give a seat back."""
        self.taken[client] -= 1
        if self.taken[client] <= 0:
            del self.taken[client]


def seats() -> dict[Kind, Seats]:
    """The seats of a site. What a browser asks for at once for one page finds room in each of them."""
    return {
        Kind.STATIC: Seats(200, 200, 60),
        Kind.PAGE: Seats(64, 64, 30),
        Kind.FILE: Seats(40, 8, 0),
        Kind.ASKED: Seats(12, 6, 15),
        Kind.SQL: Seats(6, 2, 10),
    }


def client_of(scope: Any) -> str:
    """Who asks: an address, or the network of a house for IPv6, where one client has as many as it likes.

    The address is that of the connection, or what a proxy says that the server was told to trust
    (FORWARDED_ALLOW_IPS, see readout.server).
    """
    given = scope.get("client")
    try:
        address = ip_address(str(given[0]).partition("%")[0])
    except (ValueError, TypeError, IndexError):
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)
