"""Write what editors complete and explain from: build/NAME.schema.json.

Unlike `build` it works while the sources have problems, since that is when one edits.
"""

from pathlib import Path

import click

from readout.commands.say import EXIT_CODES, wrote
from readout.editors import known_ids, write_schemas
from readout.project import open_project


@click.command("schemas", epilog=EXIT_CODES)
@click.pass_obj
def command(start: Path) -> None:
    """Write what editors complete and explain from: build/NAME.schema.json."""
    project = open_project(start)
    for file in write_schemas(project.root, project.schema, known_ids(project.world)):
        wrote(file, True)
