"""`readout import inception`: UIMA CAS JSON, as dkpro-cassis writes it too, and WebAnno TSV 3."""

import json
from pathlib import Path

import pytest

from readout.imports.cas import read_cas
from readout.imports.model import Document
from readout.imports.standing import place
from readout.imports.webanno import read_webanno, unescaped
from tests.imports.conftest import Importer, add_curator, anchored, article, problems
from tests.imports.corpora import ARTICLE, NAMED, TEXT, span


def cas_json() -> str:
    """A CAS with custom layers, a slot feature and a relation, written by the tool's own library."""
    cassis = pytest.importorskip("cassis")
    types = cassis.TypeSystem()
    quote = types.create_type("webanno.custom.Quote", "uima.tcas.Annotation")
    types.create_feature(quote, "medium", "uima.cas.String")
    speaker = types.create_type("webanno.custom.Speaker", "uima.tcas.Annotation")
    link = types.create_type("webanno.custom.QuoteSpeakerLink", "uima.cas.TOP")
    types.create_feature(link, "role", "uima.cas.String")
    types.create_feature(link, "target", speaker)
    types.create_feature(quote, "who", "uima.cas.FSArray", elementType="webanno.custom.QuoteSpeakerLink")
    relation = types.create_type("webanno.custom.Ascribed", "uima.tcas.Annotation")
    types.create_feature(relation, "Governor", quote)
    types.create_feature(relation, "Dependent", speaker)
    types.create_feature(relation, "kind", "uima.cas.String")
    cas = cassis.Cas(types)
    cas.sofa_string, cas.sofa_mime = TEXT, "text/plain"
    made = {words: speaker(begin=span(words)[0], end=span(words)[1]) for words in ("Mayor Jana Marsh", "said")}
    first = quote(begin=span("We are glad")[0], end=span("We are glad")[1], medium="speech")
    slot = link(role="speaker", target=made["Mayor Jana Marsh"])
    first.who = types.get_type("uima.cas.FSArray")(elements=[slot])
    for one in (*made.values(), first, relation(begin=1, end=2, Governor=first, Dependent=made["said"], kind="cue")):
        cas.add(one)
    return str(cas.to_json())


def test_cas_json_of_the_tools_own_library(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Custom layers, slots, relations; UTF-16 offsets land on their words; the file's name is the annotator."""
    folder = tmp_path / "annotation" / "otterby-lantern_2024-06-01_gate.txt"
    folder.mkdir(parents=True)
    (folder / "ferry-desk.json").write_text(cas_json(), encoding="utf-8")
    (folder / "INITIAL_CAS.json").write_text("{}", encoding="utf-8")
    ended = bring("inception", tmp_path / "annotation", mapping=NAMED)
    assert ended.code == 0, ended.stdout + ended.stderr
    [quote] = article(project, ARTICLE)["quotes"]
    assert quote == {
        "speaker": "jana-marsh", "exact": "We are glad", "type": "direct", "medium": "speech", "cue": "said",
    }  # fmt: skip
    assert anchored(project, ARTICLE) == ["We are glad"]
    assert not ended.lost()
    assert problems(project) == []


TSV = """\
#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Quote|medium|ROLE_webanno.custom.Quote:speaker_webanno.custom.QuoteLink|webanno.custom.Speaker
#T_SP=webanno.custom.Speaker|
#T_SP=webanno.custom.Naming|concept
#T_RL=webanno.custom.Ascribed|kind|BT_webanno.custom.Quote


#Text=Gate \\[found\\] in garden 🌉
1-1	0-4	Gate	_	_	_	_	the-ship[1]|the-bump[2]	_	_
1-2	5-12	\\[found\\]	_	_	_	_	the-bump[2]	_	_
1-3	13-15	in	_	_	_	_	_	_	_
1-4	16-22	garden	_	_	_	_	_	_	_
1-5	23-25	🌉	_	_	_	_	_	_	_

#Text=“We are glad,” Jana Marsh said.
2-1	26-27	“	_	_	_	_	_	_	_
2-2	27-29	We	speech[3]	*[3]	2-7[4]	_	_	_	_
2-3	30-33	are	speech[3]	*[3]	2-7[4]	_	_	_	_
2-4	34-38	glad	speech[3]	*[3]	2-7[4]	_	_	_	_
2-5	38-39	,	_	_	_	_	_	_	_
2-6	39-40	”	_	_	_	_	_	_	_
2-7	41-45	Jana	_	_	_	*[4]	_	_	_
2-8	46-51	Marsh	_	_	_	*[4]	_	_	_
2-9	52-56	said	_	_	_	_	_	_	_
2-9.1	53-55	ai	_	_	_	_	the-bump	_	_
2-10	56-57	.	_	_	_	_	_	_	_
"""


def test_webanno_tsv(bring: Importer, project: Path, texts: Path, tmp_path: Path) -> None:
    """Several tokens, stacked spans, a part of a token, a slot and escapes; the text is made of the sentences."""
    file = tmp_path / "otterby-lantern_2024-06-01_gate.tsv"
    file.write_text(TSV, encoding="utf-8")
    ended = bring("inception", file, mapping=NAMED)
    assert ended.code == 0, ended.stdout + ended.stderr
    made = article(project, ARTICLE)
    text = (texts / made["text"]).read_text(encoding="utf-8")
    assert text == "Gate [found] in garden 🌉\n“We are glad,” Jana Marsh said.\n"
    assert [(one["concept"], one["term"]) for one in made["namings"]] == [
        ("the-ship", "Gate"),
        ("the-bump", "Gate [found]"),
        ("the-bump", "ai"),
    ]
    assert made["quotes"] == [{"speaker": "jana-marsh", "exact": "We are glad", "type": "direct", "medium": "speech"}]
    assert not ended.lost()


def test_webanno_relations_and_chains() -> None:
    """A relation stands at its dependent and names its governor, by number where spans are stacked."""
    text = (
        "#FORMAT=WebAnno TSV 3.2\n#T_SP=x.Word|value\n#T_RL=x.Dep|kind|BT_x.Word\n\n"
        "#Text=One two\n"
        "1-1\t0-3\tOne\tA[1]|B[2]\t_\t_\n1-2\t4-7\ttwo\tC\tobj|subj\t1-1[1_0]|1-1[2_0]\n"
    )
    document = Document("d", "d.tsv")
    read_webanno(text, document)
    place(document)
    marks = {mark.id: (mark.features["value"], mark.spans) for mark in document.marks}
    assert marks == {"1-1[1]": ("A", [(0, 3)]), "1-1[2]": ("B", [(0, 3)]), "1-2": ("C", [(4, 7)])}
    assert [(link.label, link.source, link.target) for link in document.links] == [
        ("obj", "1-1[1]", "1-2"),
        ("subj", "1-1[2]", "1-2"),
    ]
    assert not document.losses


CHAINS = """\
#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Quote|ROLE_webanno.custom.Quote:speaker_webanno.custom.QuoteLink|uima.tcas.Annotation
#T_SP=webanno.custom.Speaker|
#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation


#Text=Marsh spoke
1-1	0-5	Marsh	_	_	_	nam[1]	same->1-1
1-2	6-11	spoke	_	_	_	_	_

#Text=The mayor was glad
2-1	12-15	The	_	_	_	*[1]|*[2]	*->1-2|*->2-1
2-2	16-21	mayor	_	_	_	*[1]	*->1-2
2-3	22-25	was	_	_	_	_	_
2-4	26-30	glad	*[3]	2-1[4]	_	_	_

#Text=She said
3-1	31-34	She	*[5]	3-1	*	*[1]	*->1-3
3-2	35-39	said	_	_	_	_	nonsense
"""


def test_webanno_chains(tmp_path: Path) -> None:
    """Each link of a chain is a mark, of one token or several, and the same as the next; none is dropped unsaid."""
    document = Document("d", "d.tsv")
    read_webanno(CHAINS, document)
    place(document)
    assert document.text is not None
    found = {
        mark.id: document.text[slice(*mark.spans[0])] for mark in document.marks if mark.label == "CoreferenceLink"
    }
    assert found == {"chain 1-1": "Marsh", "chain 1-2": "The mayor", "chain 2-1": "The", "chain 1-3": "She"}
    assert document.marks[0].features == {"referenceType": "nam", "referenceRelation": "same"}
    same = [(link.source, link.target) for link in document.links if link.label == "Equiv"]
    assert same == [("chain 1-1", "chain 1-2"), ("chain 1-2", "chain 1-3")]
    assert [loss.reason for loss in document.losses if loss.what == "span"] == ["it does not say of which chain it is"]


def test_a_chain_names_the_speaker(bring: Importer, project: Path, tmp_path: Path) -> None:
    """Where the speaker is a pronoun, the chain that it stands in leads to a name of the register."""
    text = CHAINS.replace("Marsh spoke", "Jana Marsh spoke").replace("#T_CH", "#T_CH", 1)
    text = (
        "#FORMAT=WebAnno TSV 3.3\n"
        "#T_SP=webanno.custom.Quote|ROLE_webanno.custom.Quote:speaker_webanno.custom.QuoteLink|webanno.custom.Speaker\n"
        "#T_SP=webanno.custom.Speaker|\n"
        "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation\n\n\n"
        "#Text=Tomas Reed mayor she: “glad”\n"
        "1-1	0-5	Tomas	_	_	_	nam[1]	*->1-1\n1-2	6-10	Reed	_	_	_	nam[1]	*->1-1\n"
        "1-3	11-16	mayor	_	_	_	_	*->1-2\n1-4	17-20	she	_	_	*	_	*->1-3\n"
        "1-5	20-21	:	_	_	_	_	_\n1-6	22-28	“glad”	speaker	1-4	_	_	_\n"
    )
    file = tmp_path / "otterby-lantern_2024-06-01_gate.tsv"
    file.write_text(text, encoding="utf-8")
    ended = bring("inception", file, mapping=NAMED)
    assert ended.code == 0, ended.stdout + ended.stderr
    [draft] = (project / "sources/articles").rglob("2024-06-01*.md")
    made = article(project, draft.relative_to(project).as_posix().removesuffix(".md"))
    assert made["quotes"][0]["speaker"] == "tomas-reed"
    assert ended.lost() == ["chain 1-1 referenceType: the mapping has no place for it"]
    assert ended.report["counts"]["relations carried"] == 3


def test_chains_of_a_cas() -> None:
    """In CAS JSON the links of a chain lead to one another; what nothing leads to is told."""
    structures = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": "Marsh spoke. She left."},
        {"%ID": 2, "%TYPE": "x.CoreferenceChain", "@first": 3},
        {"%ID": 3, "%TYPE": "x.CoreferenceLink", "@sofa": 1, "begin": 0, "end": 5, "@next": 4, "referenceType": "nam"},
        {"%ID": 4, "%TYPE": "x.CoreferenceLink", "@sofa": 1, "begin": 13, "end": 16},
        {"%ID": 5, "%TYPE": "x.SpeakerLink", "role": "speaker", "@target": 3},
    ]
    document = Document("d", "d.json")
    read_cas(json.dumps({"%FEATURE_STRUCTURES": structures}), document)
    assert [(mark.id, mark.features) for mark in document.marks] == [("3", {"referenceType": "nam"}), ("4", {})]
    assert [(link.label, link.source, link.target) for link in document.links] == [("Equiv", "3", "4")]
    assert [(loss.id, loss.reason) for loss in document.losses] == [("5", "nothing leads to it")]


def test_two_annotators(bring: Importer, project: Path, tmp_path: Path) -> None:
    """A folder for each document has a file for each annotator: two drafts, the first of the mapping's first."""
    add_curator(project, "bo")
    folder = tmp_path / "annotation" / "otterby-lantern_2024-06-01_gate.txt"
    folder.mkdir(parents=True)
    (folder / "anna.tsv").write_text(TSV, encoding="utf-8")
    (folder / "bo.tsv").write_text(TSV.replace("the-ship[1]|the-bump[2]", "_").replace("the-bump[2]", "_"), "utf-8")
    ended = bring("inception", tmp_path / "annotation", mapping=NAMED + "annotators: {bo: bo, anna: ferry-desk}\n")
    assert ended.code == 0, ended.stdout + ended.stderr
    path = f"{ARTICLE.removesuffix('gate-found-in-garden')}gate-found-in-garden"
    first, second = article(project, path), article(project, f"{path}.ferry-desk")
    assert (first["curator"], len(first["namings"])) == ("bo", 1)
    assert (second["curator"], len(second["namings"])) == ("ferry-desk", 3)
    assert problems(project) == []


def test_webanno_escapes() -> None:
    """What WebAnno puts a backslash before comes back as it was."""
    assert unescaped(r"a\[b\]\|c\_d\;e\->f\*g\\h\ti") == "a[b]|c_d;e->f*g\\h\ti"


def test_a_tsv_line_cut_short(bring: Importer, tmp_path: Path) -> None:
    """A line with too few cells is named."""
    file = tmp_path / "otterby-lantern_2024-06-01_gate.tsv"
    file.write_text(TSV[: TSV.index("garden	_") + 9], encoding="utf-8")
    ended = bring("inception", file, mapping=NAMED)
    assert ended.code == 1
    assert (
        "gate.tsv:12:1: R701 foreign-file: this line is none of WebAnno's: 5 cells where the header has 10"
        in ended.stdout
    )
