"""The repository's dataset, served by either Datasette as `readout serve` does, once for all tests of the API."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.attacked import Attacked, serving
from tests.web.conftest import real_database  # noqa: F401


@pytest.fixture(scope="session", params=[False, True], ids=["datasette-0", "datasette-1"])
def server(
    request: pytest.FixtureRequest,
    real_database: Path,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Attacked]:
    """A running server."""
    with serving(real_database, tmp_path_factory.mktemp("api"), request.param) as running:
        yield running
