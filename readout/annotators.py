"""Who annotated and who reviewed each article: the rows of the table `article_annotators`."""

from collections.abc import Iterator

from readout.checks.world import World
from readout.row import Row, Rows, row_id
from readout.unit import Unit

TABLE = "article_annotators"


def annotator_rows(unit: Unit, rows: Rows, world: World) -> Iterator[Row]:
    """A row for each curator of an article and each part that he or she had in its annotation.

    Takes an article, or a second annotation of one, and its rows that the database has. Who reviewed a second
    annotation is not among them: it is of use only as its maker left it.
    """
    if unit.curator:
        if unit.article is not None and not unit.article.broken and _stands(unit.article.id, world):
            yield _row(unit.article, "curator", "annotated-independently")
        return
    for article in rows["articles"]:
        yield _row(article, "curator", "annotated")
        if article.values.get("reviewed_by"):
            yield _row(article, "reviewed_by", "reviewed")


def _stands(article: str, world: World) -> bool:
    """Whether the database has an article: it is not withdrawn."""
    first = world.record("articles", article)
    return first is not None and not first.broken and article not in world.withdrawn("articles")


def _row(article: Row, field: str, role: str) -> Row:
    curator = str(article.values[field])
    values = {
        "id": row_id(article.id, TABLE, curator, role), "article": article.id, "curator": curator, "role": role,
        "status": article.values.get("status"), "guide": article.values.get("guide"),
    }  # fmt: skip
    return Row(TABLE, values, article.path, article.pointer)
