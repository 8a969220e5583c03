"""The recipes of docs/stores.md do what they say: each command is run as it stands, with free ports in place of those named."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.kg.command import ROOT, environment
from tests.stores.conftest import program_or_skip
from tests.stores.servers import KINDS, Server, free_port

DOCS = (ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8").partition("## In a triplestore\n")[2].partition("\n## ")[0]
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", DOCS, re.DOTALL | re.MULTILINE))
CONSOLE = r"^```console\n(.*?)^```$"
NOT_RUN = "(not run here)"
TRIED = {"oxigraph": ("Oxigraph", "After a bulk load"), "fuseki": ("Fuseki",), "virtuoso": ("Virtuoso",)}
PROGRAMS = {"oxigraph": "oxigraph", "fuseki": "java", "virtuoso": "virtuoso-t"}
"""What a recipe calls the program of a store."""


def commands(text: str) -> list[str]:
    """The commands of a recipe in their order."""
    blocks = re.findall(CONSOLE, text, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    assert all(line.startswith("$ ") for line in lines)
    return [line.removeprefix("$ ") for line in lines]


def with_free_ports(text: str) -> tuple[str, dict[str, int]]:
    """A recipe with ports that nothing listens on, and which is in whose place."""
    ports = {port: free_port() for port in re.findall(r"127\.0\.0\.1:(\d+)", text)}
    for port, free in ports.items():
        text = re.sub(rf"\b{port}\b", str(free), text)
    return text, ports


def put_programs(folder: Path, server: Server, words: list[str]) -> None:
    """Put kg and the program of a store where the shell finds them, and the jar into the folder of the recipe."""
    scripts = {"kg": [sys.executable, "-m", "kg"], PROGRAMS[server.name]: words[:1] if server.name == "fuseki" else words}
    for script, program in scripts.items():
        path = folder / "bin" / script
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/bin/sh\nexec {shlex.join(program)} "$@"\n')
        path.chmod(0o755)
    for jar in (word for word in words if word.endswith(".jar")):
        (folder / Path(jar).name).symlink_to(jar)


@pytest.fixture(params=sorted(TRIED))
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    server = KINDS[request.param](tmp_path)
    put_programs(tmp_path, server, program_or_skip(server))
    yield server
    server.end()


def test_a_recipe_does_what_it_says(server: Server) -> None:
    text, ports = with_free_ports("".join(SECTIONS[name] for name in TRIED[server.name]))
    for name, settings in re.findall(r"^```ini\n; (\S+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        (server.folder / name).write_text(settings)
    server.port = ports[re.findall(r"kg load http://127\.0\.0\.1:(\d+)", SECTIONS[TRIED[server.name][0]])[0]]
    path = f"{server.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    variables = environment({"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "120"})
    said = {}
    for line in commands(text):
        if line.startswith("export "):
            variables |= dict(word.split("=", 1) for word in shlex.split(line)[1:])
        elif line.endswith(" &"):
            first, *rest = shlex.split(line.removesuffix(" &"))
            server.start([str(server.folder / "bin" / first), *rest])
        else:
            said[line] = shell(line, server.folder, variables)
    assert sum("compared one by one" in done.stderr for done in said.values()) == 1
    require_the_local_answer(said, server.folder, variables)
    if server.name == "oxigraph":
        lines = (server.folder / "attest.nq").read_text().splitlines()
        assert f"triples\n{len(lines)}\n" in {done.stdout for done in said.values()}


def shell(line: str, folder: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """What a command of a recipe says; it is good."""
    words = [shutil.which("sh") or "sh", "-ec", line]
    done = subprocess.run(words, capture_output=True, text=True, cwd=folder, env=dict(variables), timeout=120, check=False)
    assert done.returncode == 0, (line, done.stderr)
    return done


def require_the_local_answer(said: Mapping[str, subprocess.CompletedProcess[str]], folder: Path, variables: Mapping[str, str]) -> None:
    """What a store answers is what the graph in memory answers."""
    (asked,) = [line for line in said if line.startswith("kg ask ")]
    here = shell(asked.partition(" --at ")[0], folder, variables)
    assert len(here.stdout.splitlines()) > 5
    assert said[asked].stdout == here.stdout


def test_every_section_is_run_or_says_that_it_is_not() -> None:
    tried = {name for names in TRIED.values() for name in names}
    assert tried == {name for name in SECTIONS if NOT_RUN not in name}
    assert len(SECTIONS) == len(tried) + 3
    for name in SECTIONS.keys() - tried:
        assert not re.search(CONSOLE, SECTIONS[name], re.DOTALL | re.MULTILINE), "what is shown as a console has been run"
        assert "https://" in SECTIONS[name]


def test_the_commands_of_readme_are_those_of_the_recipes() -> None:
    ran = {line for names in TRIED.values() for name in names for line in commands(SECTIONS[name])}
    shown = re.findall(r"`(kg (?:load|ask) [^`]*http://127[^`]*)`", README)
    assert len(shown) == 4
    assert set(shown) <= ran
    assert "docs/stores.md" in README


def test_the_recipe_has_the_version_that_the_tests_install() -> None:
    script = (ROOT / "tests" / "stores" / "install").read_text()
    (version,) = re.findall(r"FUSEKI_VERSION:-([\d.]+)", script)
    assert set(re.findall(r"jena-fuseki-server-([\d.]+)\.jar", DOCS)) == {version}
