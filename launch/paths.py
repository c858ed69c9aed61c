"""Where things are. All that is built lies under `var/`."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOGS = Path(os.environ.get("GUIDE_LOG_DIR") or VAR / "log")
REQUIREMENTS = ROOT / "requirements"
INDEX = Path(os.environ.get("GUIDE_INDEX_DIR") or VAR / "index")
BOT_EXAMPLES = VAR / "bot" / "data"
MODEL = VAR / "models" / "guide.tar.gz"


def shown(path: Path) -> str:
    """`path` as a person in the project folder would type it."""
    return str(path.relative_to(ROOT)) if ROOT in path.parents else str(path)
