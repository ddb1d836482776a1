"""The whole report as a value: what was counted, the groups with their measures, and the differences."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from readout.agreement.annotation import Case, LeftOut
from readout.agreement.differences import Difference, differences
from readout.agreement.measures import Measured, measure, measures
from readout.agreement.spans import SpanAgreement, span_agreement

By = Literal["all", "article", "outlet", "pair"]


@dataclass(frozen=True)
class Group:
    """Some of the articles, or of the annotations: what holds them together, and how far they agree."""

    name: str
    articles: int
    measured: tuple[Measured, ...]
    spans: SpanAgreement


@dataclass(frozen=True)
class Report:
    """What `readout agreement` says. `guides` names the articles whose annotations rest on different guides."""

    by: By
    cases: tuple[Case, ...]
    left_out: tuple[LeftOut, ...]
    guides: tuple[str, ...]
    groups: tuple[Group, ...]
    differences: tuple[Difference, ...]


def report(cases: Sequence[Case], left_out: Iterable[LeftOut], frames: Iterable[str], by: By) -> Report:
    """The report on some articles, in groups. Takes the codes of the vocabulary of frames, too."""
    wanted = measures(frames)
    groups = [
        Group(name, len(members), tuple(measure(members, each) for each in wanted), span_agreement(members))
        for name, members in _groups(cases, by).items()
    ]
    guides = [said for case in cases if (said := _guides(case))]
    found = [difference for case in cases for difference in differences(case)]
    return Report(by, tuple(cases), tuple(left_out), tuple(guides), tuple(groups), tuple(found))


def _groups(cases: Sequence[Case], by: By) -> dict[str, list[Case]]:
    if by == "all":
        return {"all": list(cases)} if cases else {}
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if by == "pair":
            for one, other in case.pairs():
                names = sorted((one.curator, other.curator))
                groups[" and ".join(names)].append(case.only(names))
        else:
            groups[case.article if by == "article" else case.outlet].append(case)
    return dict(sorted(groups.items()))


def _guides(case: Case) -> str:
    """Who annotated under which version of the guide, where it was not the same."""
    if len({annotation.guide for annotation in case.annotations}) == 1:
        return ""
    said = [f"{each.curator} {each.guide or 'none named'}" for each in case.annotations]
    return f"{case.article}: " + ", ".join(said)
