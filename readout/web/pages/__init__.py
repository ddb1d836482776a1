"""The reader's pages: which address is answered by what."""

from collections.abc import Awaitable, Callable

from datasette import Response

from readout.web.api.described import openapi_page
from readout.web.downloads.pages import download, downloads_json, downloads_page
from readout.web.pages.actor import actor_page
from readout.web.pages.article import article_page
from readout.web.pages.claim import claim_page
from readout.web.pages.compare import compare_page
from readout.web.pages.concept import concept_page
from readout.web.pages.event import event_page
from readout.web.pages.feeds import articles_feed, changes_feed, robots, sitemap
from readout.web.pages.healthy import healthy
from readout.web.pages.outlet import outlet_page
from readout.web.pages.plots import plot_file, plots_page
from readout.web.pages.search import search_page
from readout.web.pages.story import story_page
from readout.web.pages.utterance import utterance_page

ID = r"(?P<record_id>[^/]+)$"
PLOT = "timeline|stance|sources|similarity|activity"

PAGES: list[tuple[str, Callable[..., Awaitable[Response]]]] = [
    (rf"^/stories/{ID}", story_page),
    (rf"^/articles/{ID}", article_page),
    (rf"^/utterances/{ID}", utterance_page),
    (rf"^/outlets/{ID}", outlet_page),
    (rf"^/actors/{ID}", actor_page),
    (rf"^/events/{ID}", event_page),
    (rf"^/claims/{ID}", claim_page),
    (rf"^/concepts/{ID}", concept_page),
    (r"^/search$", search_page),
    (r"^/compare$", compare_page),
    (r"^/feeds/articles\.atom$", articles_feed),
    (r"^/feeds/changes\.atom$", changes_feed),
    (r"^/sitemap\.xml$", sitemap),
    (r"^/sitemap-(?P<part>[0-9]+)\.xml$", sitemap),
    (r"^/robots\.txt$", robots),
    (r"^/-/healthy\.json$", healthy),
    (r"^/-/openapi\.json$", openapi_page),
    (r"^/-/downloads$", downloads_page),
    (r"^/-/downloads\.json$", downloads_json),
    (r"^/-/downloads/(?P<name>[a-z-]+)/(?P<path>.+)$", download),
    (r"^/plots$", plots_page),
    (rf"^/plots/(?P<name>{PLOT})$", plots_page),
    (rf"^/plots/(?P<name>{PLOT})\.(?P<form>svg|png)$", plot_file),
]
