"""An article while it is written: its text, its rows so far, and what they may still hold."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from .chance import early
from .contract import contract
from .english import prose
from .page import Page, Said
from .story import Head, Story
from .tongues import Tongue

Row = dict[str, Any]


@dataclass
class Writing:
    """What the parts of an article share. `told` are locators that other rows may rest on too."""

    story: Story
    head: Head
    random: Random
    page: Page
    told: list[Said] = field(default_factory=list)
    quoted_words: int = 0
    quoted_length: int = 0
    is_over_budget: bool = False

    @property
    def tongue(self) -> Tongue:
        """The article's language."""
        return self.head.outlet.tongue

    def turn(self, name: str, share: float) -> bool:
        """Whether it is a feature's turn, by its share."""
        return self.story.turns(name, share)

    def word(self, vocabulary: str) -> str:
        """A word of a vocabulary."""
        return contract().word(self.random, vocabulary)

    def words(self, vocabulary: str) -> list[str]:
        """One or two words of a vocabulary."""
        return list(dict.fromkeys(self.word(vocabulary) for _ in range(self.random.randint(1, 2))))

    def actor(self) -> str:
        """The id of somebody of the story."""
        return self.story.actor(self.random).id

    def actors(self, most: int) -> list[str]:
        """The ids of some of the story, each once."""
        return list(dict.fromkeys(self.actor() for _ in range(self.random.randint(1, most))))

    def evidence(self) -> Said | list[Said]:
        """Words of the text that show something: mostly their own, one in eight shared, a few with a gap."""
        if self.told and self.turn("shared evidence", 0.12):
            return early(self.random, self.told)
        if self.turn("evidence with a gap", 0.04):
            return [self.page.locator(self.random, 2, 4), self.page.locator(self.random, 2, 4)]
        self.told.append(self.page.locator(self.random, odd=self.turn("odd space", 0.004)))
        return self.told[-1]

    def remark(self, row: Row, name: str) -> None:
        """A note on a row, if it is to have one."""
        if self.turn(f"{name} note", self.story.profile.notes):
            row["note"] = prose(self.random, self.random.randint(5, 45))

    def suggest(self, row: Row) -> None:
        """In a draft, mark a row as what the tool proposed."""
        if not self.head.is_reviewed and self.turn("suggested", 0.4):
            row["suggested"] = True

    def excuse(self, row: Row, code: str) -> None:
        """An exception beside a row, with its reason."""
        row["allow"] = {code: prose(self.random, self.random.randint(6, 20))}
