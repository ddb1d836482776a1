"""Who annotated and who reviewed each article: the rows of the table `article_annotators`."""

from collections.abc import Iterable, Iterator

from readout.row import Row, row_id
from readout.unit import Unit

TABLE = "article_annotators"


def annotator_rows(articles: Iterable[Row], seconds: Iterable[Unit]) -> Iterator[Row]:
    """A row for each curator of an article and each part that he or she had in its annotation.

    Takes the rows of the articles and the second, independent annotations. Who reviewed a second
    annotation is not among them: it is of use only as its maker left it.
    """
    known = set()
    for article in articles:
        known.add(article.id)
        yield _row(article, "curator", "annotated")
        if article.values.get("reviewed_by"):
            yield _row(article, "reviewed_by", "reviewed")
    for second in seconds:
        if second.article is not None and not second.article.broken and second.article.id in known:
            yield _row(second.article, "curator", "annotated-independently")


def _row(article: Row, field: str, role: str) -> Row:
    curator = str(article.values[field])
    values = {
        "id": row_id(article.id, TABLE, curator, role), "article": article.id, "curator": curator, "role": role,
        "status": article.values.get("status"), "guide": article.values.get("guide"),
    }  # fmt: skip
    return Row(TABLE, values, article.path, article.pointer)
