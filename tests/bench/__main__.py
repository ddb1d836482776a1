"""What `scripts/bench` runs: one of the measurements, each a module of this package."""

from importlib import import_module
from pathlib import Path

import click

#: Each is a module beside this one, whose first line says what it is for, with a click command named `command`.
NAMES = (
    "corpus",
    "start",
    "watch",
    "pages",
    "multiplied",
    "statements",
    "export",
    "cache",
    "imports",
    "serve",
    "compare",
    "grow",
    "scale",
    "replicas",
)


class Benches(click.Group):
    """The measurements, of which only the one that is asked for is loaded."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all."""
        return list(NAMES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Load one; None where there is none of that name."""
        if name not in NAMES:
            return None
        command: click.Command = import_module(f"{__package__}.{name}").command
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List them with the first line of their modules."""
        texts = [Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8") for name in NAMES]
        with formatter.section("What"):
            first_lines = [text.split('"""')[1].partition("\n")[0] for text in texts]
            formatter.write_dl(list(zip(NAMES, first_lines, strict=True)))


@click.group(cls=Benches, invoke_without_command=True, subcommand_metavar="WHAT [OPTIONS]")
@click.pass_context
def bench(context: click.Context) -> None:
    """Make a project to measure on, or measure how fast Readout is. Take ratios, not seconds."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


if __name__ == "__main__":
    bench(prog_name="scripts/bench")
