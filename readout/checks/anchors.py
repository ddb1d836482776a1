"""The anchors beside an article are those of its annotations."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.near import plural
from readout.problem import Place, Problem
from readout.row import Row

AGAIN = "run `readout anchor --texts FOLDER`"


def check_anchors_file(row: Row, world: World) -> Iterator[Problem]:
    """R503: evidence was added, changed or taken away since the anchors were written."""
    path = row.path.removesuffix(".md")
    if row.table != world.schema.article.table or row.broken or path not in world.anchors:
        return
    anchored = world.anchors[path]["anchors"].keys()
    evidence = {piece.id: piece for piece in world.evidence[row.id]}
    sound = [piece for piece in evidence.values() if piece.values["annotation"] not in world.dangling]
    missing = [piece for piece in sound if piece.id not in anchored]
    left_over = len(anchored - evidence.keys()) if len(sound) == len(evidence) else 0
    if missing:
        count = plural(len(missing), "piece") + " of evidence without an anchor"
        message = f"{count}, the first is '{missing[0].values['exact'][:40]}'"
        yield Problem(missing[0].place(), "R503", message, AGAIN)
    elif left_over:
        yield Problem(Place(path + ".anchors.json"), "R503", plural(left_over, "anchor") + " without evidence", AGAIN)


def check_anchor(row: Row, world: World) -> Iterator[Problem]:
    """R507: an anchor does not have the words of its evidence, or not their length."""
    if row.table != "evidence":
        return
    path = row.path.removesuffix(".md")
    anchor = world.anchors.get(path, {}).get("anchors", {}).get(row.id)
    if anchor and (anchor["exact"] != row.values["exact"] or anchor["end"] - anchor["start"] != len(anchor["exact"])):
        place = Place(path + ".anchors.json", pointer=("anchors", row.id))
        yield Problem(place, "R507", "an anchor was changed by hand", AGAIN)


def check_zone_order(row: Row, world: World) -> Iterator[Problem]:
    """R508: a zone that is not the article ends before it begins."""
    if row.table != "article_zones":
        return
    span = world.zone_spans.get(row.id)
    if span and span[1] <= span[0]:
        message = f"'{row.values['to']}' stands before '{row.values['from']}'"
        yield Problem(row.place("to"), "R508", message, "name the zone's last words, with their occurrence if need be")


def check_zone(row: Row, world: World) -> Iterator[Problem]:
    """R506: an annotation reaches into a part of the text that is not the article; credits may, they stand there."""
    if row.table != "evidence" or row.values["kind"] in {"zone", "credit"}:
        return
    span = world.span(row)
    for start, end, kind in world.zones.get(row.values["article"], ()) if span else ():
        if span and span[0] < end and start < span[1]:
            message = f"'{row.values['exact'][:40]}' stands in a zone that is not the article ({kind})"
            yield Problem(
                row.place(), "R506", message, "take it from the article itself; give its occurrence if need be"
            )
