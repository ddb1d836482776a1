"""What stands below an article and is none of it: rankings, teasers, notices. Only ever proposed."""

import re
from dataclasses import dataclass

from readout.starting.paragraphs import Span
from readout.starting.suggest import Suggestion

#: A heading is a short line.
HEADING = 80
#: The first part of a text, in which no such heading is looked for.
ARTICLE_SHARE = 0.3
#: Lines that head what is not the article, by the kind of zone (a vocabulary of the schema).
KINDS = {
    "ranking": r"popular articles?|most (?:read|popular|viewed)|access ranking|trending|meistgelesen|les plus lus"
    r"|lo más leído|ランキング|热门|熱門",
    "teasers": r"related (?:articles?|stories|news|topics)|(?:others )?also read|read (?:more|also|next)|more stories"
    r"|more (?:from|on this)|next in\b|you may (?:also )?like|recommended|mehr zum thema|à lire aussi|lee también"
    r"|関連記事|相关阅读|相關閱讀",
    "notice": r"this website uses cookies|we use cookies|all rights reserved|copyright|©",
    "promotion": r"follow us|subscribe|sign up|newsletter|download (?:the|our) app",
}
_HEADING = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in KINDS.items()), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Below:
    """Where what seems not to be the article begins (code points), its heading and the kind of zone."""

    start: int
    heading: str
    kind: str


def below_article(text: str, paragraphs: list[Span], suggestions: list[Suggestion]) -> Below | None:
    """The first heading below an article, after which nobody is quoted in full; None where there is none."""
    direct = [made.pieces[0][0] for made in suggestions if made.type == "direct" and made.cue and not made.term]
    after = max([int(len(text) * ARTICLE_SHARE), *direct])
    for start, end in paragraphs:
        line = text[start:end].strip()
        match = _HEADING.search(line) if start > after and len(line) <= HEADING else None
        if match and match.lastgroup:
            return Below(start + len(text[start:end]) - len(text[start:end].lstrip()), line, match.lastgroup)
    return None
