"""The compiled inside of the search. Importing a module of it imports numba, so others do that where they need it.

Arrays are named as in a formula: `V` nodes, `D` distances, `M` times (on a plane points, for both), `F` fit, `C` counters, queue and log,
`S` what it costs to leave a part out, `G` the state of the dice (see `layout`).
"""

from pathlib import Path

from matching.compiling import forget_outdated
from matching.routing import layout

forget_outdated(Path(__file__).parent, Path(layout.__file__))
