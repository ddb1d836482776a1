"""The command line: finds the command that is asked for, and ends with its exit code.

Exit codes: 0 clean, 1 problems in the sources, 2 wrong use or a failing environment, 3 a bug.
"""

import keyword
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from readout import __version__
from readout.commands.say import EXIT_CODES, note, show
from readout.near import did_you_mean, plural

COMMANDS = Path(__file__).with_name("commands")
#: In the order of a curator's work; each is a module in `commands/` whose first line says what it is for.
NAMES = (
    "new", "import", "check", "fmt", "schemas", "build", "slice", "verify", "export", "freeze", "serve", "anchor",
    "status", "agreement",
    "diff", "log", "release", "explain", "docs",
)  # fmt: skip

#: Commands whose libraries are an extra of the package (see pyproject.toml), each with the extra's name.
EXTRAS = {"agreement": "agreement", "slice": "scale"}


def _module(name: str) -> str:
    """The module of a command; one that Python has as a word of its own ends in an underscore."""
    return f"{name}_" if keyword.iskeyword(name) else name


class Commands(click.Group):
    """The commands, of which only the one that is run is loaded: the others' libraries take their time."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all commands."""
        return list(NAMES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Load one command; None where there is none of that name."""
        if name not in NAMES:
            return None
        try:
            command: click.Command = import_module(f"readout.commands.{_module(name)}").command
        except ModuleNotFoundError as error:
            if name not in EXTRAS:
                raise
            extra = EXTRAS[name]
            hint = f"pip install 'readout[{extra}]', or in this folder: .venv/bin/pip install '.[{extra}]'"
            raise click.ClickException(f"`readout {name}` needs the package {error.name}: {hint}") from error
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is asked for. Raises click.UsageError, with the nearest one, where there is none."""
        if args[0] not in NAMES and not args[0].startswith("-"):
            hint = did_you_mean(args[0], NAMES)
            raise click.UsageError(f"No such command '{args[0]}'" + (f"; {hint}" if hint else "."), context)
        return super().resolve_command(context, args)

    def invoke(self, context: click.Context) -> Any:
        """Run the command; where the sources are faulty, show their problems in the format that it was asked for."""
        try:
            return super().invoke(context)
        except Exception as fault:
            problem = sys.modules.get("readout.problem")  # where that is not loaded, no sources could be faulty
            if problem is None or not isinstance(fault, problem.Faulty):
                raise
            project = import_module("readout.project")
            show(fault.problems, project.find_root(context.obj))
            note(f"{plural(len(fault.problems), 'problem')}; {fault.said}")
            raise SystemExit(1) from None

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the first line of their modules, which need not be loaded for it."""
        lines = [((COMMANDS / f"{_module(name)}.py").read_text(encoding="utf-8").split('"""', 2)[1]) for name in NAMES]
        with formatter.section("Commands"):
            formatter.write_dl([(name, line.partition("\n")[0]) for name, line in zip(NAMES, lines, strict=True)])


EPILOG = f"""check, build and anchor print problems with --format people, line, json, github or sarif.

{EXIT_CODES}"""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
@click.version_option(__version__, prog_name="readout")
@click.option("--project", type=click.Path(path_type=Path, file_okay=False, exists=True), help="The project's folder.")
@click.pass_context
def cli(context: click.Context, project: Path | None) -> None:
    """Hand-made annotations of news articles: checked, compiled into SQLite, browsed in Datasette."""
    context.obj = (project or Path.cwd()).resolve()


def main() -> None:
    """Run a command; say what went wrong, and end with the exit code for it."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as end:
        raise SystemExit(end.exit_code) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(2) from None
    except (click.Abort, KeyboardInterrupt):
        raise SystemExit(130) from None
    except OSError as error:
        note(f"readout: {error.filename or 'sources'}: {error.strerror or error}")
        raise SystemExit(2) from None
    except Exception as error:
        import_module("traceback").print_exc()
        note(f"readout: this is a bug: {error}")
        raise SystemExit(3) from None
