"""Answers: a page from a template, and a page for what is not there."""

from difflib import get_close_matches
from typing import Any

from datasette import Response

from readout.web.kinds import KINDS
from readout.web.redirects import withdrawn
from readout.web.section import Site


async def page(site: Site, template: str, context: dict[str, Any], status: int = 200) -> Response:
    """An HTML page."""
    html = await site.datasette.render_template(template, {"metadata": {}, **context}, request=site.request)
    return Response.html(html, status=status)


async def not_found(site: Site, kind: str, record_id: str) -> Response:
    """410 and the reason where the record was withdrawn; else 404, with those whose ids or names are near."""
    if reason := await withdrawn(site.datasette, site.request.path):
        return await page(site, "error.html", {"status": 410, "title": "Withdrawn", "error": reason}, status=410)
    label = KINDS[kind]
    start = record_id[:60]
    sql = f"SELECT id, {label} AS label FROM {kind} WHERE id LIKE :part OR {label} LIKE :part LIMIT 10"
    found = await site.rows(sql, {"part": f"%{start[:12]}%"})
    if not found:
        every = await site.rows(f"SELECT id, {label} AS label FROM {kind} LIMIT 5000")
        near = get_close_matches(start, [row["id"] for row in every], n=8, cutoff=0.4)
        found = [row for row in every if row["id"] in near]
    context = {"kind": kind, "record_id": start, "near": found}
    return await page(site, "readout_not_found.html", context, status=404)
