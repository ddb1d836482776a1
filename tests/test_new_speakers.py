"""Cues, speakers and types that are suggested for quotations, and how often a person would agree."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from readout.starting.cues import lexicon
from readout.starting.names import Actor, Names
from readout.starting.quotations import find_quotations
from readout.starting.suggest import Suggestion, suggest

TESTS = Path(__file__).parent
ACTORS = [
    Actor("voss", "person", "Captain of the Gull", ("Petra Voss",)),
    Actor("marsh", "person", "Mayor of Otterby", ("Jana Marsh", "Marsh", "マーシュ市長", "马什")),
    Actor("council", "organisation", "", ("Otterby Town Council", "Otterby's council")),
    Actor("ministry", "organisation", "", ("Ministry of Bridges", "Brückenministerium")),
    Actor("larkwater", "state", "", ("Larkwater",)),
    Actor("wire", "organisation", "", ("Tidewire",)),
]


def only(text: str, language: str = "en") -> Suggestion:
    """The one suggestion for a text with one quotation."""
    (made,) = suggest(text, find_quotations(text), Names(ACTORS), lexicon(language))
    return made


def speaker(made: Suggestion) -> str | None:
    """The id of the speaker that is suggested."""
    return made.speaker.actor.id if made.speaker.actor else None


@pytest.mark.parametrize(
    ("text", "who", "cue"),
    [
        ("“It is shut,” Marsh said on Friday.", "marsh", "said"),
        ("“It is shut,” said Petra Voss.", "voss", "said"),
        ("“It is shut”, Voss told Tidewire.", "voss", "told"),
        ("Marsh, who was on the quay, replied: “It is shut.”", "marsh", "replied"),
        ("“It is shut,” Petra Voss, a captain and friend of Marsh, explained.", "voss", "explained"),
        ("Voss met Marsh on the quay, saying “It is shut.”", "voss", "saying"),
        ("“It is shut,” a spokesman for the Ministry of Bridges said.", "ministry", "said"),
        ("According to Otterby Town Council, the wall is “sound”.", "council", "According to"),
        ("The wall is “sound”, according to the council.", "council", "according to"),
        ("Marsh spoke first. “It is shut,” she said.", "marsh", "said"),
        ("The Ministry of Bridges met. It said the wall was “sound and safe”.", "ministry", "said"),
        ("“Is it shut?” Marsh asked.", "marsh", "asked"),
        ("Marsh said it was “shut for good”, Tidewire reported.", "marsh", "said"),
        ("The plan was dismissed as “a fine mess”, and rejected by Marsh.", None, "rejected"),
        ("It was described by Marsh as “a fine mess”.", "marsh", "described"),
        ("Marsh said:\n“It is shut.”", "marsh", "said"),
    ],
)
def test_who_and_cue(text: str, who: str | None, cue: str) -> None:
    """The nearest cue, and the subject that goes with it."""
    made = only(text)
    assert (speaker(made), made.cue) == (who, cue)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("“It is shut,” the harbour master said.", "the harbour master"),
        ("“It is shut,” Marsh's deputy said.", "Marsh's deputy"),
        ("“It is shut,” they said.", "they"),
        ("Marsh left.\n“It is shut,” she said.", "she"),
        ("“It is shut,” the Larkwater statement said.", "the Larkwater statement"),
    ],
)
def test_nobody_is_made_up(text: str, printed: str) -> None:
    """Where no name of the register is the subject, nobody is suggested, and the words are told as printed.

    A pronoun means nobody of another paragraph, a possessive owns no words, a state is not its statement.
    """
    made = only(text)
    assert (speaker(made), made.speaker.printed) == (None, printed)


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        ("de", "„Sie ist zu“, sagte Jana Marsh. ", "marsh"),
        ("de-AT", "Laut Brückenministerium ist die Lage »sehr ernst«.", "ministry"),
        ("fr", "« Il est fermé », a déclaré Jana Marsh vendredi.", "marsh"),
        ("es", "«Está cerrado», dijo Petra Voss.", "voss"),
        ("ja", "マーシュ市長は「橋は閉じたままだ」と述べた。", "marsh"),
        ("zh-Hans", "马什表示：“大桥已经关闭。”", "marsh"),
    ],
)
def test_other_languages(language: str, text: str, who: str) -> None:
    """Cues and names of other languages and scripts."""
    assert speaker(only(text, language)) == who


def test_a_language_without_list() -> None:
    """Without a list of cues quotations are still listed, and nobody is suggested."""
    made = only("“Hún er lokuð síðan í gær,” sagði Jana Marsh.", "is")
    assert (speaker(made), made.cue, made.term) == (None, "", False)


def test_longest_name_wins() -> None:
    """Of names that overlap the longer one is meant, and a name that two bear means the one named last."""
    names = Names([*ACTORS, Actor("voss-jr", "person", "", ("Tom Voss",)), Actor("bridges", "group", "", ("Bridges",))])
    text = "Tom Voss of the Ministry of Bridges came. Voss left. Petra Voss came. Voss sat down."
    found = [name.actor.id for name in names.find(text, 0, len(text))]
    assert found == ["voss-jr", "ministry", "voss-jr", "voss", "voss"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“It is shut,” Marsh said.", "direct"),
        ("Marsh said: “It is shut for good.”", "direct"),
        ("Marsh said that it was “shut for good”.", "mixed"),
        ("The so-called “bridge question” remains, Marsh said.", "term"),
        ("The ‘bridges first’ policy remains, Marsh said.", "term"),
        ("A ‘miracle’ at the harbour.", "term"),
    ],
)
def test_type(text: str, kind: str) -> None:
    """Whole clauses are direct, fragments mixed, and what nobody says is a term."""
    made = only(text)
    assert ("term" if made.term else made.type) == kind


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("“It is shut,” Marsh said in a statement.", "writing"),
        ("“It is shut,” Marsh wrote.", "writing"),
        ("Marsh believed it was “shut for good”.", "thought"),
        ("“It is shut,” Marsh said.", "speech"),
    ],
)
def test_medium(text: str, medium: str) -> None:
    """Writing and thought are told by the cue or by a noun beside it."""
    assert only(text).medium == medium


def test_pieces_of_one_quotation() -> None:
    """Broken off by "he said", it is one quote; two fragments under one cue are one mixed quote."""
    text = "“We thank everybody,” Marsh said, “the ducks included.”"
    assert (only(text).alterations, len(only(text).pieces)) == (("interrupted",), 2)
    text = "Marsh called it “a mess” and “a shame of a bridge”."
    assert (only(text).type, only(text).alterations, len(only(text).pieces)) == ("mixed", (), 2)
    text = "“We thank everybody,” Marsh said. “The ducks came too.”"
    assert len(suggest(text, find_quotations(text), Names(ACTORS), lexicon("en"))) == 2


def test_negation_and_joint_speakers() -> None:
    """A negated cue is printed with its negation; who is named together with the speaker is kept."""
    made = only("Marsh did not say that it was “sorry”.")
    assert (made.cue, made.negated) == ("did not say", True)
    made = only("Marsh and Voss said that it was “a great day for the town”.")
    assert (speaker(made), made.speaker.joint) == ("marsh", ("voss",))


@dataclass
class Score:
    """How suggestions compare with what people annotated."""

    stretches: int = 0
    listed: int = 0
    types: int = 0
    suggested: int = 0
    right: int = 0
    terms_as_speech: int = 0

    def add(self, text: str, quotes: list[dict[str, Any]], made: list[Suggestion], terms: list[str] = []) -> None:  # noqa: B006
        """Count one article."""
        for quote in quotes:
            exact = quote["exact"] if isinstance(quote["exact"], list) else [quote["exact"]]
            for words in exact:
                self.stretches += 1
                hits = [m for m in made if not m.term and any(words == text[a:b] for a, b in m.pieces)]
                if hits:
                    self.listed += 1
                    self.types += hits[0].type == quote["type"]
                    self.suggested += speaker(hits[0]) is not None
                    self.right += speaker(hits[0]) == quote.get("speaker") is not None
        speech = {text[a:b] for m in made if not m.term for a, b in m.pieces}
        self.terms_as_speech += len(speech.intersection(terms))


def read_yaml(file: Path) -> Any:
    """A YAML file, all scalars as text."""
    text = file.read_text(encoding="utf-8")
    return yaml.load(text.split("\n---\n")[0].removeprefix("---\n"), Loader=yaml.BaseLoader)


def actors_in(records: dict[str, Any]) -> list[Actor]:
    """Actors from records of the register."""
    return [
        Actor(each, record["kind"], record.get("office", ""), (record["name"], *record.get("names", ())))
        for each, record in records.items()
    ]


def test_against_curated_annotations() -> None:
    """On four made-up articles that people annotated: nearly all speech is listed, and speakers are mostly right."""
    score = Score()
    register = actors_in(read_yaml(TESTS / "corpus/sources/actors.yaml"))
    for file in sorted((TESTS / "corpus/sources/articles").glob("*/*.md")):
        article = read_yaml(file)
        text = (TESTS / "corpus/texts" / article["text"]).read_text(encoding="utf-8")
        quotes = [quote for quote in article["quotes"] if quote["type"] in {"direct", "mixed"}]
        found = find_quotations(text)
        score.add(text, quotes, suggest(text, found, Names(register), lexicon(article["language"])))
    gulls = read_yaml(TESTS / "new_texts/gulls.yaml")
    text = (TESTS / "new_texts/gulls.txt").read_text(encoding="utf-8")
    names = Names([*register, *actors_in(gulls["actors"])])
    score.add(text, gulls["quotes"], suggest(text, find_quotations(text), names, lexicon("en")), gulls["terms"])
    assert score.stretches == 30
    assert score.listed >= 0.95 * score.stretches
    assert score.types >= 0.9 * score.listed
    assert score.right >= 0.9 * score.suggested
    assert score.suggested >= 0.8 * score.stretches
    assert score.terms_as_speech == 0
