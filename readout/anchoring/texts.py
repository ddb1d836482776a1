"""The articles' texts as they come: files in a folder, each read when it is asked for."""

import stat
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from readout.anchoring.encoding import is_damaged, likely_encoding
from readout.normal import Folded, fold
from readout.problem import Problem
from readout.row import Row

LARGEST = 4_000_000
#: So many texts are kept, for articles of one story that look into one another's.
KEPT_TEXTS = 256


@dataclass(frozen=True)
class Text:
    """An article's text: the name of its file, its bytes and what they say."""

    name: str
    content: bytes

    @cached_property
    def words(self) -> str:
        """The text; raises UnicodeDecodeError where it is not UTF-8."""
        return self.content.decode("utf-8")

    @cached_property
    def folded(self) -> Folded:
        """The text under the normalisation, with the way back."""
        return fold(self.words)

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Fault:
    """Why a text can't be used: a problem without its place."""

    code: str
    message: str
    hint: str


class Texts:
    """The texts in a folder, by the articles that name them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read = lru_cache(KEPT_TEXTS)(self._read_file)

    def of(self, article: Row) -> Text | Problem | None:
        """The text of an article, or what is wrong with it; None where the article names none."""
        name = article.values.get("text")
        if not name:
            return None
        found = self._read(name, article.values.get("language"))
        if isinstance(found, Text):
            return found
        return Problem(article.place("text"), found.code, found.message, found.hint)

    def sound(self, articles: Iterable[Row]) -> Iterator[Text]:
        """The texts of some articles, one by one, those left out that can't be used."""
        for article in articles:
            text = self.of(article)
            if isinstance(text, Text):
                yield text

    def _read_file(self, name: str, language: str | None) -> Text | Fault:
        file = self.folder / name
        try:
            about = file.stat()
            if not stat.S_ISREG(about.st_mode):
                return Fault("R102", f"the text '{name}' is no file", "name the file that holds this article")
            if about.st_size > LARGEST:
                message = f"the text '{name}' has {about.st_size:,} bytes; a text has {LARGEST:,} at the most"
                return Fault("R113", message, "name the file that holds this article alone")
            return check_text(Text(name, file.read_bytes()), language)
        except FileNotFoundError:
            message = f"the text '{name}' is not in {self.folder.name}"
            return Fault("R505", message, "name the file that holds this article")
        except OSError as error:
            return Fault("R114", f"the text '{name}' can't be read: {error.strerror}", "look at its permissions")


def check_text(text: Text, language: str | None = None) -> Text | Fault:
    """The text, if it is one: UTF-8, with something in it. The language (BCP 47) helps to tell its encoding."""
    if not text.content.removeprefix(BOM_UTF8).strip(b"\0 \t\r\n"):
        what = "holds nothing but NUL characters" if b"\0" in text.content else "is empty"
        return Fault("R103", f"the text '{text.name}' {what}", "save the article's text in it")
    try:
        if "\0" not in text.words:
            return text
        at, what = text.content.index(0), "has a NUL character, which no text has,"
    except UnicodeDecodeError as error:
        at, what = error.start, "is not UTF-8"
    message = f"the text '{text.name}' {what} at byte {at}"
    if is_damaged(text.content):
        return Fault("R101", message, "the rest is UTF-8: it was damaged or cut short, so save it again")
    if likely := likely_encoding(text.content, language):
        hint = f"save it as UTF-8: `iconv -f {likely.iconv} -t UTF-8 {text.name} > NEW`, then put NEW in its place"
        return Fault("R101", f"{message}; it is likely {likely.name}", hint)
    return Fault("R101", message, "look what stands there, and save it as UTF-8")
