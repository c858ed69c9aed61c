"""`python -m api.db upgrade`: brings the database to the newest schema."""

import sys

from api.db.migrate import upgrade
from api.settings import get_settings


def main() -> int:
    """Run the command; returns the exit status."""
    if sys.argv[1:] != ["upgrade"]:
        print("usage: python -m api.db upgrade", file=sys.stderr)
        return 2
    upgrade(get_settings().database_url)
    return 0


if __name__ == "__main__":
    sys.exit(main())
