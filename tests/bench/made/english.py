"""What curators write: English from a store of plain words, a sentence or a page of it."""

from random import Random

from .chance import Ranks
from .tongues import PLAIN, words_in

STORE = words_in(
    "the of to and a in that is it as for by with not on from its at which no an than only but or one word words "
    "article paper report claim event ministry council statement reader side text sentence source speaker outlet "
    "headline paragraph account readout agency office spokesman witness expert harbour strait bridge border "
    "election budget court strike storm flood treaty vote meeting call visit exercise fleet aircraft ferry "
    "company bank price wage school hospital police army party leader minister president mayor judge union member "
    "public private local foreign regional national joint new old early late first second third last same other "
    "another both neither each few many most more less first-hand serious plain neutral sharp mild clear vague "
    "firm doubtful certain likely open closed official unnamed named quoted printed reported said says told held "
    "asked denied confirmed announced criticised praised warned urged refused agreed planned begun ended moved "
    "raised cut kept left given taken shown found lost sent put made stands comes goes reads names gives takes "
    "keeps leaves shows quotes repeats adds drops softens stresses counts calls places frames sets treats "
    "attributes asserts without before after between against within under over during while because since "
    "although though where when whose what how why here there twice once again alone later earlier elsewhere "
    "almost nearly merely"
)
RANKS = Ranks(len(STORE), 8)


def phrase(random: Random, least: int, most: int) -> str:
    """So many words, as a part of a sentence."""
    return " ".join(RANKS.some(random, STORE, random.randint(least, most)))


def sentence(random: Random, least: int, most: int) -> str:
    """One sentence of so many words, with a stop."""
    text = phrase(random, least, most)
    return text[0].upper() + text[1:] + "."


def prose(random: Random, words: int) -> str:
    """Sentences of about so many words together."""
    said: list[str] = []
    while words > 0:
        length = min(words, random.randint(6, 22))
        said.append(sentence(random, length, length))
        words -= length
    return " ".join(said)


def title(random: Random, least: int, most: int) -> str:
    """A headline without a stop."""
    return sentence(random, least, most)[:-1]


def proper(random: Random, parts: int) -> str:
    """A proper name in plain letters."""
    return " ".join(
        "".join(random.choice(PLAIN) for _ in range(random.randint(1, 3))).capitalize() for _ in range(parts)
    )


def markdown(random: Random, words: int) -> str:
    """A curator's note of about so many words: paragraphs, with here and there a heading, a list, emphasis, a link."""
    blocks: list[str] = []
    while words > 0:
        length = min(words, random.randint(15, 70))
        words -= length
        text = prose(random, length)
        shape = random.randrange(8)
        if shape == 0:
            text = "\n".join(f"- {part.rstrip('.')}." for part in text.split(". "))
        elif shape == 1:
            text = f"## {title(random, 2, 5)}\n\n{text}"
        elif shape == 2:
            text = f"*{phrase(random, 1, 3)}*: {text}"
        elif shape == 3:
            text += f" See [{phrase(random, 1, 3)}](https://example.org/{random.randrange(10000)})."
        blocks.append(text)
    return "\n\n".join(blocks)
