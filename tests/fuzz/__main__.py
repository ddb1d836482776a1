"""Feed the targets for long: `scripts/fuzz [TARGET…] [--seconds N]`. What makes one fail is kept in build/fuzz/."""

import sys
import time
import traceback
from hashlib import sha256
from pathlib import Path
from random import Random

import click

from tests.conftest import CORPUS, ROOT
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS

KEPT = Path(__file__).with_name("corpus")
FAILED = ROOT / "build" / "fuzz"


def seeds(target: str) -> list[bytes]:
    """What a target begins with: what is kept for it, and the files of the made-up project."""
    kept = [file.read_bytes() for file in sorted((KEPT / target).glob("*"))]
    endings = {"article": (".md",), "register": (".yaml",), "anchors": (".json",), "dates": ()}.get(
        target, (".md", ".yaml")
    )
    return kept + [file.read_bytes() for file in sorted(CORPUS.rglob("*")) if file.suffix in endings]


def try_one(target: str, given: bytes) -> bool:
    """Feed a target; where it fails, say how and keep the bytes. Returns whether it held."""
    try:
        TARGETS[target](given)
    except Exception:
        traceback.print_exc()
        FAILED.mkdir(parents=True, exist_ok=True)
        file = FAILED / f"{target}-{sha256(given).hexdigest()[:12]}"
        file.write_bytes(given)
        click.echo(f"kept {file}", err=True)
        return False
    return True


def by_chance(target: str, seconds: float, seed: int) -> int:
    """Feed a target with changed seeds, on any system; returns how many inputs made it fail."""
    chance, known, end, failed, count = Random(seed), seeds(target), time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        failed += not try_one(target, mutated(chance.choice(known), known, chance))
        count += 1
    click.echo(f"{target}: {count:,} inputs by chance, {failed} failed")
    return failed


def by_coverage(target: str, seconds: float) -> None:
    """Feed a target with what reaches new lines of the code (atheris, on Linux); ends the process."""
    import atheris  # noqa: PLC0415  # there are no wheels for other systems

    folder = FAILED / f"seeds-{target}"
    folder.mkdir(parents=True, exist_ok=True)
    for given in seeds(target):
        (folder / sha256(given).hexdigest()[:16]).write_bytes(given)
    atheris.instrument_all()
    crashes = f"-artifact_prefix={FAILED}/{target}-"
    limits = [f"-max_total_time={seconds:.0f}", "-timeout=20", "-rss_limit_mb=1500"]
    atheris.Setup([sys.argv[0], str(folder), *limits, crashes], TARGETS[target])
    atheris.Fuzz()


@click.command()
@click.argument("targets", nargs=-1, type=click.Choice(list(TARGETS)))
@click.option("--seconds", default=300.0, show_default=True, help="For each target.")
@click.option("--seed", default=0, show_default=True, help="Of what is tried by chance.")
@click.option("--coverage", is_flag=True, help="Let atheris look for what reaches new lines; one target, on Linux.")
def main(targets: tuple[str, ...], seconds: float, seed: int, coverage: bool) -> None:
    """Feed the strict reader, articles, registers, anchors, fmt, fixes and dates with what chance makes."""
    chosen = targets or tuple(TARGETS)
    if coverage:
        if len(chosen) != 1:
            raise click.UsageError("--coverage takes one target")
        by_coverage(chosen[0], seconds)
    failed = sum(by_chance(target, seconds, seed) for target in chosen)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
