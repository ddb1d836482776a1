"""Say what a problem's code means, and how to put it right."""

import click

from readout.commands.say import say
from readout.explain import Explanation, explanations
from readout.near import did_you_mean

COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command("explain")
@click.argument("codes", nargs=-1, metavar="CODE...")
@click.option("--list", "all_codes", is_flag=True, help="List all codes with their names.")
def command(codes: tuple[str, ...], all_codes: bool) -> None:
    """Say what a problem's code means, and how to put it right.

    CODE is a code or a name, such as R301 or unknown-reference.
    """
    known = explanations()
    if all_codes:
        widest = max(len(one.name) for one in known.values())
        say("\n".join(f"{one.code} {one.name:<{widest}}  {one.summary}" for one in known.values()))
    elif not codes:
        raise click.UsageError("name a code, such as R301, or list them all with --list")
    else:
        say("\n\n\n".join(_shown(one) for one in [_find(code, known) for code in codes]))


def _find(asked: str, known: dict[str, Explanation]) -> Explanation:
    by_name = {one.name: one for one in known.values()}
    found = known.get(asked.upper()) or by_name.get(asked.lower())
    if found is None:
        near = did_you_mean(asked.upper(), known) or did_you_mean(asked.lower(), by_name)
        raise click.UsageError(f"no problem has the code '{asked}'; {near or 'list them all with --list'}")
    return found


def _shown(one: Explanation) -> str:
    lines = (click.style(line, COLOURS.get(line[4:5])) if line[:4].isspace() else line for line in _lines(one))
    return "\n".join([click.style(f"{one.code} {one.name}", bold=True), "", *lines])


def _lines(one: Explanation) -> list[str]:
    return one.text().split("\n")
