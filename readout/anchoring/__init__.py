"""Where each piece of evidence stands in its article's text, and what became of it when that text was changed.

Offsets count Unicode code points of the file decoded as UTF-8, nothing normalised, end exclusive, as in the W3C
Web Annotation model's TextPositionSelector; `prefix` and `suffix` are those of its TextQuoteSelector
(https://www.w3.org/TR/annotation-model/#selectors). A byte order mark is the text's first code point, U+FEFF.

The sources rule: which place is meant follows from the annotation and the text alone, and the old anchors only
tell whether that is still the place it was (see `fare`). The modules: `texts` reads the files, `encoding` names
the encoding of one that is not UTF-8, `find` looks for words, `fare` compares old places and new, `said` words the
problems, `article` puts it together for one article.
"""

from readout.anchoring.article import Anchored, anchor_article
from readout.anchoring.fare import Fare, Outcome
from readout.anchoring.texts import Text, Texts

__all__ = ["Anchored", "Fare", "Outcome", "Text", "Texts", "anchor_article"]
