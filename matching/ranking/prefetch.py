"""Asking the processor for memory before it is needed; numba has no word for it."""

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]  # it has no stubs
from numba.core import cgutils, types
from numba.extending import intrinsic

READ, KEEP, DATA = (ir.IntType(32)(value) for value in (0, 3, 1))


def _fetch(_typing: Any, array: Any, index: Any) -> Any:
    """Have the cache line of an item of an array fetched, without waiting. The index must be within the array.

    Source: LLVM language reference, `llvm.prefetch`.
    """

    def written(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        whole, place = signature.args
        several = isinstance(place, types.BaseTuple)
        places, kinds = (cgutils.unpack_tuple(builder, given[1]), list(place)) if several else ([given[1]], [place])
        places = [context.cast(builder, each, kind, types.intp) for each, kind in zip(places, kinds, strict=True)]
        items = context.make_array(whole)(context, builder, given[0])
        item = cgutils.get_item_pointer(context, builder, whole, items, places, wraparound=False)
        byte = ir.IntType(8).as_pointer()
        ask = builder.module.declare_intrinsic(
            "llvm.prefetch", [byte], ir.FunctionType(ir.VoidType(), [byte] + [ir.IntType(32)] * 3)
        )
        builder.call(ask, [builder.bitcast(item, byte), READ, KEEP, DATA])
        return context.get_dummy_value()

    return types.void(array, index), written


fetch: Any = intrinsic(_fetch)
