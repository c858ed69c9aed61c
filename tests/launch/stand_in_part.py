"""A process like those of the guide: `stand_in_part.py <port> <journal>` answers every GET.

Notes its own id in the journal, and that of a child which does not heed a polite request to end.
"""

import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

STUBBORN = "trap '' TERM INT; while :; do sleep 60; done"


class Answer(BaseHTTPRequestHandler):
    """200 to everything."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.end_headers()


def main() -> None:
    port, journal = int(sys.argv[1]), Path(sys.argv[2])
    server = HTTPServer(("127.0.0.1", port), Answer)
    child = subprocess.Popen(["sh", "-c", STUBBORN])
    with journal.open("a") as file:
        file.write(f"{os.getpid()} {child.pid}\n")
    server.serve_forever()


main()
