"""Which part of the result a record goes into: all that belongs to one story goes into one."""

from hashlib import blake2b

from readout.row import Row
from readout.scale.place import Place, name_of
from readout.schema import Schema

STORIES = "stories"
#: Bytes of sources that one task takes at the most; their rows take some two hundred megabytes of memory.
LARGEST = 32_000_000
#: But there are no more tasks than so many: each looks into what all others wrote.
MOST = 1000


def task_size(size: int, few: int, least: int) -> int:
    """How many bytes of sources one task takes, of a project whose sources have so many.

    Takes how many tasks are enough for a cluster to share, and how many bytes are worth a task.
    """
    return max(min(max(size // few, least), LARGEST), size // MOST)


def count_parts(size: int, part_size: int) -> int:
    """How many parts a project has whose sources have so many bytes together."""
    return max(1, -(-size // part_size))


def part_name(part: int) -> str:
    """The file name of a part of a table."""
    return f"part-{part:05}.parquet"


def part_files(tables: Place, table: str) -> list[str]:
    """The names of a table's files, in order; what a killed worker left unfinished is none of them. Raises NotThere."""
    names = (name_of(info) for info in tables.entries(table))
    return sorted(name for name in names if name.startswith("part-"))


def part_of(table: str, record: str, story: str | None, parts: int) -> int:
    """The part of a record: by its story, or by itself where it belongs to none. The same on every machine."""
    key = f"{STORIES}:{story}" if story else f"{table}:{record}"
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) % parts


def story_of(row: Row, schema: Schema) -> str | None:
    """The story that the row of a record belongs to, a story's own row included; None where it belongs to none."""
    if row.table == STORIES:
        return row.id
    column = story_column(row.table, schema)
    return row.values.get(column) if column else None


def story_column(table: str, schema: Schema) -> str | None:
    """The column of a table by which its records belong to stories."""
    references = schema.tables[table].references
    return next((column for column, target in references.items() if target == STORIES), None)
