"""Real triplestores on loopback, each with a folder and ports of its own, ended by the process that was started.

``KG_STORES`` names the folder that ``tests/stores/install`` has filled; what is
not there is looked for on the machine.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sysconfig
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import RdfFormat, parse

__all__ = ["KINDS", "Fuseki", "MissingError", "Oxigraph", "Server", "Virtuoso", "free_port"]

_JAVA = 21
_GET = "run tests/stores/install DIR, and set KG_STORES=DIR"
_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{isql}
DisableUnixSocket = 1
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
"""


class MissingError(Exception):
    """A store is not on this machine; the message says how to get it."""


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _installed(*parts: str) -> Path:
    return Path(os.environ.get("KG_STORES", "/nonexistent"), *parts)


@dataclass
class Server(ABC):
    """One store; started, it answers at ``url``. The same folder can be started again."""

    folder: Path
    read_only: bool = False
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    name = ""
    path = ""
    graphs = ""
    credentials = ("", "")
    asks_version = "--version"

    @abstractmethod
    def program(self) -> list[str]:
        """The words that call it; raises MissingError."""

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it; raises MissingError."""

    def version(self) -> str:
        """The version by which it calls itself."""
        done = subprocess.run([*self.program(), self.asks_version], capture_output=True, text=True, timeout=30, check=False)
        found = re.search(r"\d+\.\d+\.\d+", done.stdout + done.stderr)
        assert found, done
        return found[0]

    @property
    def url(self) -> str:
        """The address that ``kg load`` takes."""
        return f"http://127.0.0.1:{self.port}{self.path}"

    @property
    def environment(self) -> dict[str, str]:
        """The credentials as the command takes them."""
        user, password = self.credentials
        return {"KG_STORE_USER": user, "KG_STORE_PASSWORD": password}

    def start(self, command: Sequence[str] = ()) -> None:
        """Start it, by a command of its own or another, and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            words = command or self.command()
            self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)
        until = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "server.log").read_text()[-2000:]
            assert time.monotonic() < until, f"{self.name} does not answer"
            time.sleep(0.05)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process that was started."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(60)
            self.process = None

    def put(self, graph: str, turtle: str) -> None:
        """Put a graph, by the Graph Store Protocol."""
        data = turtle.encode()
        request = urllib.request.Request(self._address(graph), data, {"Content-Type": "text/turtle"}, method="PUT")
        with self._opener().open(request, timeout=30) as answer:
            assert answer.status < 300

    def graph(self, name: str) -> set[str]:
        """The triples of a graph; none where it is not there."""
        request = urllib.request.Request(self._address(name), headers={"Accept": "application/n-triples"})
        try:
            with self._opener().open(request, timeout=30) as answer:
                return {str(quad.triple) for quad in parse(answer.read(), RdfFormat.N_TRIPLES)}
        except urllib.error.HTTPError as error:
            with error:
                if error.code != 404:
                    raise
            return set()

    def everything(self) -> dict[str, set[str]]:
        """All named graphs, as one answer of the store, so that they are of one moment."""
        request = urllib.request.Request(self.url + self.graphs, headers={"Accept": "application/n-quads"})
        found = defaultdict(set)
        with self._opener().open(request, timeout=60) as answer:
            for quad in parse(answer.read(), RdfFormat.N_QUADS):
                found[str(quad.graph_name).strip("<>")].add(str(quad.triple))
        return dict(found)

    def _address(self, graph: str) -> str:
        return f"{self.url}{self.graphs}?graph={quote(graph, safe='')}"

    def _opener(self) -> urllib.request.OpenerDirector:
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, self.url, *self.credentials)
        return urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPDigestAuthHandler(known))

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\nHost: localhost\r\n\r\n")
                return connection.recv(4) == b"HTTP"
        except OSError:
            return False


class Oxigraph(Server):
    """The binary of the wheel ``oxigraph``."""

    name = "oxigraph"
    graphs = "/store"

    def program(self) -> list[str]:
        places = os.pathsep.join([str(_installed("oxigraph", "bin")), sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
        program = shutil.which("oxigraph", path=places)
        if program is None:
            raise MissingError("the oxigraph server is not here: pip install 'attest-kg[test]'")
        return [program]

    def command(self) -> list[str]:
        mode = "serve-read-only" if self.read_only else "serve"
        return [*self.program(), mode, "--location", str(self.folder / "db"), "--bind", f"127.0.0.1:{self.port}"]


class Fuseki(Server):
    """The runnable jar of Maven Central, with TDB2 on disk."""

    name = "fuseki"
    path = "/ds"
    graphs = "/data"

    def program(self) -> list[str]:
        jars = sorted(_installed("fuseki").glob("jena-fuseki-server-6.*.jar"))
        if not jars:
            raise MissingError(f"Fuseki 6.2 or later is not here: {_GET}")
        return [_java(), "-Xmx1g", "-jar", str(jars[-1])]

    def command(self) -> list[str]:
        (self.folder / "db").mkdir(exist_ok=True)
        where = ["--tdb2", "--loc", str(self.folder / "db"), *([] if self.read_only else ["--update"]), self.path]
        return [*self.program(), "--localhost", "--port", str(self.port), *where]


def _java() -> str:
    """A Java that is new enough."""
    homes = [os.environ.get("JAVA_HOME", "/nonexistent"), *sorted(map(str, Path("/usr/lib/jvm").glob("*")))]
    for program in [str(_installed("java")), shutil.which("java"), *(f"{home}/bin/java" for home in homes)]:
        if program and os.access(program, os.X_OK):
            said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
            if (version := re.search(r'version "(\d+)', said)) and int(version[1]) >= _JAVA:
                return program
    raise MissingError(f"Fuseki needs Java {_JAVA} or later: set JAVA_HOME, or {_GET}")


class Virtuoso(Server):
    """The Debian package, installed, or unpacked with the libraries of its release."""

    name = "virtuoso"
    graphs = "/sparql-graph-crud-auth"
    credentials = ("dba", "dba")
    asks_version = "-?"

    def program(self) -> list[str]:
        home = _installed("virtuoso-debian13")
        own = home / "usr/bin/virtuoso-t"
        program = str(own) if own.exists() else shutil.which("virtuoso-t")
        if program is None:
            raise MissingError(f"Virtuoso 7 is not here: {_GET}")
        loader = [str(path) for path in sorted(home.glob("usr/lib/*-linux-gnu/ld-linux-*"))[:1]]
        return [*loader, *(["--library-path", str(Path(loader[0]).parent)] if loader else []), program]

    def command(self) -> list[str]:
        (self.folder / "virtuoso.ini").write_text(_INI.format(folder=self.folder, isql=free_port(), port=self.port))
        return [*self.program(), "+foreground", "+configfile", str(self.folder / "virtuoso.ini")]

    def _address(self, graph: str) -> str:
        return super()._address(graph).replace("?graph=", "?graph-uri=")


KINDS: dict[str, type[Server]] = {kind.name: kind for kind in (Oxigraph, Fuseki, Virtuoso)}
