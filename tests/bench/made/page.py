"""The made-up text of an article, put together sentence by sentence, with a hold on the words that evidence needs."""

from random import Random
from typing import Any

from readout.anchoring.find import occurrences

from .tongues import Tongue

NO_BREAK = "\u00a0"


class Said(str):
    """Words of the text, with where they start (in code points)."""

    start: int


class Page:
    """A text while it is written."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue
        self.parts: list[str] = []
        self.length = 0
        self.outside = 0

    def put(self, words: str, printed: str = "") -> Said:
        """Write words; `printed` is how they are printed, where that differs in what nobody sees."""
        said = Said(words)
        said.start = self.length
        self.parts.append(printed or words)
        self.length += len(self.parts[-1])
        return said

    def space(self) -> None:
        """What stands between two words."""
        if self.tongue.space:
            self.put(self.tongue.space)

    def locator(self, random: Random, least: int = 3, most: int = 8, odd: bool = False) -> Said:
        """A sentence of the reporter's; returns a few words of it. `odd`: printed with a space that does not break."""
        self.put(self.tongue.words(random, random.randint(2, 6)))
        self.space()
        words = self.tongue.few(random, random.randint(least, most))
        said = self.put(words, words.replace(" ", NO_BREAK, 1) if odd else "")
        self.space()
        self.put(self.tongue.words(random, random.randint(1, 5)))
        self.end(random)
        return said

    def term(self, random: Random, words: str) -> Said:
        """A sentence with a term in it; returns the term."""
        self.put(self.tongue.words(random, random.randint(2, 7)))
        self.space()
        said = self.put(words)
        self.space()
        self.put(self.tongue.words(random, random.randint(2, 7)))
        self.end(random)
        return said

    def filler(self, random: Random) -> None:
        """A sentence that nothing is annotated in."""
        self.put(self.tongue.words(random, random.randint(6, 22)))
        self.end(random)

    def end(self, random: Random) -> None:
        """The end of a sentence, and here and there of a paragraph."""
        self.put(self.tongue.stop)
        self.put("\n\n" if random.random() < 0.35 else self.tongue.space)

    def zone(self, first: str, between: str, last: str) -> tuple[Said, Said]:
        """A part that is not the article; returns its first and its last words."""
        begun = self.length
        found = self.put(first)
        self.put(between)
        ends = self.put(last)
        self.outside += self.length - begun
        self.put("\n\n")
        return found, ends

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)


def located(value: Any, text: str) -> Any:
    """A record in which words of the text are told apart from equal ones by their occurrence."""
    if isinstance(value, Said):
        places = occurrences(text, value)
        return {"exact": str(value), "occurrence": places.index(value.start) + 1} if len(places) > 1 else str(value)
    if isinstance(value, dict):
        return {name: located(inner, text) for name, inner in value.items()}
    if isinstance(value, list):
        return [located(inner, text) for inner in value]
    return value
