"""House rule import-linter cannot say by itself: some rooms are private to their domain."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateRooms(Contract):
    """Modules of `rooms` in each package of `container` are imported by that package and `guests` only."""

    type_name = "private_rooms"
    container = fields.StringField()
    rooms = fields.SetField(subfield=fields.StringField())
    guests = fields.SetField(subfield=fields.StringField(), required=False, default=set())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        trespasses = list(self._trespasses(graph))
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def _trespasses(self, graph: ImportGraph) -> Any:
        depth = len(str(self.container).split(".")) + 1
        for module in sorted(graph.modules):
            parts = module.split(".")
            if not module.startswith(f"{self.container}.") or len(parts) <= depth or parts[depth] not in self.rooms:
                continue
            home = ".".join(parts[:depth]) + "."
            for visitor in sorted(graph.find_modules_that_directly_import(module)):
                invited = any(visitor == guest or visitor.startswith(f"{guest}.") for guest in self.guests)
                if not (visitor.startswith(home) or invited):
                    yield visitor, module

    def render_broken_contract(self, check: ContractCheck) -> None:
        for visitor, module in check.metadata["trespasses"]:
            output.print_error(f"{visitor} enters {module}", bold=True)
