"""Try fixes on the sources as they are read: only those stay that take their problem away."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from readout.canonical import canonical
from readout.fix import fixed
from readout.problem import Problem
from readout.source import SourceFile
from readout.workspace import Workspace


@dataclass(frozen=True)
class Mended:
    """A source file before and after its fixes, and how many problems they take away."""

    path: str
    before: bytes
    after: bytes
    count: int


def mend(workspace: Workspace, problems: list[Problem]) -> list[Mended]:
    """Apply the fixes of some problems, with their lines, in the workspace; nothing is written.

    A file whose YAML is in doubt (R1) is left alone. A fix is taken back if its problem is still
    there when the file is checked again. A file that was fixed is brought into its canonical form.
    Returns the files that changed, in the order of their paths.
    """
    by_path: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_path[problem.place.path].append(problem)
    mended = (_mend_file(workspace, path, found) for path, found in sorted(by_path.items()))
    return [one for one in mended if one]


def _mend_file(workspace: Workspace, path: str, problems: list[Problem]) -> Mended | None:
    tried = [problem for problem in problems if problem.fix is not None]
    if not tried or any(problem.code.startswith("R1") for problem in problems):
        return None
    before = workspace.files[path].content
    while tried:
        after = fixed(before, tried)
        workspace.change({path: SourceFile(path, after)})
        left = {(problem.code, problem.place.pointer) for problem in workspace.problems_of([path])}
        if any(code.startswith("R1") for code, _ in left):
            break
        gone = [problem for problem in tried if (problem.code, problem.place.pointer) not in left]
        if len(gone) == len(tried):
            form = canonical(SourceFile(path, after), workspace.reader.schema)
            return Mended(path, before, form.content, len(tried))
        tried = gone
    workspace.change({path: SourceFile(path, before)})
    return None


def diff(mended: list[Mended]) -> str:
    """What the fixes change, as a unified diff that `git apply` and `patch -p1` take."""
    return "".join(line for one in mended for line in _diff(one))


def _diff(one: Mended) -> Iterator[str]:
    before, after = _lines(one.before), _lines(one.after)
    for line in unified_diff(before, after, f"a/{one.path}", f"b/{one.path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(content: bytes) -> list[str]:
    """Lines as diff counts them: only U+000A ends one."""
    *lines, last = content.decode("utf-8").split("\n")
    return [line + "\n" for line in lines] + ([last] if last else [])
