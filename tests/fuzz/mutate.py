"""Bytes from bytes by chance, of a seed: cut, doubled, put together, with what matters in YAML and JSON put in."""

from random import Random

WORDS = [
    b"---\n", b"...\n", b"- ", b": ", b"? ", b"|\n", b">-\n", b"&a ", b"*a", b"!!str ", b"#", b'"', b"'", b"{", b"}",
    b"[", b"]", b",", b"\n", b"\r\n", b"\r", b"\t", b"  ", b"\x00", b"\xef\xbb\xbf", b"\xff", b"\\u202e", b"\\x1b",
    b"\xe2\x80\xa8",
    b"\xc2\x85", b"\xe2\x80\xae", b"null", b"true", b"~", b"0", b"-1", b"1.0", b"9" * 30, b"%", b"<<", b"2024-05-05",
    b"/..", b"X", b"?~", b"T12:00:00Z", b"allow: {R411: x}\n", b"suggested: true\n", b"grounds:\n",
]  # fmt: skip


def mutated(given: bytes, others: list[bytes], chance: Random) -> bytes:
    """One to four changes of some bytes; takes others to take pieces from."""
    made = bytearray(given)
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(made))
        length = chance.choice((0, 0, 1, 2, 5, 20, 100))
        kind = chance.randrange(4)
        if kind == 0:
            new = chance.choice(WORDS)
        elif kind == 1:
            new = bytes(made[at : at + length]) * chance.choice((0, 2, 2, 3))
        elif kind == 2:
            other = chance.choice(others)
            start = chance.randint(0, len(other))
            new = other[start : start + chance.choice((3, 10, 40, 200))]
        else:
            new = bytes(chance.randrange(256) for _ in range(chance.randint(0, 3)))
        made[at : at + length] = new
    return bytes(made)
