"""The SQL that belongs to the dataset: `views/*.sql`, and the saved queries in `queries/*.sql`.

A file begins with comments that readers of the database see:

    -- Title
    -- What it shows, in one or more lines.
    --
    -- column: what the column means
    -- :parameter: what to put in
    -- facets: column, column
    -- sort: column
    -- stored: column (see readout.stored)
    -- indexes: column, column column
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from readout.problem import Place, Problem

NAMED = re.compile(r"(:?[a-z][a-z0-9_]*): (.+)")
PARAMETER = re.compile(r"(?<![:\w]):([a-z][a-z0-9_]*)")


@dataclass
class Statement:
    """One file of SQL: a view or a saved query, with what its comments say, and its bytes."""

    name: str
    path: str
    sql: str
    title: str = ""
    description: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    facets: list[str] = field(default_factory=list)
    sort: str = ""
    stored: str = ""
    indexes: list[str] = field(default_factory=list)
    content: bytes = field(default=b"", repr=False)


def read_statements(project: Path, folder: str) -> tuple[list[Statement], list[Problem]]:
    """All statements of a folder by name, and what is wrong with their comments (R607)."""
    statements: list[Statement] = []
    problems: list[Problem] = []
    for file in sorted((project / folder).glob("*.sql")):
        path = f"{folder}/{file.name}"
        try:
            statements.append(parse_statement(file, path))
        except UnicodeDecodeError as error:
            message = f"byte {error.start} is not UTF-8"
            problems.append(Problem(Place(path, 1, 1), "R101", message, "save the file as UTF-8"))
        else:
            problems += _problems(statements[-1])
    return statements, problems


def read_sql(project: Path) -> tuple[list[Statement], list[Statement], list[Problem]]:
    """The views and the saved queries of a project, and what is wrong with their comments."""
    views, bad_views = read_statements(project, "views")
    queries, bad_queries = read_statements(project, "queries")
    return views, queries, [*bad_views, *bad_queries]


def parse_statement(file: Path, path: str) -> Statement:
    """One statement; its name is that of its file."""
    statement = Statement(file.stem, path, "", content=file.read_bytes())
    lines = statement.content.decode("utf-8").splitlines()
    head = 0
    while head < len(lines) and lines[head].startswith("--"):
        head += 1
    statement.sql = "\n".join(lines[head:]).strip().removesuffix(";")
    comments = [line.removeprefix("--").strip() for line in lines[:head]]
    prose = comments[: comments.index("")] if "" in comments else comments
    statement.title, statement.description = (prose or [""])[0], " ".join(prose[1:])
    for line in _unfold(comments[len(prose) :]):
        match = NAMED.fullmatch(line)
        if not match:
            continue
        name, text = match.groups()
        if name.startswith(":"):
            statement.parameters[name[1:]] = text
        elif name in ("facets", "indexes"):
            setattr(statement, name, [part.strip() for part in text.split(",")])
        elif name in ("sort", "stored"):
            setattr(statement, name, text)
        else:
            statement.columns[name] = text
    return statement


def _unfold(comments: list[str]) -> list[str]:
    """Join a description that runs over several lines."""
    lines: list[str] = []
    for line in comments:
        if line and not NAMED.fullmatch(line) and lines:
            lines[-1] += " " + line
        elif line:
            lines.append(line)
    return lines


def _problems(statement: Statement) -> Iterator[Problem]:
    place = Place(statement.path, 1, 1)
    if not statement.title or not statement.description:
        hint = "begin with '-- Title' and '-- What it shows'; readers see them"
        yield Problem(place, "R607", "no title and description", hint)
    for name in dict.fromkeys([statement.stored, *" ".join(statement.indexes).split()]):
        if name and name not in statement.columns:
            hint = "`stored` and `indexes` name columns that are described here"
            yield Problem(place, "R607", f"there is no column '{name}'", hint)
    wanted = set(PARAMETER.findall(re.sub(r"--.*|'[^']*'", "", statement.sql)))
    for name in sorted(wanted ^ statement.parameters.keys()):
        what = "is not described" if name in wanted else "is described and not used"
        yield Problem(place, "R607", f"the parameter :{name} {what}", f"write '-- :{name}: what to put in'")
