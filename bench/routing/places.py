"""Where the evaluation reads and writes."""

from pathlib import Path

from bench.running import ROOT

EVAL = ROOT / "var" / "eval"
QUERIES = Path(__file__).parent / "queries"
