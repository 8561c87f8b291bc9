"""Runs the command line: `python -m matching --help`."""

import io
import sys

from matching import cli

if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a name that the terminal's encoding lacks is no reason to stop
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(cli.main())
