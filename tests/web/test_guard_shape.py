"""What tables there are is looked up once, in a database that does not change."""

import asyncio
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from datasette.app import Datasette

#: Work that a page may still give to Datasette's threads; before, the list of tables gave them seven hundred.
FEW = 10


def counted(datasette: Datasette) -> Counter[str]:
    """Counts what a Datasette gives to its threads for our database."""
    database, given = datasette.databases["readout"], Counter[str]()
    inside = database.execute_fn

    async def execute_fn(work: Any, *args: Any, **options: Any) -> Any:
        given[work.__qualname__] += 1
        return await inside(work, *args, **options)

    database.execute_fn = execute_fn
    return given


async def page(datasette: Datasette, path: str) -> str:
    """The text of a page."""
    answer = await datasette.client.get(path)
    assert answer.status_code == 200
    return str(answer.text)


def test_the_list_of_tables_asks_once(database: Path) -> None:
    """The second time it is the same page, for next to no work."""

    async def play() -> None:
        datasette = Datasette([], immutables=[str(database)])
        first = await page(datasette, "/readout")
        given = counted(datasette)
        assert await page(datasette, "/readout") == first
        assert given.total() < FEW, given

    asyncio.run(play())


def test_a_database_that_may_change_is_looked_at_again(database: Path, tmp_path: Path) -> None:
    """A table that is new in it is found."""

    async def play() -> None:
        copy = tmp_path / "readout.db"
        shutil.copy(database, copy)
        datasette = Datasette([str(copy)])
        assert "brand_new" not in await page(datasette, "/readout.json")
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("CREATE TABLE brand_new (id TEXT PRIMARY KEY)")
        assert "brand_new" in await datasette.databases["readout"].table_names()

    asyncio.run(play())


def test_what_is_told_may_be_changed(database: Path) -> None:
    """By who asks, without anybody else seeing it."""

    async def play() -> None:
        datasette = Datasette([], immutables=[str(database)])
        await page(datasette, "/readout/articles.json")
        ours = datasette.databases["readout"]
        (await ours.foreign_keys_for_table("articles")).clear()
        assert await ours.foreign_keys_for_table("articles")

    asyncio.run(play())
