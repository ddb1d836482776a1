"""A very small made-up project with a row in every table, whose views can be worked out by hand."""

import shutil
from functools import cache
from pathlib import Path
from typing import Any

from readout.problem import Problem
from readout.record import Reader, Reading
from readout.schema import Schema
from readout.schema_compile import parse_schema
from readout.source import SourceFile
from tests.conftest import ROOT

HARBOUR, HILL, VALLEY = "2025-03-02-harbour", "2025-03-05-hill", "2025-03-06-valley"

STORIES = """\
clock:
  title: The clock on the quay
  summary: The clock on the quay stopped, and was set going again.
  started: 2025-03-01
"""
CURATORS = """\
ann:
  name: Ann
  kind: person
"""
PLACES = """\
low:
  name: Lowland
  kind: country
  country: NLD
quay:
  name: The quay
  kind: building
  country: NLD
  part_of: low
  wikidata: null
  names: [The old quay]
  grounds:
    wikidata: {basis: not-found, ground: Looked for.}
jetty:
  name: The jetty
  kind: building
  withdrawn: {date: 2025-03-20, reason: The same as the quay., merged_into: quay}
"""
OUTLETS = """\
harbour-post:
  name: Harbour Post
  kind: newspaper
  country: low
  language: en-GB
  owner: press-house
  state_media: none
  url: https://harbour.example/
  wikidata: Q1
  description: A daily.
  names: [The Post]
  ratings:
    - {rater: Readers' club, rating: dependable, date: 2024, source: "https://club.example/"}
  grounds:
    wikidata: {basis: inferred, ground: It is made up., confidence: high}
hill-times:
  name: Hill Times
  kind: newspaper
  country: low
  language: en-US
  owner: press-house
  state_media: none
  url: https://hill.example/
  wikidata: Q2
  description: A weekly.
valley-wire:
  name: Valley Wire
  kind: news-agency
  country: low
  language: en-GB
  owner: press-house
  state_media: none
  url: https://valley.example/
  wikidata: Q3
  description: An agency.
"""
ACTORS = """\
press-house:
  name: Press House
  kind: organisation
mayor:
  name: Mayor Lund
  kind: person
  office: Mayor
  affiliation: government
  country: low
  wikidata: null
  names: [Lund]
  grounds:
    wikidata: {basis: not-found, ground: Looked for.}
guild:
  name: Guild of Clockmakers
  kind: organisation
  affiliation: industry_group
  country: low
wire:
  name: Valley Wire
  kind: organisation
  affiliation: media
"""
CONCEPTS = """\
stopping:
  title: The stopping of the clock
  definition: What happened to the clock.
"""
EVENTS = """\
stop:
  title: The clock stops
  story: clock
  type: COERCE
  mode: withhold
  date: 2025-03-01
  time_zone: Europe/Amsterdam
  place: quay
  actors:
    - {actor: mayor, part: target}
  grounds:
    date: {basis: stated, ground: All say so.}
fair:
  title: The clock fair
  story: clock
  type: AGREE
  date: 2025-03-10
  allow:
    R417: No article speaks of it yet.
"""
CLAIMS = """\
stopped: {statement: The clock stopped., story: clock, kind: fact, event: stop, known_from: 2025-03-01}
date: {statement: The clock stopped on the given date., story: clock, kind: value, value_type: date}
steps: {statement: The tower has the given number of steps., story: clock, kind: value, value_type: number}
repaired:
  statement: The clock goes again.
  story: clock
  kind: fact
  known_from: 2025-03-04
  relations:
    - {relation: updates, other: stopped, note: It comes after.}
bell: {statement: The bell is silent too., story: clock, kind: fact}
"""
UTTERANCES = """\
promise:
  title: Lund's promise
  story: clock
  speaker: mayor
  date: 2025-03-01
  medium: speech
  language: en
  original: The clock will never stop again in our harbour, I promise you.
  with: [guild]
  grounds:
    date: {basis: stated, ground: All say so.}
"""
HARBOUR_POST = """\
---
headline: Clock stops
story: clock
published: 2025-03-02
language: en-GB
url: https://harbour.example/clock
genre: ReportageNewsArticle
text: harbour.txt
curator: ann
status: draft
summary: The clock stopped.
section: null
credits:
  - {role: author, name: Bo Strand}
zones:
  - {kind: teasers, from: More stories}
reuse:
  - {kind: recycled, origin: wire, basis: stated, ground: It says so., evidence: first printed}
quotes:
  - speaker: mayor
    exact: The clock will never stop again in our harbor
    type: direct
    medium: speech
    utterance: promise
    via: [wire]
    with: [guild]
    alterations: [respelling]
    inner:
      - {speaker: guild, exact: never stop, type: direct, medium: speech}
coverage:
  - {claim: stopped, stance: asserts, evidence: the clock stood still}
  - {claim: date, stance: asserts, value: 2025-03, evidence: in March}
  - {claim: steps, stance: attributes, according_to: mayor, via: [wire], value: 40, evidence: forty steps}
mentions:
  - {event: stop, status: past, evidence: the clock stood still, date_worded: in March, date: 2025-03, disputed: [when]}
namings:
  - {concept: stopping, term: standstill, voice: own, marks: scare}
stances:
  - {toward: mayor, score: 1, reason: Friendly words for the mayor., evidence: the good mayor}
frames:
  - {frame: political, primary: true, reason: It is about the mayor., evidence: the good mayor}
grounds:
  section: {basis: not-stated, ground: None is printed.}
---
A note on the clock.
"""
HILL_TIMES = """\
---
headline: Clock never stopped
story: clock
published: 2025-03-05
language: en-US
url: https://hill.example/clock
genre: ReportageNewsArticle
text: hill.txt
curator: ann
status: draft
summary: The clock did not stop.
quotes:
  - {speaker: mayor, exact: never stop again, type: mixed, medium: speech, utterance: promise, distance: distancing}
  - {speaker: guild, gist: The guild was glad., type: reported, medium: speech, evidence: the guild cheered}
coverage:
  - {claim: stopped, stance: denies, evidence: the clock never stopped}
  - {claim: date, stance: asserts, value: 2025-03-01, evidence: on Saturday}
  - {claim: steps, stance: asserts, value: 45, evidence: forty-five steps}
  - {claim: repaired, stance: asserts, evidence: ticks on}
absent: [bell]
namings:
  - {concept: stopping, term: pause, voice: reported, voice_of: mayor}
---
"""
VALLEY_WIRE = """\
---
headline: The clock and its bell
story: clock
published: 2025-03-06
language: en-GB
url: https://valley.example/clock
genre: ReportageNewsArticle
text: valley.txt
curator: ann
status: draft
summary: Clock and bell.
quotes:
  - speaker: mayor
    exact: [The clock will, stop again in our harbour]
    type: direct
    medium: speech
    utterance: promise
    alterations: [ellipsis]
coverage:
  - {claim: stopped, stance: attributes, according_to: guild, evidence: the guild says}
  - {claim: date, stance: asserts, value: 2025-03-02, evidence: on Sunday}
  - {claim: bell, stance: asserts, evidence: the bell is silent}
absent: [steps, repaired]
namings:
  - {concept: stopping, term: breakdown, voice: quoted, voice_of: mayor, whose: guild}
---
"""

FILES = {
    "sources/stories.yaml": STORIES,
    "sources/curators.yaml": CURATORS,
    "sources/places.yaml": PLACES,
    "sources/outlets.yaml": OUTLETS,
    "sources/actors.yaml": ACTORS,
    "sources/concepts.yaml": CONCEPTS,
    "sources/events.yaml": EVENTS,
    "sources/claims.yaml": CLAIMS,
    "sources/utterances.yaml": UTTERANCES,
    f"sources/articles/harbour-post/{HARBOUR}.md": HARBOUR_POST,
    f"sources/articles/hill-times/{HILL}.md": HILL_TIMES,
    f"sources/articles/valley-wire/{VALLEY}.md": VALLEY_WIRE,
}
TEXTS = {
    "harbour.txt": (
        "Clock stops\nBy Bo Strand\n"
        "“The clock will never stop again in our harbor”, said the good mayor in March, when the clock stood still, "
        "forty steps up: a ‘standstill’ 🕰, first printed before.\nMore stories\nSoup is hot.\n"
    ),
    "hill.txt": (
        "The mayor claimed that it would “never stop again”; the clock never stopped and ticks on after a pause, "
        "forty-five steps up, on Saturday; the guild cheered.\n"
    ),
    "valley.txt": (
        "“The clock will”, he said, “stop again in our harbour.” It broke on Sunday, the guild says; "
        "the bell is silent after the “breakdown”.\n"
    ),
}


def make_project(folder: Path) -> Path:
    """Write the project into a folder, with the repository's schema, views and queries."""
    for path, text in FILES.items():
        write(folder / path, text)
    for name, text in TEXTS.items():
        write(folder / "texts" / name, text)
    shutil.copy(ROOT / "schema.yaml", folder)
    for name in ("views", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def write(file: Path, text: str) -> None:
    """Write a text as it is, and the folders around it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())


def edit(file: Path, old: str, new: str) -> int:
    """Replace the one place in a file where a text stands; returns its line. Nobody ever sees half of the file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    other = file.with_name(f".{file.name}.new")
    write(other, text.replace(old, new))
    other.replace(file)
    return text[: text.index(old)].count("\n") + 1


@cache
def schema_text() -> str:
    """The repository's schema as it is written."""
    return (ROOT / "schema.yaml").read_text(encoding="utf-8")


@cache
def schema() -> Schema:
    """The repository's schema."""
    return parse_schema(schema_text())


@cache
def reader() -> Reader:
    """A reader along the repository's schema."""
    return Reader(schema())


def read(text: str | bytes, path: str = f"sources/articles/harbour-post/{HARBOUR}.md") -> Reading:
    """Read one source file."""
    return reader().read(SourceFile(path, text if isinstance(text, bytes) else text.encode()))


def codes(problems: list[Problem]) -> list[str]:
    """The codes of some problems."""
    return [problem.code for problem in problems]


def values(reading: Reading, table: str) -> list[dict[str, Any]]:
    """The rows that a reading has for one table."""
    return [row.values for row in reading.rows if row.table == table]
