"""The tables of a release and their columns, as data."""

from typing import NamedTuple

from kg.vocab import ATTEST, OA_END, OA_START, RDF, RDFS, SKOS

__all__ = ["CHAIN", "STATEMENTS", "TABLES", "Column", "Table"]

CHAIN = ("hop", "alternativeHop")
_DCTERMS = "http://purl.org/dc/terms/"


class Column(NamedTuple):
    """One column: what it holds, and of which property it takes the value."""

    name: str
    help: str
    datatype: str = "anyURI"
    """anyURI, string, text (English), integer or date."""
    takes: str = ""
    """The property whose value it takes."""
    labels: str = ""
    """The column of whose IRI it has the label."""
    link: str = ""
    """The property that leads from the IRI in it to the row."""
    refers: str = ""
    """The table that has a row for each IRI in it."""
    required: bool = False
    is_list: bool = False
    """Whether it holds any number of IRIs, with a space between."""


class Table(NamedTuple):
    """One table; its first column has the IRI of what a row is about."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    kind: str = ""
    """The class that every row has, by its local name."""


def _own(name: str, text: str, datatype: str = "anyURI", local: str = "", *, refers: str = "", required: bool = False) -> Column:
    """A column that takes a property of the ontology."""
    return Column(name, text, datatype, ATTEST + (local or name), refers=refers, required=required)


def _list(name: str, text: str, takes: str) -> Column:
    return Column(name, text, takes=takes, is_list=True)


def _label(of: str) -> Column:
    return Column(f"{of}_label", f"the label of what stands in {of}", "text", labels=of)


TABLES = (
    Table(
        "claims",
        "The claims: one row for each",
        (
            Column("claim", "the claim", required=True),
            Column("says", "what it says, in the words of the record", "text", RDFS + "label"),
            Column("subject", "the subject of its content", takes=RDF + "subject", required=True),
            _label("subject"),
            Column("predicate", "the property of its content", takes=RDF + "predicate", required=True),
            _label("predicate"),
            Column("object", "the object of its content, where it is a thing", takes=RDF + "object"),
            _label("object"),
            Column("object_text", "the object of its content, where it is a text", "string", RDF + "object"),
            _own("stance", "affirmed, denied or left open by its first speaker", required=True),
            _own("modality", "how far its first speaker commits", required=True),
            _own("committed_stance", "its stance, where its first speaker commits to it", local="committedStance"),
            _own("source", "the document in which it stands", refers="entities", required=True),
            _own("speaker", "who says it first", refers="entities", required=True),
            _label("speaker"),
            _own("origin", "to whom it goes back: its first speaker, or whom that one speaks for", refers="entities", required=True),
            _own("origin_kind", "whether the origin has a name", local="originKind", required=True),
            _own("edtf", "its time, in the Extended Date/Time Format", "string"),
            _own("begins_not_before", "the first day on which it may begin", "date", "beginsNotBefore"),
            _own("begins_not_after", "the last day on which it may begin", "date", "beginsNotAfter"),
            _own("ends_not_before", "the first day on which it may end", "date", "endsNotBefore"),
            _own("ends_not_after", "the last day on which it may end", "date", "endsNotAfter"),
            _own("sure_from", "the day by which it has surely begun; 9999-12-31 where none is given", "date", "sureFrom", required=True),
            _own("sure_to", "the day until which it surely lasts; 0001-01-01 where none is given", "date", "sureTo", required=True),
            _own("may_from", "the first day on which it may hold; 0001-01-01 where none is given", "date", "mayFrom", required=True),
            _own("may_to", "the last day on which it may hold; 9999-12-31 where none is given", "date", "mayTo", required=True),
            _own("dating_basis", "what its bounds rest on", local="datingBasis"),
            _own("dating_note", "how they follow from the text", "text", "datingNote"),
            _own(
                "known_from", "the day by which its source was issued; 9999-12-31 where it has no date", "date", "knownFrom", required=True
            ),
            _own("recorded", "the day on which it was recorded", "date", required=True),
            _own("recorded_until", "the day on which it was withdrawn or superseded; 9999-12-31 where it stands", "date", "recordedUntil"),
            _own("withdrawn", "the day on which it was withdrawn", "date"),
            _list("supersedes", "the claims in whose place it stands", ATTEST + "supersedes"),
            _list("denies", "the claims that its text denies", ATTEST + "denies"),
            _list("against", "against whom the support is", ATTEST + "against"),
            _own("at_least", "the least number that its figure allows", "integer", "atLeast"),
            _own("at_most", "the greatest number that its figure allows", "integer", "atMost"),
            _own("figure_words", "the words of its figure", "string", "figureWords"),
        ),
        ("claim",),
        "Claim",
    ),
    Table(
        "attributions",
        "The hops of the chains by which claims came: one row for each, outlet first",
        (
            Column("hop", "the hop", required=True),
            Column("claim", "the claim", link=ATTEST + "{+chain}", refers="claims", required=True),
            Column("chain", "hop for the preferred chain, alternativeHop for the second reading", "string", required=True),
            _own("position", "the place in the chain, 1 for the outlet", "integer", required=True),
            _own("agent", "who passes the claim on or says it first", refers="entities", required=True),
            _label("agent"),
            _own("role", "the words in which the source presents the agent", "string"),
            _own("said_not_before", "the first day on which the agent may have spoken", "date", "saidNotBefore"),
            _own("said_not_after", "the last day on which the agent may have spoken", "date", "saidNotAfter"),
            _own("distance", "how the teller treats the words"),
            _own("distance_words", "the words that show it", "string", "distanceWords"),
        ),
        ("hop", "chain"),
        "Hop",
    ),
    Table(
        "passages",
        "The passages of sources that carry claims: one row for each",
        (
            Column("passage", "the passage", required=True),
            Column("claim", "the claim", link=ATTEST + "passage", refers="claims", required=True),
            _own("sentence", "the sentence of the ledger", refers="sentences"),
            Column("start", "its first code point in the text, counted from 0", "integer", OA_START),
            Column("end", "the code point after its last", "integer", OA_END),
            _own("digest", "the SHA-256 of its UTF-8 bytes", "string"),
            _own("kind", "the part of the document", local="passageKind"),
            _own("key_phrase", "the fewest words that show the claim", "string", "keyPhrase"),
        ),
        ("passage",),
        "Passage",
    ),
    Table(
        "entities",
        "What the record describes beside claims: actors, places, events, items, sides, sources, notes, the record itself",
        (
            Column("entity", "the thing", required=True),
            _list("classes", "its classes", RDF + "type"),
            Column("label", "its name in the words of the editors", "text", RDFS + "label"),
            Column("note", "a remark of the editors", "text", SKOS + "note"),
            Column("title", "the title of a document", "text", _DCTERMS + "title"),
            Column("language", "the language of a document", "string", _DCTERMS + "language"),
            _own("outlet", "who published a document"),
            _own("issued_not_before", "the first day on which it may have been issued", "date", "issuedNotBefore"),
            _own("issued_not_after", "the last day on which it may have been issued", "date", "issuedNotAfter"),
            _own("digest", "the SHA-256 of the file of a document", "string"),
            _own("text_length", "its number of code points", "integer", "textLength"),
        ),
        ("entity",),
    ),
    Table(
        "sentences",
        "The ledger: every sentence, headline, caption and post of each source",
        (
            Column("sentence", "the sentence", required=True),
            Column("source", "the document", takes=_DCTERMS + "isPartOf", refers="entities"),
            _own("number", "its number in the document", "integer", "sentenceNumber"),
            Column("start", "its first code point in the text, counted from 0", "integer", OA_START),
            Column("end", "the code point after its last", "integer", OA_END),
            _own("digest", "the SHA-256 of its UTF-8 bytes", "string"),
            _own("kind", "the part of the document", local="passageKind"),
            _own("no_claim", "why it makes no claim, where it makes none", local="noClaim"),
        ),
        ("sentence",),
        "Sentence",
    ),
)

STATEMENTS = Table(
    "statements",
    "What else is stated of claims and things, one row for each value",
    (
        Column("thing", "the claim, the part of a claim, or the thing", required=True),
        Column("property", "the property", required=True),
        Column("value", "the value, as a term of N-Triples", "string", required=True),
    ),
    ("thing", "property", "value"),
)
