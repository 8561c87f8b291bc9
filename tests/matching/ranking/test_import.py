"""What `import matching.ranking` brings along."""

import subprocess
import sys


def test_numba_comes_with_the_first_index_and_not_with_the_import():
    seen = "import sys, matching, matching.ranking; print(sorted({'numba', 'llvmlite', 'django'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "[]"
