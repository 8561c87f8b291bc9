"""The library from the command line: plans days, checks, explains, draws and mends plans.

Ends with 0 if all is well, 1 if a plan has faults, 2 if something couldn't be done, with a sentence on stderr
that says why, and 130 after Ctrl-C.
"""

import os
import sys
from collections.abc import Sequence

from matching.cli import arguments, words
from matching.cli.files import Trouble

INTERRUPTED, UNREAD = 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for and tell how it ended; `--help` and misuse raise SystemExit, as argparse does."""
    asked = arguments.parser().parse_args(argv)
    try:
        ended = int(asked.run(asked))
        sys.stdout.flush()
    except Trouble as trouble:
        words.complain(str(trouble))
        return 2
    except MemoryError:
        words.complain("There is not enough memory for a problem of this size.")
        return 2
    except KeyboardInterrupt:
        words.complain("Stopped before there was anything to write.")
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read our output had enough of it; Python would complain once more when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except OSError as wrong:
        words.complain(f"The system refused: {words.reason(wrong)}.")
        return 2
    return ended
