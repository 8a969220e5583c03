"""``kg dump``: a release by one command, the same on every run, and refused in one line where it cannot be made."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import VOID, Graph

from kg.dumps.folders import write
from kg.dumps.making import LIST, make
from kg.dumps.patch import APPLY
from kg.dumps.publication import Publication
from kg.dumps.quads import rdfc10
from kg.dumps.rdf import FORMS, Form, proved
from kg.errors import FaultError, InputError
from kg.manifest import told
from kg.terms import text_of
from tests.kg.command import DEMO, ROOT, Outcome, environment, refused, replaced, run, tree

V = ["--version", "1.0.0"]
FILES = {
    "CITATION.cff",
    "LICENSE-CC-BY-4.0.txt",
    "LICENSE-DATA.txt",
    "RDFC-1.0.txt",
    "SHA256SUMS",
    "context.jsonld",
    "dataset.jsonld",
    "dcat.ttl",
    "graphs/backing.graphml",
    "graphs/events.geojson",
    "ontology/logo.svg",
    "rdf/attest.jsonld.gz",
    "rdf/attest.nq.gz",
    "rdf/attest.rdf12.trig.gz",
    "rdf/attest.trig.gz",
    "rdf/graphs.nq",
    "rdf/nanopubs.trig.gz",
    "tables/attributions.csv",
    "tables/claims.csv",
    "tables/csv-metadata.json",
    "tables/entities.csv",
    "tables/passages.csv",
    "tables/sentences.csv",
    "tables/statements.csv",
    "void.ttl",
}


def dumped(*words: str | Path, graph: Path = DEMO / "graph", env: dict[str, str] | None = None) -> Outcome:
    return run("dump", *words, "--graph", graph, env=env, seconds=300)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the invented record, made once."""
    folder = tmp_path_factory.mktemp("made") / "release"
    outcome = dumped(folder, *V, "--texts", DEMO / "texts", env={"PYTHONHASHSEED": "1"})
    assert (outcome.code, outcome.out) == (0, ""), outcome.err
    said = outcome.err.splitlines()
    assert said[-1] == "passages: 6 proved, 0 not checked"
    assert re.fullmatch(rf"{re.escape(str(folder))} holds release 1\.0\.0 of 2031-04-01: \d+ files, \d+ bytes", said[-2])
    assert {"shapes ...", "passages ...", "tables ...", "writing ...", *(f"{form.name} ..." for form in FORMS)} <= set(said)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in tree(folder).items() if content is not None}


def test_a_release_holds_every_form_and_what_it_was_made_with(release: Path) -> None:
    found = set(files_of(release))
    assert found >= FILES
    for folder, kind in (("ontology", "ttl"), ("shapes", "ttl"), ("queries", "rq")):
        assert {f"{folder}/{path.relative_to(ROOT / folder)}" for path in (ROOT / folder).rglob(f"*.{kind}")} <= found
    assert [path.name for path in release.parent.iterdir()] == ["release"]


def test_its_digests_are_those_of_all_its_files(release: Path) -> None:
    done = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=release, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    listed = {line.partition("  ")[2] for line in (release / "SHA256SUMS").read_text().splitlines()}
    assert listed == set(files_of(release)) - {"SHA256SUMS"}


def test_its_quads_are_the_dataset_and_its_hash_is_theirs(release: Path, demo_publication: Publication) -> None:
    quads = gzip.decompress((release / "rdf" / "attest.nq.gz").read_bytes())
    store = Store()
    store.load(quads, format=RdfFormat.N_QUADS)
    assert set(store) == set(demo_publication.store)
    assert (release / "RDFC-1.0.txt").read_text() == hashlib.sha256(quads).hexdigest() + "\n"
    assert quads.decode().splitlines() == sorted(quads.decode().splitlines())


def test_its_list_of_graphs_is_that_of_its_quads(release: Path) -> None:
    files = gzip.decompress((release / "rdf" / "attest.nq.gz").read_bytes()), (release / LIST).read_bytes()
    quads, listed = (list(parse(file, RdfFormat.N_QUADS)) for file in files)
    base = "https://example.org/demo/"
    assert {str(quad.graph_name) for quad in listed} == {f"<{base}graph/release>"}
    counted = Counter(text_of(quad.graph_name) for quad in quads)
    assert {name: of.triples for name, of in told(f"{base}graph/release", base, (quad.triple for quad in listed)).items()} == counted
    assert sum(quad.object == Literal("complete") for quad in listed) == 1


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_each_form_is_read_back_from_the_folder(form: Form, release: Path, demo_publication: Publication) -> None:
    below = form.path if form.path.endswith("/") else "/".join(form.path.split("/")[:-1]) + "/"
    names = [name for name in files_of(release) if name.startswith(below) and (form.path.endswith("/") or name == form.path)]
    found = form.read({name: gzip.decompress((release / name).read_bytes()) for name in names})
    assert rdfc10(found) == rdfc10(form.holds(demo_publication))


def test_the_turtle_of_a_seed_file_is_the_seed_file(release: Path) -> None:
    turtle = {path.name.removesuffix(".gz"): gzip.decompress(path.read_bytes()) for path in (release / "rdf" / "turtle").iterdir()}
    seeds = {path.name: path.read_bytes() for path in (DEMO / "graph" / "seeds").glob("*.ttl")}
    assert {name: turtle[name] for name in seeds} == seeds
    assert "derived.ttl" in turtle.keys() - seeds.keys()


def broken(form: Form, fault: str) -> Form:
    """The form with a reader that loses a quad, or that cannot read."""

    def losing(files: Mapping[str, bytes]) -> set[Quad]:
        return set(lines(form.read(files))[1:])

    def failing(files: Mapping[str, bytes]) -> set[Quad]:
        raise InputError(f"{min(files)}: cannot be read")

    def lines(quads: set[Quad]) -> list[Quad]:
        return sorted(quads, key=str)

    return form._replace(read=losing if fault == "losing" else failing)


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_a_form_that_is_not_proved_is_named(form: Form, demo_publication: Publication) -> None:
    assert proved(form, demo_publication) == form.write(demo_publication)
    with pytest.raises(FaultError, match=f"the form {form.name} is another dataset when it is read back"):
        proved(broken(form, "losing"), demo_publication)
    with pytest.raises(FaultError, match=f"the form {form.name} cannot be read back"):
        proved(broken(form, "failing"), demo_publication)


def test_a_release_of_which_a_form_is_not_proved_is_a_fault_of_kg(tmp_path: Path) -> None:
    program = (
        "import sys; from kg.dumps import rdf;"
        "rdf.FORMS = tuple(form._replace(read=lambda files: set()) if form.name == 'json-ld' else form for form in rdf.FORMS);"
        "from kg.cli.main import run; run()"
    )
    words = [sys.executable, "-c", program, "dump", str(tmp_path / "release"), *V, "--graph", str(DEMO / "graph")]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, env=environment(), check=False)
    said = refused(Outcome(done.returncode, done.stdout, done.stderr), 5)
    assert said == "the form json-ld is another dataset when it is read back, a fault of kg, and nothing was written: report it"
    assert tree(tmp_path) == {}


def test_each_distribution_is_a_file_of_that_size_and_digest(release: Path) -> None:
    graph = Graph().parse(release / "dcat.ttl")
    told = graph.query(
        """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?file ?size ?digest ?media {
            ?file a dcat:Distribution ; dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?digest ; dcat:mediaType ?media }"""
    )
    space = "https://example.org/demo/release/1.0.0/"
    rows = {str(row[0]).removeprefix(space): (int(str(row[1])), str(row[2])) for row in told}  # type: ignore[index]
    files = files_of(release)
    assert rows == {name: (len(files[name]), hashlib.sha256(files[name]).hexdigest()) for name in rows}
    assert set(files) - set(rows) == {"dcat.ttl", "dataset.jsonld", "SHA256SUMS"}
    assert len(json.loads(files["dataset.jsonld"])["distribution"]) == len(rows)
    media = {str(row[0]).removeprefix(space): str(row[3]).removeprefix("https://www.iana.org/assignments/media-types/") for row in told}  # type: ignore[index, misc]
    for form in FORMS:
        own = [name for name in rows if name.startswith(form.path)]
        assert own
        assert {media[name] for name in own} == {form.media_type}
    dumps = {str(name).removeprefix(space) for name in Graph().parse(release / "void.ttl").objects(None, VOID.dataDump)}
    assert dumps == {f"rdf/attest.{end}.gz" for end in ("trig", "nq", "jsonld", "rdf12.trig")}


def test_the_same_record_and_date_give_the_same_bytes(release: Path, tmp_path: Path, demo: Path) -> None:
    """Another folder, another place of the graph, another order of hashes, another day and zone."""
    env = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland", "LC_ALL": "C", "KG_TEXTS": str(DEMO / "texts")}
    assert dumped(tmp_path / "again", *V, graph=demo, env=env).code == 0
    assert tree(tmp_path / "again") == tree(release)
    assert b"made" not in (release / "void.ttl").read_bytes()


def test_a_release_that_is_there_already_is_told_and_left(release: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in release.rglob("*")}
    outcome = dumped(release, *V)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.splitlines()[-1].endswith("release holds release 1.0.0 already, with the same content; nothing was written")
    assert {path: path.stat().st_mtime_ns for path in release.rglob("*")} == before


def kept(folder: Path, outcome: Outcome, code: int, before: dict[str, bytes | None]) -> str:
    """What a run that refused said; the folder is as it was."""
    assert tree(folder) == before
    return refused(outcome, code)


@pytest.fixture
def copied(release: Path, tmp_path: Path) -> Path:
    """A copy of the release, to be changed at will."""
    return shutil.copytree(release, tmp_path / "copied")


def test_a_version_that_is_there_with_other_content_is_refused(copied: Path) -> None:
    said = kept_after(copied, *V, "--date", "2031-04-02", code=1)
    assert (
        said == f"{copied}: holds release 1.0.0 already, with other content; a version is never changed: choose another version and folder"
    )


def kept_after(folder: Path, *words: str | Path, code: int) -> str:
    before = tree(folder.parent)
    return kept(folder.parent, dumped(folder, *words), code, before)


def test_a_release_that_is_there_and_was_damaged_is_not_called_the_same(copied: Path) -> None:
    (copied / "void.ttl").write_text("damaged")
    assert "void.ttl: does not verify" in kept_after(copied, *V, code=3)


def test_a_release_of_another_version_is_not_replaced(copied: Path) -> None:
    assert "holds release 1.0.0; each release has a folder of its own" in kept_after(copied, "--version", "2.0.0", code=2)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--version", "1/0"], "--version '1/0': letters, digits"),
        (["--version", ".."], "--version '..': letters, digits"),
        (["--version", "1\n"], "--version '1\\n': letters, digits"),
        (["--version", "\u0661"], "letters, digits"),
        ([*V, "--date", "2031-02-30"], "--date '2031-02-30' is no day of the calendar"),
        ([*V, "--date", "today"], "--date 'today' is no day"),
        ([*V, "--date", "2031-04-01Z"], "is no day"),
        ([], "--version"),
    ],
)
def test_words_that_are_wrong_are_refused_at_once(tmp_path: Path, words: list[str], says: str) -> None:
    outcome = dumped(tmp_path / "release", *words)
    assert says in kept(tmp_path, outcome, 2, {})
    assert "..." not in outcome.err.replace(says, "")


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("something else")
    assert "holds something else than a release" in kept_after(tmp_path, *V, code=2)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "release").write_text("a file")
    assert "is no folder" in kept_after(tmp_path / "release", *V, code=2)
    assert "no such folder" in kept_after(tmp_path / "nowhere" / "release", *V, code=2)
    assert "release: no such folder" in kept_after(tmp_path / "release" / "below", *V, code=2)


def test_a_folder_with_a_list_of_digests_that_is_no_release_is_refused(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text("")
    assert "is no release" in kept_after(tmp_path, *V, code=3)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    mount = shutil.which("mount") or pytest.skip("there is no mount here")
    disk = tmp_path / "disk"
    disk.mkdir()
    for options, says in (("ro", "cannot be written"), ("size=200k", "No space left on device; nothing was changed")):
        done = subprocess.run([mount, "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"no disk can be mounted here: {done.stderr.decode().strip()}")
        try:
            assert says in kept_after(disk / "release", *V, code=2)
        finally:
            subprocess.run(["umount", str(disk)], check=True)


def test_a_graph_that_does_not_conform_has_no_release(demo: Path, tmp_path: Path) -> None:
    replaced(demo / "seeds" / "actors.ttl", 'rdfs:label "Ada Birch"@en ;\n', "")
    said = kept(tmp_path / "graph", dumped(tmp_path / "release", *V, graph=demo), 1, tree(demo))
    assert re.match(r"the graph does not conform, and nothing was written: \d+ findings, first seeds/actors\.ttl:\d+: ", said)
    assert not (tmp_path / "release").exists()


def test_a_passage_that_its_text_refutes_stops_a_release(demo: Path, texts: Path, tmp_path: Path) -> None:
    replaced(demo / "seeds" / "lorries.ttl", '"does not arm anyone"', '"does not arm anybody"')
    said = refused(dumped(tmp_path / "release", *V, "--texts", texts, graph=demo), 1)
    assert "the key phrase 'does not arm anybody' is not in the passage" in said
    assert not (tmp_path / "release").exists()


def test_a_floor_stops_a_release_and_a_ceiling_warns(demo: Path, tmp_path: Path) -> None:
    bounds = demo / "seeds" / "assertions.csv"
    bounds.write_text("counted,of,floor,ceiling\nclaims,source:lorries,7,\n")
    outcome = dumped(tmp_path / "release", *V, graph=demo)
    assert refused(outcome, 1) == (
        "nothing was written: seeds/assertions.csv:2: claims of source:lorries: 6, and there are to be 7 at least"
    )
    assert not (tmp_path / "release").exists()
    bounds.write_text("counted,of,floor,ceiling\nclaims,source:lorries,6,5\nproved,,1,\n")
    outcome = dumped(tmp_path / "release", *V, graph=demo)
    assert outcome.code == 0
    assert [line for line in outcome.err.splitlines() if line.startswith("warning: ")] == [
        "warning: seeds/assertions.csv:2: claims of source:lorries: 6, and more than 5 are not looked for",
        "warning: seeds/assertions.csv:3: proved: the text is not at hand, so that it cannot be tried (--texts DIR)",
    ]
    assert (tmp_path / "release" / "SHA256SUMS").is_file()


def test_a_release_says_which_one_it_follows(release: Path, tmp_path: Path) -> None:
    outcome = dumped(tmp_path / "next", "--version", "1.1.0", "--previous", release)
    assert outcome.code == 0, outcome.err
    assert "changes since 1.0.0 ..." in outcome.err
    assert "<https://example.org/demo/release/1.0.0>" in (tmp_path / "next" / "dcat.ttl").read_text()
    assert (tmp_path / "next" / "CHANGES.md").read_text() == "# What changed from release 1.0.0 to 1.1.0\n\nNothing differs.\n"


@pytest.fixture(scope="module")
def later(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second release, in which a claim has another date and one is new."""
    graph = shutil.copytree(DEMO / "graph", tmp_path_factory.mktemp("later") / "graph")
    replaced(graph / "seeds/lorries.ttl", 'attest:edtf "2032"', 'attest:edtf "2032?"')
    folder = graph.parent / "release"
    outcome = dumped(folder, "--version", "1.1.0", "--date", "2032-06-01", "--previous", release, graph=graph)
    assert outcome.code == 0, outcome.err
    return folder


def test_a_release_tells_what_changed(release: Path, later: Path) -> None:
    told = (later / "CHANGES.md").read_text()
    assert told.startswith("# What changed from release 1.0.0 to 1.1.0\n\nWhat differs: 1 claim (1 changed), the answers to ")
    assert "| changed | claim:lorries-3 |" in told
    names = [path.name for path in (DEMO / "graph" / "seeds").glob("*.ttl")]
    store = Store()
    for name in names:
        store.load(path=DEMO / "graph" / "seeds" / name, format=RdfFormat.TURTLE)
    store.load(path=later / "changes.ttl", format=RdfFormat.TURTLE, to_graph=NamedNode("urn:patch"))
    store.update(APPLY)
    released = [parse(gzip.decompress((later / "rdf" / "turtle" / f"{name}.gz").read_bytes()), RdfFormat.TURTLE) for name in names]
    patched = {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}
    assert patched == {quad.triple for quads in released for quad in quads}
    listed = {line.partition("  ")[2] for line in (later / "SHA256SUMS").read_text().splitlines()}
    assert {"CHANGES.md", "changes.ttl"} <= listed
    assert not {"CHANGES.md", "changes.ttl"} & set(files_of(release))


def test_two_releases_are_compared_as_the_second_tells(release: Path, later: Path) -> None:
    patch = run("diff", release, later, "--format", "ttl", seconds=120)
    assert (patch.code, patch.out) == (0, (later / "changes.ttl").read_text()), patch.err
    report = run("diff", release, later, "--format", "md", "--exit-code", seconds=120)
    assert report.code == 1
    assert report.out.partition("\n")[2] == (later / "CHANGES.md").read_text().partition("\n")[2]
    same = run("diff", release, release, "--exit-code")
    assert (same.code, same.out) == (0, "Nothing differs.\n")


def test_the_rights_are_those_of_the_graph(demo: Path, tmp_path: Path) -> None:
    (demo / "RIGHTS.md").write_text("# Ours\n")
    replaced(
        demo / "seeds/record.ttl", "https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/publicdomain/zero/1.0/"
    )
    assert dumped(tmp_path / "release", *V, graph=demo).code == 0
    assert (tmp_path / "release" / "RIGHTS.md").read_text() == "# Ours\n"
    assert not (tmp_path / "release" / "LICENSE-CC-BY-4.0.txt").exists()


def rehashed(folder: Path) -> None:
    """Make the list of digests fit the files again, as one who means to deceive would."""
    names = sorted(name for name in files_of(folder) if name != "SHA256SUMS")
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines))


def test_a_previous_release_that_does_not_verify_is_refused(copied: Path, tmp_path: Path) -> None:
    def said(code: int = 3) -> str:
        before = tree(tmp_path)
        outcome = dumped(tmp_path / "next", "--version", "1.1.0", "--previous", copied)
        return kept(tmp_path, outcome, code, before)

    quads = copied / "rdf" / "attest.nq.gz"
    content, told = quads.read_bytes(), (copied / "RDFC-1.0.txt").read_bytes()
    quads.write_bytes(content[:-100])
    assert "rdf/attest.nq.gz: does not verify: its SHA-256 is not the one in SHA256SUMS" in said()
    rehashed(copied)
    assert "rdf/attest.nq.gz: cannot be read" in said()
    other = b'<a:a> <http://rdfs.org/ns/void#uriSpace> "https://example.org/o/" <https://example.org/o/graph/record> .\n'
    quads.write_bytes(gzip.compress(other))
    rehashed(copied)
    assert "are not the dataset of which RDFC-1.0.txt tells" in said()
    (copied / "RDFC-1.0.txt").write_text(hashlib.sha256(other).hexdigest() + "\n")
    rehashed(copied)
    assert "is a release of another record than https://example.org/demo/" in said()
    page = copied / "dataset.jsonld"
    whole = page.read_bytes()
    quads.write_bytes(content)
    (copied / "RDFC-1.0.txt").write_bytes(told)
    page.write_bytes(re.sub(rb'"datePublished": "[^"]*"', b'"datePublished": "tomorrow"', whole))
    rehashed(copied)
    assert "dataset.jsonld tells no day" in said()
    page.write_bytes(whole)
    (copied / "RDFC-1.0.txt").unlink()
    rehashed(copied)
    assert "RDFC-1.0.txt: cannot be read" in said()
    shutil.rmtree(copied)
    assert "SHA256SUMS: cannot be read" in said()


def test_a_release_does_not_follow_itself(release: Path, tmp_path: Path) -> None:
    outcome = dumped(tmp_path / "next", *V, "--previous", release)
    assert "is release 1.0.0 itself" in kept(tmp_path, outcome, 2, {})


def test_a_graph_whose_files_lead_out_of_it_is_not_published(demo: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "queries", demo / "queries")
    secret = tmp_path / "secret.rq"
    secret.write_bytes((ROOT / "queries" / "sources.rq").read_bytes())
    (demo / "queries" / "secret.rq").symlink_to(secret)
    assert "leads out of queries/" in refused(dumped(tmp_path / "release", *V, graph=demo), 2)
    assert not (tmp_path / "release").exists()


@pytest.mark.parametrize("moment", [0.0, 0.01, 0.05, 0.2])
def test_a_run_that_is_killed_leaves_no_release_in_part(release: Path, tmp_path: Path, moment: float) -> None:
    """Killed while it writes, some time after the folder aside appears; the next run leaves nothing of it."""
    words = [sys.executable, "-m", "kg", "dump", str(tmp_path / "release"), *V, "--graph", str(DEMO / "graph")]
    with subprocess.Popen(words, cwd=ROOT, env=environment(), stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not list(tmp_path.iterdir()):
            time.sleep(0.001)
        time.sleep(moment)
        process.kill()
    if (tmp_path / "release").exists():
        assert tree(tmp_path / "release") == tree(release)
        return
    if moment == 0.0:
        assert dumped(tmp_path / "release", *V).code == 0
        assert [path.name for path in tmp_path.iterdir()] == ["release"]
        assert tree(tmp_path / "release") == tree(release)


def test_the_shipped_record_is_released(tmp_path: Path, shipped_publication: Publication) -> None:
    said: list[str] = []
    files = make(shipped_publication, None, said.append)
    assert len(said) >= 5
    write(tmp_path / "release", files)
    assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path / "release", check=False).returncode == 0
    assert [item.data for item in make(shipped_publication, None, said.append)] == [item.data for item in files]
