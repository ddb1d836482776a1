"""Write what is generated and committed: metadata.yml, docs/schema.md, docs/problems.md."""

from pathlib import Path

import click

from readout.commands.build import write_metadata
from readout.commands.say import wrote
from readout.docs import problems_page, schema_page
from readout.files import write_if_other
from readout.project import open_project


@click.command("docs")
@click.pass_obj
def command(start: Path) -> None:
    """Write what is generated and committed: metadata.yml, docs/schema.md, docs/problems.md."""
    project = open_project(start)
    write_metadata(project)
    pages = {"schema.md": schema_page(project.schema, project.views, project.queries)}
    if (project.root / "tests" / "problems").is_dir():
        pages["problems.md"] = problems_page(project.root / "tests" / "problems")
    for name, page in pages.items():
        file = project.root / "docs" / name
        wrote(file, write_if_other(file, page))
