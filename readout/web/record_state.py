"""What git knows of a record's history, for its page."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

from readout.kept_history import KEPT, read_kept
from readout.web.section import Site

_LAST = 20


class RecordState:
    """For templates: `state.history(TABLE, ID)`."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def history(self, table: str, record: str) -> list[dict[str, Any]]:
        """The last commits that changed a record, the newest first; none where none is at hand."""
        path = self.site.database.path
        file = Path(path).with_name(KEPT) if path else None
        if file is None or not file.is_file():
            return []
        try:
            rows = await self.site.rows("SELECT sources_sha256 FROM dataset")
        except sqlite3.OperationalError:
            return []
        return await asyncio.to_thread(read_kept, file, rows[0]["sources_sha256"] if rows else "", table, record, _LAST)
