"""A site arrives whole or not at all, in a folder that is its own."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kg.command import DEMO, ROOT, environment, refused, replaced, run, tree
from tests.site.reading import read_site

GRAPH = ["--graph", str(DEMO / "graph")]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was made before."""
    folder = tmp_path / "site"
    assert run("site", folder, *GRAPH).code == 0
    return folder


def test_a_site_is_replaced_as_a_whole(site: Path, demo: Path) -> None:
    before = tree(site)
    with (demo / "seeds" / "actors.ttl").open("a", encoding="utf-8") as file:
        file.write('\n<https://example.org/demo/actor/new> a attest:Person ; rdfs:label "New"@en .\n')
    outcome = run("site", site, "--graph", demo)
    assert (outcome.code, outcome.out) == (0, "")
    assert re.search(rf"^\d+ files are in {re.escape(str(site))}$", outcome.err, re.MULTILINE)
    assert set(tree(site)) - set(before) == {"actor/new.html", "actor/new.jsonld", "actor/new.ttl"}
    assert run("site", site, *GRAPH).code == 0
    assert tree(site) == before
    assert [path.name for path in site.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["notes.txt", "actor/notes.txt", "deep/er/notes.txt"])
def test_a_folder_that_holds_something_else_is_refused(site: Path, name: str) -> None:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text("mine", encoding="utf-8")
    before = tree(site)
    assert refused(run("site", site, *GRAPH), 2).startswith(f"{site}: holds {name}, which no site of kg has")
    assert tree(site) == before


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        assert "is no folder" in refused(run("site", tmp_path / name, *GRAPH), 2)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("site", tmp_path / "empty", *GRAPH).code == 0
    assert (tmp_path / "empty" / "index.html").is_file()


def test_a_disk_that_is_full_leaves_what_was_there(site: Path) -> None:
    """A limit on the size of files stands for a disk without room."""
    before = tree(site)

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    call = [sys.executable, "-B", "-m", "kg", "site", str(site), *GRAPH]
    done = subprocess.run(call, capture_output=True, text=True, env=environment(), cwd=ROOT, preexec_fn=small, check=False)
    assert done.returncode == 2, done
    assert "cannot be written: File too large; it is as it was" in done.stderr
    assert tree(site) == before
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_site_that_is_ended_leaves_what_was_there(site: Path) -> None:
    before = tree(site)
    call = [sys.executable, "-m", "kg", "site", str(site)]
    with subprocess.Popen(call, stderr=subprocess.DEVNULL, env=environment(), cwd=ROOT) as process:
        while not (aside := list(site.parent.glob(".site.*/new"))) or len(os.listdir(aside[0])) < 3:
            assert process.poll() is None
        process.kill()
    assert tree(site) == before
    assert run("site", site, *GRAPH).code == 0
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_record_that_cannot_be_built_leaves_what_was_there(site: Path, demo: Path) -> None:
    before = tree(site)
    (demo / "seeds" / "bad.ttl").write_text("not turtle", encoding="utf-8")
    assert "bad.ttl:1" in refused(run("site", site, "--graph", demo), 3)
    assert tree(site) == before


def test_releases_are_listed_and_held(tmp_path: Path, releases: Path) -> None:
    assert run("site", tmp_path / "site", *GRAPH, "--releases", releases).code == 0
    made = read_site(tmp_path / "site")
    assert made.broken() == []
    page = made.pages["releases/index.html"]
    assert page.texts["h2"] == ["0.10.0", "0.9.0"]
    for version, name in (("0.10.0", "0=2E10=2E0"), ("0.9.0", "0=2E9=2E0")):
        assert tree(made.folder / "releases" / name) == tree(releases / version)
        digests = [line.split()[0] for line in (releases / version / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
        assert len(digests) > 50
        assert set(digests) <= set(page.texts["code"])
    for name in ("void.ttl", ".well-known/void"):
        assert (made.folder / name).read_bytes() == (releases / "0.10.0" / "void.ttl").read_bytes()


def test_a_release_that_is_not_as_its_checksums_or_its_name_say_is_refused(tmp_path: Path, releases: Path) -> None:
    def said(folder: Path) -> str:
        return refused(run("site", tmp_path / "s", *GRAPH, "--releases", folder), 3)

    shutil.copytree(releases / "0.9.0", tmp_path / "r" / "0.9.0")
    replaced(tmp_path / "r" / "0.9.0" / "CITATION.cff", "cff-version", "version")
    assert "CITATION.cff: does not verify: its SHA-256 is not the one in SHA256SUMS" in said(tmp_path / "r")
    (tmp_path / "r" / "0.9.0" / "SHA256SUMS").write_text(f"{'0' * 64}  ../../../etc/passwd\n", encoding="utf-8")
    assert "leads out of the folder of the release" in said(tmp_path / "r")
    shutil.copytree(releases / "0.9.0", tmp_path / "named" / "1.0.0")
    assert "holds release 0.9.0; name its folder so" in said(tmp_path / "named")
    (tmp_path / "none").mkdir()
    assert "holds no release" in said(tmp_path / "none")
    assert "cannot be read" in said(tmp_path / "nowhere")
    assert not (tmp_path / "s").exists()


def test_a_release_without_its_descriptions_is_refused(tmp_path: Path, releases: Path) -> None:
    shutil.copytree(releases / "0.9.0", tmp_path / "r" / "0.9.0")
    listed = tmp_path / "r" / "0.9.0" / "SHA256SUMS"
    lines = listed.read_text(encoding="utf-8").splitlines(keepends=True)
    listed.write_text("".join(line for line in lines if "dcat.ttl" not in line), encoding="utf-8")
    assert "does not list dcat.ttl, which every release of kg dump holds" in refused(
        run("site", tmp_path / "s", *GRAPH, "--releases", tmp_path / "r"), 3
    )


def test_the_commands_of_the_readme_make_a_release_and_a_site_that_holds_it(tmp_path: Path) -> None:
    [shown] = re.findall(r"^```sh\n(.*?kg site.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    script = f'set -e\nkg() {{ "{sys.executable}" -m kg "$@"; }}\n{shown}'
    env = environment({"KG_GRAPH": str(DEMO / "graph"), "PYTHONPATH": str(ROOT)})
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (tmp_path / "site" / "w3id.htaccess").is_file()
    assert read_site(tmp_path / "site").pages["releases/index.html"].texts["h2"] == ["1.0.0"]


@pytest.mark.parametrize("address", ["example.org/", "http://example.org", "http://example.org/a b/", "http://x/$1/", "http://x/\n/"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    assert "--address" in refused(run("site", tmp_path / "s", *GRAPH, "--address", address), 2)


@pytest.mark.parametrize(("module", "library"), [("jinja2", "Jinja2"), ("markdown_it", "markdown-it-py")])
def test_without_its_library_the_command_says_what_to_install(tmp_path: Path, module: str, library: str) -> None:
    shutil.copytree(DEMO / "graph", tmp_path / "graph")
    (tmp_path / "graph" / "RIGHTS.md").write_text("# Ours\n", encoding="utf-8")
    (tmp_path / f"{module}.py").write_text("raise ImportError('planted')", encoding="utf-8")
    outcome = run("site", tmp_path / "s", "--graph", tmp_path / "graph", env={"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])})
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines()[-1] == f"kg: kg site needs {library}, which is not installed: pip install 'attest-kg[site]'"
    assert not (tmp_path / "s").exists()
