"""The lines in a source file that are there for editors, and say nothing of the record."""

from readout.source import ARTICLE, SECOND, register_of

#: Where the schemas for editors are written, relative to the project.
FOLDER = "build"
#: The first line of a note, below the front matter. It tells YAML that all that follows is text; in Markdown it is
#: an empty quotation, which nobody sees.
NOTE_MARK = ">"


def schema_file(name: str) -> str:
    """The file name of the editors' schema of a register, or of `article`."""
    return f"{name}.schema.json"


def modeline(path: str) -> str:
    """The comment that tells an editor which schema a source file follows, without a line end.

    Takes the file's path relative to the project, such as `sources/claims/otterby.yaml`. It is the
    first line of a register, and the first below the opening hyphens of an article. Raises
    ValueError for a path that is neither.
    """
    is_article = ARTICLE.fullmatch(path) or SECOND.fullmatch(path)
    name = "article" if is_article else register_of(path)
    if not name:
        raise ValueError(f"{path} is no register and no article")
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}{FOLDER}/{schema_file(name)}"
