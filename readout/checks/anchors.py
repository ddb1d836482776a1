"""The anchors beside an article are those of its annotations."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.near import plural
from readout.normal import same_words
from readout.problem import Place, Problem
from readout.unit import Unit

AGAIN = "run `readout anchor --texts FOLDER`"


def check_anchors_file(here: Unit, world: World) -> Iterator[Problem]:
    """R503: evidence was added, changed or taken away since the anchors were written."""
    if here.anchors is None or here.article is None or here.article.broken:
        return
    anchored = here.anchors["anchors"].keys()
    if anchored == {piece.values["id"] for piece in here.evidence}:
        return
    dangling = {row.id for rows in here.rows.by_table.values() for row in rows if world.is_dangling(row)}
    evidence = {piece.id: piece for piece in here.evidence}
    sound = [piece for piece in evidence.values() if piece.values["annotation"] not in dangling]
    missing = [piece for piece in sound if piece.id not in anchored]
    left_over = len(anchored - evidence.keys()) if len(sound) == len(evidence) else 0
    if missing:
        count = plural(len(missing), "piece") + " of evidence without an anchor"
        message = f"{count}, the first is '{missing[0].values['exact'][:40]}'"
        yield Problem(missing[0].place(), "R503", message, AGAIN)
    elif left_over:
        yield Problem(Place(here.anchors_path), "R503", plural(left_over, "anchor") + " without evidence", AGAIN)


def check_anchor(here: Unit, world: World) -> Iterator[Problem]:
    """R507: an anchor does not have the words of its evidence, or not their length."""
    for row in here.evidence:
        anchor = here.anchor(row)
        if anchor and not (
            same_words(anchor, row.values["exact"]) and anchor["end"] - anchor["start"] == len(anchor["exact"])
        ):
            place = Place(here.anchors_path, pointer=("anchors", row.id))
            yield Problem(place, "R507", "an anchor was changed by hand", AGAIN)


def check_zone_order(here: Unit, world: World) -> Iterator[Problem]:
    """R508: a zone that is not the article ends before it begins."""
    for row in here.rows["article_zones"]:
        span = here.zone_spans.get(row.id)
        if span and span[1] <= span[0]:
            message = f"'{row.values['to']}' stands before '{row.values['from']}'"
            hint = "name the zone's last words, with their occurrence if need be"
            yield Problem(row.place("to"), "R508", message, hint)


def check_zone(here: Unit, world: World) -> Iterator[Problem]:
    """R506: an annotation reaches into a part of the text that is not the article; credits may, they stand there."""
    for row in here.evidence if here.zones else ():
        span = here.span(row)
        if row.values["kind"] in {"zone", "credit"} or span is None:
            continue
        for start, end, kind in here.zones:
            if span[0] < end and start < span[1]:
                message = f"'{row.values['exact'][:40]}' stands in a zone that is not the article ({kind})"
                hint = "take it from the article itself; give its occurrence if need be"
                yield Problem(row.place(), "R506", message, hint)
