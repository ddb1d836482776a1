"""Problems for code scanning: SARIF 2.1.0, the OASIS standard, with what each code means and with fixes."""

import json
from typing import Any
from urllib.parse import quote

from readout import __version__
from readout.explain import Explanation, explanations
from readout.fix import replacement
from readout.problem import NAMES, Place, Problem
from readout.report import Lines
from readout.report.excerpt import harmless

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(problems: list[Problem], lines: Lines) -> str:
    """One log with one run, in ASCII."""
    codes = sorted({problem.code for problem in problems})
    known = explanations()
    driver = {
        "name": "Readout",
        "semanticVersion": __version__,
        "rules": [_rule(code, known.get(code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes, lines) for problem in problems],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: str, explanation: Explanation | None) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": code,
        "name": NAMES[code],
        "shortDescription": {"text": NAMES[code].replace("-", " ")},
        "defaultConfiguration": {"level": "error"},
    }
    if explanation:
        rule["fullDescription"] = {"text": explanation.meaning}
        rule["help"] = {"text": explanation.text(), "markdown": explanation.markdown()}
    return rule


def _result(problem: Problem, codes: list[str], lines: Lines) -> dict[str, Any]:
    message, hint = harmless(problem.message), harmless(problem.hint)
    text = f"{message}\nhint: {hint}" if hint else message
    where = {"artifactLocation": _file(problem.place), "region": _region(problem.place)}
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": "error",
        "message": {"text": text},
        "locations": [{"physicalLocation": where}],
    }
    word = replacement(problem, lines(problem.place.path))
    if word is not None:
        change = {"deletedRegion": _region(problem.place), "insertedContent": {"text": word}}
        changes = [{"artifactLocation": _file(problem.place), "replacements": [change]}]
        result["fixes"] = [{"description": {"text": f"write {word}"}, "artifactChanges": changes}]
    return result


def _file(place: Place) -> dict[str, str]:
    return {"uri": quote(place.path.encode("utf-8", "surrogateescape"))}  # a name may be no UTF-8


def _region(place: Place) -> dict[str, int]:
    if not place.end_line:
        return {"startLine": place.line or 1}
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
