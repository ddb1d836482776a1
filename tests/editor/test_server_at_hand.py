"""Without a language server the schemas for editors are not tried, and that is said."""

from .conftest import need_a_server


def test_there_is_a_server() -> None:
    """Node.js and yaml-language-server are at hand."""
    assert need_a_server()
