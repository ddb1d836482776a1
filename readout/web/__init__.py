"""The reader's pages: a Datasette plugin, for Datasette 0.65 and the 1.0 alphas.

It shows itself only where there is a database named `readout` of this package's making.
"""

from readout.web.plugin import (
    asgi_wrapper,
    extra_js_urls,
    extra_template_vars,
    handle_exception,
    menu_links,
    prepare_connection,
    prepare_jinja2_environment,
    register_output_renderer,
    register_routes,
    render_cell,
)

__all__ = [
    "asgi_wrapper",
    "extra_js_urls",
    "extra_template_vars",
    "handle_exception",
    "menu_links",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_output_renderer",
    "register_routes",
    "render_cell",
]
