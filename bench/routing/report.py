"""Writing the report: the console's tables, Markdown, data."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.routing.leaks import NEAR, Leak
from bench.routing.tables import Table
from bench.routing.testsets import SETS, Query


def leak_table(asked: Sequence[Query], leaks: Sequence[Leak]) -> Table:
    """How many messages of each set were left out because they are known."""
    sources = [asked[leak.query].source for leak in leaks]
    exact = [asked[leak.query].source for leak in leaks if leak.likeness == 1.0]
    sizes = [query.source for query in asked]
    return Table(
        "leaks",
        "Messages left out: they stand in the knowledge base, too",
        ["set", "messages", "left out", "of these word for word"],
        [[name, sizes.count(name), sources.count(name), exact.count(name)] for name in SETS],
        f"equal without case, spaces, punctuation, or {NEAR} alike by character bigrams (Jaccard)",
    )


def leak_list(asked: Sequence[Query], leaks: Sequence[Leak]) -> list[dict[str, Any]]:
    """Every message left out, with the text it resembles."""
    return [
        {
            "set": asked[leak.query].source,
            "message": asked[leak.query].text,
            "known": leak.text,
            "likeness": leak.likeness,
        }
        for leak in leaks
    ]


def write(
    folder: Path, tables: Sequence[Table], leaks: Sequence[dict[str, Any]], about: dict[str, Any]
) -> None:
    """Write `report.json` and `report.md`; the picture `report.png` is drawn elsewhere."""
    made = datetime.now(UTC).isoformat(timespec="seconds")
    content = {
        "made": made,
        **about,
        **{table.key: table.data() for table in tables},
        "left_out": leaks,
    }
    _write(folder / "report.json", json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    facts = "; ".join(f"{name}: {value}" for name, value in about.items())
    listed = [f"- {e['set']}: {e['message']} ~ {e['known']} ({e['likeness']})" for e in leaks]
    parts = [
        "# Routing evaluation\n",
        f"{made}; {facts}\n",
        "![Top-1 and mix-ups](report.png)\n",
        *(table.markdown() for table in tables),
        "\n".join(["## Messages left out\n", *(listed or ["none"])]) + "\n",
    ]
    _write(folder / "report.md", "\n".join(parts))


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
