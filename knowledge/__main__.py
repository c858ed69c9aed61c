"""`python -m knowledge <command>`: see `knowledge.cli`."""

import sys

from knowledge.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
