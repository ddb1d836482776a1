"""A bare parse: all YAML of a project by PyYAML's CSafeLoader. `python -m tests.bench.bare PROJECT`."""

import sys
from pathlib import Path

import yaml


def parse(project: Path) -> int:
    """Parse the front matter of all articles, and all registers; returns how many documents that were."""
    count = 0
    for folder, pattern in (("articles", "*/*.md"), ("", "**/*.yaml")):
        for file in (project / "sources" / folder).glob(pattern):
            text = file.read_text(encoding="utf-8")
            yaml.load(front_matter(text) if file.suffix == ".md" else text, Loader=yaml.CSafeLoader)
            count += 1
    return count


def front_matter(text: str) -> str:
    """The YAML of an article as the generator writes it."""
    return text.split("---\n", 2)[1]


if __name__ == "__main__":
    print(parse(Path(sys.argv[1])))
