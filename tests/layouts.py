"""YAML as people may write it: records with made-up values, in any layout that the strict reader reads."""

import json
import random

from readout.strict_yaml import read_yaml

TEXTS = (
    "Otterby", "a ferry, a bridge", "so-called “bump”", "Tide: rising", "#1 of the isles", "no # mark", "- no list",
    "it's", 'say "gate"', 'it\'s "so"', "012", "1.10", "1961", "0.5", "no", "on", "True", "true", "null", "~", "", " ",
    " led", "trails ", "[a]", "{a}", "a, b]", "a: b", "a:b", "?", "? a", "%", "@x", "`x", "&a", "*a", "!a", "|", ">",
    "back\\slash", "tab\there", "two\nlines", "para\n\ngraph\n", "  deep\n flat\n", "end\n\n", "\n", "\nfirst",
    "🐤 duck", "👩\u200d🚀", "שלום", "\u202bגשר\u202c", "e\u0301", "\u00a0x", "x\u00a0", "zero\u200bwidth", "ポンド",
    "http://x.example/?a=b#c", "=", "<<", "-", "---", "a\n---\nb", "2024-05-03T21:40", "12:30", "0x1F", "1e3", ".5",
    "x" * 130, "two words " * 14 + "end", "# all\n# marks\n",
)  # fmt: skip
RECORD = (
    "speaker", "exact", "gist", "note", "inner", "via", "evidence", "claim", "stance", "name", "names", "title",
    "grounds", "headline", "quotes", "coverage", "kind", "summary", "actors", "actor", "part", "occurrence",
    "unheard-of", "Not an id", "1961", "it's", "a: b", "",
)  # fmt: skip
LISTS = ("quotes", "coverage", "inner", "actors", "namings", "stances")


class Layout:
    """Writes made-up records; `remarks` counts the comments, each of which has a number of its own."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.remarks = 0

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def remark(self) -> str:
        self.remarks += 1
        return f"# c{self.remarks}" + self.chance.choice(("", " ──", ": x", " 🐤", "#", "  "))

    def beside(self) -> str:
        return (
            self.chance.choice((" ", "   ")) + self.remark() if self.often(0.15) else self.chance.choice(("", "", " "))
        )

    def gap(self, indent: int) -> list[str]:
        """Blank lines and comments above an entry."""
        if self.often(0.7):
            return []
        kinds = [self.chance.choice(("", "  ", "#", "#", "deeper")) for _ in range(self.chance.randint(1, 3))]
        columns = {"#": indent, "deeper": indent + 3}
        return [" " * columns[kind] + self.remark() if kind in columns else kind for kind in kinds]

    def document(self, keys: tuple[str, ...] = RECORD) -> str:
        """A mapping with its comments."""
        lines = [*self.gap(0), *self.mapping(0, 3, keys), *self.gap(0)]
        return "\n".join(lines) + self.chance.choice(("\n", "\n", "\n\n", ""))

    def mapping(self, indent: int, depth: int, keys: tuple[str, ...] = RECORD) -> list[str]:
        lines = []
        for key in self.chance.sample(keys, self.chance.randint(1, min(5, len(keys)))):
            lines += self.gap(indent)
            start = " " * indent + self.key(key) + self.chance.choice((":", ":", " :"))
            if self.often(0.03):
                lines.append(" " * indent + "? " + self.key(key) + self.beside())
                start = " " * indent + ":"
            lines += self.value(start, indent, depth - 1, key in LISTS)
        return lines + (self.gap(indent) if self.often(0.2) else [])

    def sequence(self, indent: int, depth: int, records: bool) -> list[str]:
        lines = []
        for _ in range(self.chance.randint(1, 3)):
            lines += self.gap(indent)
            hyphen = " " * indent + "-"
            if depth > 0 and (records or self.often(0.3)):
                inner = self.mapping(indent + 2, depth - 1)
                if inner[0].strip() and not inner[0].strip().startswith("#") and self.often(0.8):
                    lines += [hyphen + inner[0][indent + 1 :], *inner[1:]]
                else:
                    lines += [hyphen + self.beside(), *inner]
            elif depth > 0 and self.often(0.1):
                inner = self.sequence(indent + 2, depth - 1, False)
                while inner and (not inner[0].strip() or inner[0].strip().startswith("#")):
                    inner.pop(0)
                lines += [hyphen + inner[0][indent + 1 :], *inner[1:]]
            else:
                lines += self.value(hyphen, indent, 0, False)
        return lines

    def value(self, start: str, indent: int, depth: int, records: bool) -> list[str]:
        """A value behind a key or a hyphen."""
        kind = self.chance.random()
        step = self.chance.choice((2, 2, 3, 4))
        if depth > 0 and (records or kind < 0.15):
            at = indent + self.chance.choice((0, step)) if start.endswith(":") else indent + step
            return [start + self.beside(), *self.sequence(at, depth, records)]
        if depth > 0 and kind < 0.35:
            return [start + self.beside(), *self.mapping(indent + step, depth)]
        if kind < 0.45:
            return [start + self.beside()]
        if kind < 0.65:
            return self.after(start, self.brackets(indent + step, 2), indent + step)
        text = self.chance.choice(TEXTS)
        if "\n" in text and self.often(0.8):
            return self.block(start, text, indent)
        return self.after(start, self.words(text, indent + step, "k: {0}\nl:\n  - {0}\n"), indent + step)

    def after(self, start: str, words: str, indent: int) -> list[str]:
        """Words on the line of their key, or on the next."""
        if self.often(0.85):
            return f"{start} {words}{self.beside()}".split("\n")
        return [start + self.beside(), *(self.gap(indent)), *(" " * indent + words + self.beside()).split("\n")]

    def key(self, key: str) -> str:
        return self.chance.choice([key] * 4 + [json.dumps(key)]) if key.isidentifier() else json.dumps(key)

    def words(self, text: str, indent: int, context: str) -> str:
        """Text as plain, quoted or double-quoted words, some of them on lines of their own."""
        escaped = self.often(0.3) and max(text, default="") < "\U00010000"
        ways = [json.dumps(text, ensure_ascii=escaped)]
        if "\n" not in text and text.isprintable():
            ways.append("'" + text.replace("'", "''") + "'")
        if "\n" not in text and not read_yaml(context.format(text), "")[1]:
            ways += [text] * 2
        found = self.chance.choice(ways)
        if self.often(0.1) and "\\" not in found:
            found = found.replace(" ", "\n" + " " * (indent + self.chance.randint(0, 3)), 1)
        return found

    def block(self, start: str, text: str, indent: int) -> list[str]:
        """Text below a `|` or a `>`; folding may make it another text, which is as good."""
        step = self.chance.choice((2, 4))
        lines = text.split("\n")
        digit = str(step) if text.lstrip("\n")[:1] == " " or self.often(0.1) else ""
        chomping = self.chance.choice(("", "-", "+"))
        mark = self.chance.choice("|>") + self.chance.choice((digit + chomping, chomping + digit))
        if lines[-1] == "":
            lines.pop()
        body = [" " * (indent + step) + line if line else "" for line in lines]
        return [f"{start} {mark}{self.beside()}", *body]

    def brackets(self, indent: int, depth: int) -> str:
        """A list or mapping in brackets, on one line or on several."""
        spread = self.often(0.3)

        def space() -> str:
            if not spread or self.often(0.5):
                return self.chance.choice(("", " ", "  "))
            return (" " + self.remark() if self.often(0.3) else "") + "\n" + " " * (indent + self.chance.randint(0, 2))

        mapping = self.often(0.4)
        written = []
        for key in self.chance.sample(
            ("occurrence", "exact", "part", "actor", "a b", "-", "-x", "1", '"a: b"', "it's"), self.chance.randint(0, 3)
        ):
            if depth > 1 and self.often(0.2):
                words = self.brackets(indent, depth - 1)
            else:
                words = self.words(self.chance.choice(TEXTS), indent, "{{k: {0}, l: [{0}]}}")
            if mapping:
                words = f"{key}: {words}" if self.often(0.9) else key
            written.append(space() + words + space())
        inside = ",".join(written) + (space() if spread else "")
        return f"{{{inside}}}" if mapping else f"[{inside}]"
