"""What `readout serve` does once its database is there: `python -m tests.bench.serving.host FOLDER PORT`."""

import os
import sys
from importlib.metadata import version
from pathlib import Path

from readout.commands.follow import end_as_by_ctrl_c
from readout.commands.serving import Served
from readout.server import datasette_arguments, listen, surroundings
from readout.supervisor import Supervisor

HOST = "127.0.0.1"


def main() -> None:
    """Serve the folder's database and metadata until it is told to end."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])

    def arguments(copy: Path) -> list[str]:
        return datasette_arguments(copy / "readout.db", copy / "metadata.yml", HOST, port, version("datasette"))

    files = [folder / "readout.db", folder / "metadata.yml"]
    end_as_by_ctrl_c()
    with listen(HOST, port) as listening:
        served = Served(Supervisor(listening, folder, arguments, surroundings(os.environ, None)), files)
        try:
            served.start()
            served.keep()
        except KeyboardInterrupt:
            return
        finally:
            served.close()


if __name__ == "__main__":
    main()
