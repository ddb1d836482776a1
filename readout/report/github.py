"""Problems for GitHub Actions: workflow commands, which it shows beside the lines of a pull request."""

from readout.problem import Place, Problem
from readout.report import Lines
from readout.report.excerpt import harmless


def render(problems: list[Problem], lines: Lines) -> str:
    """One command a problem."""
    return "\n".join(map(_command, problems))


def _command(problem: Problem) -> str:
    properties = {**_place(problem.place), "title": f"{problem.code} {problem.name}"}
    listed = ",".join(f"{name}={_property(harmless(str(value)))}" for name, value in properties.items())
    message = harmless(problem.message)
    if problem.hint:
        message += f"\nhint: {harmless(problem.hint)}"
    return f"::error {listed}::{_escaped(message)}"


def _place(place: Place) -> dict[str, str | int]:
    """GitHub takes columns only for what stands on one line."""
    found: dict[str, str | int] = {"file": place.path, "line": place.line or 1}
    if place.end_line > place.line:
        return {**found, "endLine": place.end_line}
    found["col"] = place.column or 1
    return {**found, "endColumn": place.end_column} if place.end_line else found


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
