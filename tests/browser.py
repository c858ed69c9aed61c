"""Debian's Chromium for tests."""

import shutil

from playwright.sync_api import Browser, Playwright, expect

from tests.programs import require_program

PATIENCE_MS = 15_000
"""How long a page is waited for: it may share a busy machine."""

# Without these, Chromium looks for hosts on the internet at every start.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch_chromium(playwright: Playwright) -> Browser:
    """Headless Chromium; skipped where it is not installed, except under CI, where that fails."""
    require_program("chromium")
    expect.set_options(timeout=PATIENCE_MS)
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
