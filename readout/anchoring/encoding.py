"""The encoding that a text is likely in which is not UTF-8."""

from typing import NamedTuple

#: The encodings that news texts come in, by Python's name: what people call it, iconv's name, and the languages
#: that it is for.
KNOWN = {
    "cp1252": ("Windows-1252", "WINDOWS-1252", ""),
    "cp1250": ("Windows-1250", "WINDOWS-1250", "pl cs sk hu hr sl ro bs"),
    "cp1251": ("Windows-1251", "WINDOWS-1251", "ru uk be bg mk sr"),
    "cp1253": ("Windows-1253", "WINDOWS-1253", "el"),
    "cp1254": ("Windows-1254", "WINDOWS-1254", "tr"),
    "cp1255": ("Windows-1255", "WINDOWS-1255", "he"),
    "cp1256": ("Windows-1256", "WINDOWS-1256", "ar fa ur"),
    "cp932": ("Shift_JIS", "CP932", "ja"),
    "euc_jp": ("EUC-JP", "EUC-JP", "ja"),
    "gb18030": ("GB18030", "GB18030", "zh"),
    "big5": ("Big5", "BIG5", "zh"),
    "cp949": ("EUC-KR", "CP949", "ko"),
    "utf_16_le": ("UTF-16", "UTF-16LE", ""),
    "utf_16_be": ("UTF-16", "UTF-16BE", ""),
}
WIDE = ("utf_16_be", "utf_16_le")
#: Of any language: those that can't be taken for one another by their quotation marks alone.
ANY = ("big5", "cp1252", "cp932", "cp949", "euc_jp", "gb18030")
MARKS = {
    b"\xff\xfe\x00\x00": ("UTF-32", "UTF-32"), b"\x00\x00\xfe\xff": ("UTF-32", "UTF-32"),
    b"\xff\xfe": ("UTF-16", "UTF-16"), b"\xfe\xff": ("UTF-16", "UTF-16"),
}  # fmt: skip


class Encoding(NamedTuple):
    """An encoding: the name that people know it by, and iconv's."""

    name: str
    iconv: str


def likely_encoding(content: bytes, language: str | None = None) -> Encoding | None:
    """The encoding of a text that is not UTF-8, if one fits; takes the article's language (BCP 47), if known.

    A byte order mark tells; else charset-normalizer's guess among those that news texts come in. UTF-16
    is only thought of where a byte is NUL: without, two letters of any other text could be one of its characters.
    """
    for mark, names in MARKS.items():
        if content.startswith(mark):
            return Encoding(*names)
    from charset_normalizer import from_bytes  # noqa: PLC0415 - loaded only for a text that is not UTF-8

    spoken = (language or "").partition("-")[0]
    own = [name for name, (_, _, languages) in KNOWN.items() if spoken in languages.split()]
    candidates = WIDE if b"\0" in content else own or ANY
    best = from_bytes(content, cp_isolation=list(candidates)).best()
    return Encoding(*KNOWN[best.encoding][:2]) if best else None


def is_damaged(content: bytes) -> bool:
    """Whether it is UTF-8 with some bytes wrong: more characters beyond ASCII are sound than not.

    A text in another encoding hardly ever looks so.
    """
    read = content.decode("utf-8", "replace")
    broken = read.count("\ufffd")
    return sum(character > "\x7f" for character in read) - broken > broken
