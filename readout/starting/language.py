"""The language of a text, by a library that needs no network, against the language of its outlet."""

from dataclasses import dataclass

from py3langid.langid import MODEL_FILE, LanguageIdentifier

#: So many characters are looked at; in a text with fewer letters than that, nothing is concluded.
LOOKED_AT, FEWEST = 20_000, 60
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Language:
    """The language to write down (BCP 47), and what a person should know of it."""

    tag: str
    remark: str = ""


def detected(text: str) -> str | None:
    """The language that a text is in (ISO 639-1), where that is as good as certain."""
    if sum(char.isalpha() for char in text[:LOOKED_AT]) < FEWEST:
        return None
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    language, share = identifier.classify(text[:LOOKED_AT])
    return str(language) if share >= SURE and language != "und" else None


def language_of(text: str, outlet: str | None) -> Language:
    """The language of a text: the outlet's own tag, unless the text is plainly in another language."""
    found = detected(text)
    if outlet is None:
        return Language(found or "und", "" if found else "the language could not be told; give --language")
    if found is None or found == outlet.split("-")[0].lower():
        return Language(outlet)
    return Language(found, f"the text is in '{found}', and the outlet's language is '{outlet}'")
