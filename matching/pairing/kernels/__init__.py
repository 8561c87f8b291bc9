"""The compiled searches. Only `solve` and `Fair.pairs` call them, with numbers that `Fair` has judged.

Edges are acceptable pairs, numbered seeker by seeker in the order of her wishes: of two edges of one
seeker the lower is the better.
"""

from pathlib import Path

from matching.compiling import forget_outdated

forget_outdated(Path(__file__).parent)
