"""Names of records as the web takes them: an IRI for each row of each table, the same in every format."""

from urllib.parse import quote

from readout.export.source import Source

URN = "urn:readout"


class Iris:
    """The IRIs of a database's rows: urn:readout:TABLE:ID, or BASE/TABLE/ID where the source has a base address."""

    def __init__(self, source: Source) -> None:
        self._base = source.base.rstrip("/") if source.base else None
        self._columns: dict[tuple[str, str], str] = {
            (row["table_name"], row["column_name"]): row["id"] for row in source.dicts("columns")
        }

    def of(self, table: str, record: str) -> str:
        """The IRI of a row, by its table and id."""
        path = quote(record, safe="")
        return f"{self._base}/{table}/{path}" if self._base else f"{URN}:{table}:{path}"

    @property
    def columns(self) -> str:
        """What the IRIs of the columns begin with: a property is named by its row in the table `columns`."""
        return self.of("columns", "")

    def column(self, table: str, name: str) -> str:
        """A column as a property's name, to be put after the prefix of `columns`. Raises KeyError."""
        return self._columns[table, name]
