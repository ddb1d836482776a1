"""`_complete.json` at the address of a result: written last, it says where the tables are and what they hold.

The tables lie in a folder of their own beside it, whose name is made of what they were made from. So a build that fails
half way leaves what was there before as it was, and nobody takes half a result for a whole.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from readout.content import TableHash, content_sha256
from readout.contract import CONTRACT
from readout.scale.faults import NotComplete
from readout.scale.place import Place

NAME = "_complete.json"
#: In the folder of the tables: the schema and the SQL that they were made with.
PROJECT = "project"
#: The version of its form.
FORM = 1


@dataclass(frozen=True)
class Complete:
    """A whole result: the folder of its tables, how many parts they have, and what they hold.

    `pieces` has the number of files of each table (a part without rows has none), `views` that of the rows of each view
    that DuckDB took; the others are left to slices.
    """

    folder: str
    parts: int
    readout: str
    files: int
    dataset: dict[str, Any]
    tables: dict[str, TableHash]
    pieces: dict[str, int]
    views: dict[str, int]

    @property
    def content(self) -> str:
        """One hash for all tables of the schema."""
        return content_sha256(self.tables)


def write_complete(target: Place, complete: Complete) -> None:
    """Say that a result is whole. Raises NotThere."""
    said = {"form": FORM, "contract": CONTRACT, "content": complete.content, **asdict(complete)}
    target.write(NAME, (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def read_complete(target: Place) -> Complete:
    """The result at an address. Raises NotComplete where there is none, or none that is whole, and NotThere."""
    if not target.has(NAME):
        raise NotComplete(
            f"{target.url}: there is no {NAME}, so this is no result of a build, or one that is not finished; "
            "look at the address, or run `readout build --to` again"
        )
    try:
        said = json.loads(target.read(NAME))
        if said["form"] != FORM or said["contract"] != CONTRACT:
            raise NotComplete(
                f"{target.url}/{NAME}: of form {said['form']} and contract {said['contract']}; this Readout knows "
                f"{FORM} and {CONTRACT}: build it again, or use the Readout that made it"
            )
        tables = {name: TableHash(**one) for name, one in said["tables"].items()}
        complete = Complete(
            str(said["folder"]),
            int(said["parts"]),
            str(said["readout"]),
            int(said["files"]),
            dict(said["dataset"]),
            tables,
            dict(said["pieces"]),
            dict(said["views"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotComplete(f"{target.url}/{NAME}: half-written or changed; run `readout build --to` again") from error
    if complete.content != said["content"]:
        raise NotComplete(f"{target.url}/{NAME}: its hashes do not belong together; run `readout build --to` again")
    return complete
