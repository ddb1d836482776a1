"""Whether there is a browser for the tests beside this one."""

from .conftest import need_a_browser


def test_there_is_a_browser() -> None:
    """Chromium and the packages are there; else one line says how to install them, and where CI=true it fails."""
    need_a_browser()
