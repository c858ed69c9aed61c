"""A guide of small processes: `stand_in_guide.py <folder> <name>=<port>...`, the first is the api.

A port of 0 makes a process that ends at once.
"""

import sys
from pathlib import Path

from launch.__main__ import guarded
from launch.parts import Part
from launch.serve import keep

PROGRAM = Path(__file__).with_name("stand_in_part.py")
BROKEN = (sys.executable, "-c", "raise SystemExit('out of order')")


def main() -> int:
    folder, specs = Path(sys.argv[1]), sys.argv[2:]
    parts: list[Part] = []
    for name, port in (spec.split("=") for spec in specs):
        works = (sys.executable, str(PROGRAM), port, str(folder / name))
        command = works if port != "0" else BROKEN
        url = f"http://127.0.0.1:{port}/"
        parts.append(Part(name, name, command, url, restarts=bool(parts)))
    supervisord = (sys.executable, "-m", "supervisor.supervisord")
    return guarded(lambda: keep(parts, parts[0], {}, "READY", supervisord))


if __name__ == "__main__":
    sys.exit(main())
