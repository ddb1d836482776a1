"""What needs more than one file: the list below is the table of contents.

A check is a function of one file's rows and the world around it, that yields problems. It runs on
rows whose shape is right, and never sees a malformed value.
"""

from collections.abc import Callable, Iterator

from readout.checks.anchors import check_anchor, check_anchors_file, check_zone, check_zone_order
from readout.checks.compared import check_claim_compared, check_naming_compared, check_used
from readout.checks.coverage import check_absent, check_story
from readout.checks.dates import check_file_date
from readout.checks.exceptions import apply_exceptions
from readout.checks.grounds import check_grounds
from readout.checks.ids import check_annotation_id, check_record_id
from readout.checks.judgements import check_absent_evidence, check_event_date, check_reason, check_suggestions
from readout.checks.locators import check_locator
from readout.checks.memory import Memory
from readout.checks.quotes import check_budget, check_speaker, check_twice, check_utterance_speaker
from readout.checks.references import check_circle, check_references
from readout.checks.seconds import check_second
from readout.checks.values import check_value
from readout.checks.withdrawn import check_former_id, check_merged, check_withdrawn
from readout.checks.world import Doubts, NotYet, Question, World
from readout.problem import Problem
from readout.unit import Unit
from readout.units import Crash

Check = Callable[[Unit, World], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    check_record_id,
    check_second,
    check_annotation_id,
    check_references,
    check_circle,
    check_withdrawn,
    check_merged,
    check_former_id,
    check_grounds,
    check_locator,
    check_file_date,
    check_value,
    check_story,
    check_absent,
    check_budget,
    check_twice,
    check_speaker,
    check_utterance_speaker,
    check_event_date,
    check_absent_evidence,
    check_claim_compared,
    check_naming_compared,
    check_reason,
    check_used,
    check_suggestions,
    check_anchors_file,
    check_anchor,
    check_zone,
    check_zone_order,
)


def run_checks(unit: Unit, world: World) -> list[Problem]:
    """The problems that all checks find in one file; raises Crash where one of them fails itself, and NotYet."""
    problems: list[Problem] = []
    for check in CHECKS:
        try:
            problems += check(unit, world)
        except NotYet:
            raise
        except Exception as error:
            raise Crash(check.__name__, unit.path) from error
    return apply_exceptions(unit, problems, world)


def check_zones(unit: Unit, world: World) -> list[Problem]:
    """The problems of one article's zones alone, for anchors that were just made."""
    return [*check_zone_order(unit, world), *check_zone(unit, world)]


__all__ = ["CHECKS", "Crash", "Doubts", "Memory", "NotYet", "Question", "World", "check_zones", "run_checks"]
