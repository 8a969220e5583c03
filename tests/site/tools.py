"""What the tests of the site use of the machine: a browser, a server that reads .htaccess, a checker of HTML.

``KG_SITE_TOOLS`` names the folder that ``tests/site/install`` has filled; what
is not there is looked for on the machine.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

_GET = "run tests/site/install DIR, and set KG_SITE_TOOLS=DIR"
_CONF = """\
ServerRoot "{root}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{root}/httpd.pid"
DefaultRuntimeDir "{root}"
ErrorLog "{root}/error.log"
{user}
LoadModule mpm_event_module "{modules}/mod_mpm_event.so"
LoadModule authz_core_module "{modules}/mod_authz_core.so"
LoadModule dir_module "{modules}/mod_dir.so"
LoadModule mime_module "{modules}/mod_mime.so"
LoadModule headers_module "{modules}/mod_headers.so"
LoadModule rewrite_module "{modules}/mod_rewrite.so"
TypesConfig /dev/null
DocumentRoot "{root}/htdocs"
DirectoryIndex index.html
<Directory "{root}/htdocs">
AllowOverride FileInfo
Require all granted
</Directory>
"""


def chromium() -> Path:
    """Chromium; a skip where there is none, and a failure where KG_REQUIRE_SITE_TOOLS is set."""
    return _tool("Chromium", "usr/lib/chromium/chromium", "chromium")


def apache() -> Path:
    """Apache httpd."""
    return _tool("Apache httpd", "usr/sbin/apache2", "apache2")


def checker() -> list[str]:
    """The call of the Nu HTML checker."""
    folder = os.environ.get("KG_SITE_TOOLS", "")
    jar = Path(folder) / "vnu.jar"
    java = shutil.which("java") or shutil.which("java", path=os.environ.get("KG_STORES", "/none"))
    if not folder or not jar.is_file() or java is None:
        _missing("the Nu HTML checker, or a Java for it,")
    return [str(java), "-Xss4m", "-jar", str(jar)]


def libraries() -> dict[str, str]:
    """The environment with which unpacked programs find the libraries beside them."""
    folder = Path(os.environ.get("KG_SITE_TOOLS", "/none"), "debian", "usr", "lib")
    found = [str(path) for own in sorted(folder.glob("*-linux-gnu")) for path in (own, own / "pulseaudio")]
    return {**os.environ, "LD_LIBRARY_PATH": ":".join(found)} if found else dict(os.environ)


@contextlib.contextmanager
def httpd(root: Path) -> Iterator[str]:
    """Apache httpd over ``root``/htdocs, which anyone can read; yields its address."""
    program, port = apache(), free_port()
    modules = next(path for path in (program.parents[2] / "usr/lib/apache2/modules", Path("/usr/lib/apache2/modules")) if path.is_dir())
    user = "User nobody\nGroup nogroup" if os.getuid() == 0 else ""
    (root / "httpd.conf").write_text(_CONF.format(root=root, port=port, modules=modules, user=user), encoding="utf-8")
    with subprocess.Popen([program, "-DFOREGROUND", "-f", root / "httpd.conf"], env=libraries(), stderr=subprocess.PIPE) as process:
        try:
            _await(f"http://127.0.0.1:{port}/", process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


@contextlib.contextmanager
def plain_server(folder: Path) -> Iterator[str]:
    """A server of plain files over a folder; yields its address."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name in the library)
        """Say nothing."""


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _tool(name: str, path: str, command: str) -> Path:
    unpacked = Path(os.environ.get("KG_SITE_TOOLS", "/none"), "debian", path)
    found = str(unpacked) if unpacked.is_file() else shutil.which(command)
    if found is None:
        _missing(name)
    return Path(str(found))


def _missing(name: str) -> None:
    reason = f"{name} is not at hand: {_GET}"
    if os.environ.get("KG_REQUIRE_SITE_TOOLS"):
        pytest.fail(reason)
    pytest.skip(reason)


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise AssertionError((process.stderr.read() if process.stderr else b"").decode())
        with contextlib.suppress(ConnectionError, urllib.error.URLError):
            try:
                urllib.request.urlopen(url, timeout=5).close()
            except urllib.error.HTTPError as error:
                error.close()
            return
        time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")
