"""Runs the command line: `python -m matching --help`."""

import sys

from matching import cli

if __name__ == "__main__":
    sys.exit(cli.main())
