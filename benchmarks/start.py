"""How long ``kg ask`` takes as a whole process, against the bare import and against a plain rdflib script."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

RUNS = 45
SELDOM = {"plain rdflib": 9}
"""What takes seconds is run in every ninth turn alone; the medians of what takes less need many, on a machine that others use too."""
REPOSITORY = Path(__file__).parent.parent
QUESTION = ["ask", "backers", "--of", "Khalifa Haftar", "--as-of", "2020-07-10"]
TARGETS = {"bare import": 2.5, "plain rdflib": 0.25}


def main() -> int:
    """Print the medians and the ratios; exit 1 where a ratio is over its target."""
    kg = shutil.which("kg", path=str(Path(sys.executable).parent))
    if kg is None:
        print("benchmark: kg is not installed beside this python; run make bench", file=sys.stderr)
        return 2
    commands = {
        "bare import": [sys.executable, "-c", "import pyoxigraph, click"],
        "kg ask": [kg, *QUESTION],
        "plain rdflib": [sys.executable, str(Path(__file__).parent / "plain_rdflib.py")],
    }
    for command in commands.values():
        _seconds(command)  # once for the disk and for compiled modules
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(RUNS):
        for name, command in commands.items():
            if turn % SELDOM.get(name, 1) == 0:
                times[name].append(_seconds(command))
    medians = {name: median(found) for name, found in times.items()}
    for name, seconds in medians.items():
        print(f"{name:<14}{seconds * 1000:8.0f} ms")
    late = 0
    for name, target in TARGETS.items():
        ratio = medians["kg ask"] / medians[name]
        late += ratio > target
        print(f"kg ask / {name:<14}{ratio:6.2f}  (target: at most {target})")
    return 1 if late else 0


def _seconds(command: list[str]) -> float:
    """The wall time of one whole process, which may write its compiled modules as a user's does."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "KG_GRAPH", "KG_TEXTS")}
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment, cwd=REPOSITORY)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
