"""The process of a load killed amid it: the store holds the one release or the other, or says that it holds a part only."""

import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future

import pytest

from kg.stores.kinds import KINDS
from tests.kg.command import ROOT, environment
from tests.stores.between import Exchange, between
from tests.stores.holding import Held
from tests.stores.striking import places
from tests.stores.test_at import GRAPH

WAYS: dict[str, Callable[[Exchange], object]] = {
    "before the request": lambda _: None,
    "amid the request": Exchange.half_passed_on,
    "before the answer": Exchange.passed_on,
}


def killed_at(of: Held, place: int, way: str) -> None:
    """Load the release after into the store, and kill the process at a request."""
    running: Future[subprocess.Popen[bytes]] = Future()

    def deal(exchange: Exchange) -> None:
        if exchange.number < place:
            exchange.pass_on()
        else:
            WAYS[way](exchange)
            running.result(60).kill()

    with between(of.server.url, deal) as url:
        words = [sys.executable, "-m", "kg", "load", url, *GRAPH]
        with subprocess.Popen(words, env=environment(of.server.environment), cwd=ROOT, stderr=subprocess.DEVNULL) as process:
            running.set_result(process)
            assert process.wait(60) == -signal.SIGKILL


@pytest.mark.parametrize("way", WAYS)
def test_a_load_that_is_killed_leaves_no_mixture_that_passes(held_before: Held, way: str) -> None:
    before, after = held_before.before, held_before.after
    seen = []
    for place in [2, *places(held_before)]:
        killed_at(held_before, place, way)
        seen.append(held_before.told())
        for release in (after, before):
            held_before.load(release)
    assert (seen[0], seen[-1]) == (before, after)
    assert seen == sorted(seen, key=[before, None, after].index)
    assert (None in seen) != KINDS[held_before.server.name].whole
