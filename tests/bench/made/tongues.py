"""Made-up words in several languages and scripts, with each language's own marks."""

from dataclasses import dataclass
from functools import cache
from random import Random

from .chance import Ranks

#: So many different words a language has; the first hundred make up half of a text.
VOCABULARY = 4000


@dataclass(frozen=True)
class Tongue:
    """A language: its BCP 47 tag, the syllables of its words, how words are joined, and its marks."""

    tag: str
    syllables: tuple[str, ...]
    space: str = " "
    stop: str = "."
    marks: str = "“”"

    def words(self, random: Random, count: int) -> str:
        """So many words of a running text."""
        return self.space.join(self.pieces(random, count))

    def few(self, random: Random, count: int) -> str:
        """So many words and no more, where each character counts as one as well: for a locator."""
        words = self.words(random, count)
        return words if self.space else words[:count]

    def pieces(self, random: Random, count: int) -> list[str]:
        """So many words, one by one."""
        words, ranks = _vocabulary(self)
        return ranks.some(random, words, count)

    def name(self, random: Random, parts: int = 1) -> str:
        """A proper name."""
        joint = self.space if self.space else "·"
        return joint.join(_word(self, random, 2).capitalize() for _ in range(parts))


def _word(tongue: Tongue, random: Random, longest: int) -> str:
    return "".join(random.choice(tongue.syllables) for _ in range(random.randint(1, longest)))


@cache
def _vocabulary(tongue: Tongue) -> tuple[list[str], Ranks]:
    random = Random(f"words of {tongue.tag}")
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words[_word(tongue, random, 2 if len(words) < 100 else 4)] = None
    return list(words), Ranks(VOCABULARY)


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text, between its spaces."""
    return tuple(text.split())


PLAIN = words_in(
    "an be con de er for ga hil in jor ka lo men nor or per qua ri sta ter un ver wa yon zel bri cho dra fel gre "
    "hau ing jul kro lan mor nes ost pil ron sil tho ulm vor wick"
)
#: What words are made of, by language; in Chinese and Japanese of single characters.
SYLLABLES = {
    "en": PLAIN,
    "fr": words_in("é è la ré çon mou eau dé pê cô tion né vou œu lé vra gar bou ché nou rai sé mé tou"),
    "de": words_in("ü schä ver ge lich keit grö ße fü ung ein straß mö nen wä sser bürg hau sö tzen lan"),
    "es": words_in("ñó ción des ha lló pú bli có año mé jor que ría tó mar sí tú per die lla cón gué"),
    "vi": words_in("nướ cộ đồ ngườ hà nộ quố gia tế thế độ bộ lạ vớ mộ ủy ậ ễ ồng ươi"),
    "tr": words_in("ış ğı lar çö zü mü şe hir gü ven lik ba kan ül ke dı tü rk öz ay"),
    "pl": words_in("żą śl łó dź cze ści wo ję zy ko ście ną kró la my ń ską po ła go"),
    "ru": words_in("пра ви тель ство за яв ле ни е ми ни стр обо ро на вой ска гра ни ца мо ре суд но щи"),
    "uk": words_in("ї є уря д за я ви в мі ні стр обо ро ни кор дон мо ре ґа нок сь кий жит тя"),
    "ar": words_in("ال وز ير دف اع قا لت حك ومة مي ناء سف ينة بح ر أز مة شر كة مد ينة خب ر"),
    "zh": tuple("国防部长今天表示双方讨论地区安全问题海军演习飞机雷达事件会谈发言人记者报道政府经济社会"),
    "ja": tuple("防衛大臣は会談で地域の安全保障環境につい述べた政府発表記者団に対し海上自隊機レーダー照射を"),
}
MARKS = {"de": "„“", "es": "«»", "ru": "«»", "uk": "«»", "ar": "«»", "ja": "「」"}
TONGUES = {
    tag: Tongue(tag, syllables, "" if tag in ("zh", "ja") else " ", "。" if tag in ("zh", "ja") else ".",
                MARKS.get(tag, "“”"))
    for tag, syllables in SYLLABLES.items()
}  # fmt: skip
