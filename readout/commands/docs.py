"""Write what is generated and committed: metadata.yml, pages in docs/, the explanations of problems."""

from pathlib import Path

import click

from readout.commands.build import write_metadata
from readout.commands.say import wrote
from readout.docs import schema_page
from readout.examples import problems_file, problems_page, read_examples
from readout.files import write_if_other
from readout.project import open_project


@click.command("docs")
@click.pass_obj
def command(start: Path) -> None:
    """Write what is generated and committed: metadata.yml, pages in docs/, the explanations of problems.

    The pages are docs/schema.md and, where tests/problems is, docs/problems.md and readout/problems.json.
    """
    project = open_project(start)
    write_metadata(project.root, project.schema, project.views, project.queries)
    pages = {"docs/schema.md": schema_page(project.schema, project.views, project.queries)}
    folder = project.root / "tests" / "problems"
    if folder.is_dir():
        examples = read_examples(folder)
        pages["docs/problems.md"] = problems_page(examples)
        pages["readout/problems.json"] = problems_file(examples)
    for path, page in pages.items():
        wrote(project.root / path, write_if_other(project.root / path, page))
