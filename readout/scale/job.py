"""What every task of one build on a cluster needs to know; the large parts of it lie where the workers read them."""

from dataclasses import dataclass
from functools import lru_cache

from readout.record import Reader
from readout.scale.place import Place
from readout.scale.versions import Versions
from readout.schema import Schema
from readout.schema_compile import parse_schema

#: In the folder of the work: the schema, as it was when the build began.
SCHEMA = "schema.yaml"


@dataclass(frozen=True)
class Job:
    """One build: where its sources are, where what is made on the way goes, and of which versions everybody is.

    `groups` counts the groups that the sources are read in, and `parts` those of the result.
    """

    project: Place
    work: Place
    versions: Versions
    groups: int
    parts: int

    @property
    def schema(self) -> Schema:
        """The contract."""
        return _reader(self.work, SCHEMA).schema

    @property
    def reader(self) -> Reader:
        """What reads source files; the very same as on one machine."""
        return _reader(self.work, SCHEMA)

    def made(self, kind: str) -> list[str]:
        """The files of one kind that reading makes, one a group, in the folder of the work."""
        return [made_name(kind, number) for number in range(self.groups)]


def made_name(kind: str, number: int) -> str:
    """The file of one kind that reading one group makes."""
    return f"{kind}/{number:06}.parquet"


@lru_cache(maxsize=4)
def _reader(work: Place, name: str) -> Reader:
    content = work.read(name)
    schema = parse_schema(content.decode("utf-8-sig"))
    return Reader(Schema(schema.raw, schema.tables, schema.registers, schema.article, schema.vocabularies, content))
