"""Steps of the kernel that are spelt out for the compiler, for it would not find them itself.

Some work on whole vectors; left to itself it takes one number after the other, at two to three
times the cost. One asks the cache for what will be needed soon.
"""

from typing import Any, Final

from llvmlite import ir
from numba import extending, types

# Its types know nothing of what a compiled function calls.
_intrinsic: Any = extending.intrinsic

LANES: Final = 8
"""Numbers taken at one stroke; as many of 64 bits fill a line of the cache."""

SPAN: Final = 64
"""Bytes that are compared at one stroke: as many as a number has bits."""

_VECTOR_BITS: Final = 256
"""Of the vectors that numbers are added in."""

_LOW: Final = 0xFFFFFFFF
_HIGH: Final = 0xFFFFFFFF00000000


def _splat(builder: Any, value: Any, lanes: int) -> Any:
    """Return a vector with one value in all lanes."""
    vector = ir.Constant(ir.VectorType(value.type, lanes), ir.Undefined)
    for lane in range(lanes):
        vector = builder.insert_element(vector, value, ir.IntType(32)(lane))
    return vector


def _pointer(context: Any, builder: Any, kind: Any, array: Any, place: Any, vector: Any) -> Any:
    """Return the address of a vector that begins at a place of an array."""
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [place]), vector.as_pointer())


def _any_lane(builder: Any, vector: Any, lanes: int) -> Any:
    """Or all lanes into one number."""
    while lanes > 1:
        lanes //= 2
        halves = [
            ir.Constant(ir.VectorType(ir.IntType(32), lanes), list(range(start, start + lanes)))
            for start in (0, lanes)
        ]
        low, high = (builder.shuffle_vector(vector, vector, half) for half in halves)
        vector = builder.or_(low, high)
    return builder.extract_element(vector, ir.IntType(32)(0))


@_intrinsic
def prefetch(_: Any, array: Any, place: Any) -> Any:
    """Ask the cache for an element of an array, and wait for nothing.

    A place outside of the array does no harm.
    """

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        byte, word = ir.IntType(8), ir.IntType(32)
        pointer = byte.as_pointer()
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        address = builder.bitcast(builder.gep(data, [arguments[1]]), pointer)
        kind = ir.FunctionType(ir.VoidType(), [pointer, word, word, word])
        function = builder.module.declare_intrinsic("llvm.prefetch", [pointer], kind)
        to_read, keep, as_data = word(0), word(3), word(1)
        builder.call(function, [address, to_read, keep, as_data])
        return context.get_dummy_value()

    return types.void(array, types.intp), codegen


@_intrinsic
def find_in_bucket(_: Any, slots: Any, place: Any, key: Any) -> Any:
    """Return the lower half of the slot whose upper half is the key's, or 0.

    Looks at `LANES` slots of a uint64 array from `place` on, all at once.
    """

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, first, wanted = arguments
        bucket = ir.VectorType(ir.IntType(64), LANES)
        address = _pointer(context, builder, signature.args[0], array, first, bucket)
        lanes = builder.load(address, align=8)
        zero, low, high = (ir.Constant(bucket, [each] * LANES) for each in (0, _LOW, _HIGH))
        difference = builder.and_(builder.xor(lanes, _splat(builder, wanted, LANES)), high)
        same = builder.icmp_unsigned("==", difference, zero)
        found = builder.select(same, builder.and_(lanes, low), zero)
        return _any_lane(builder, found, LANES)

    return types.uint64(slots, types.intp, types.uint64), codegen


@_intrinsic
def bytes_from(_: Any, array: Any, place: Any, least: Any) -> Any:
    """Return which of `SPAN` bytes, from a place on, are not below `least`: a bit for each."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        values, first, bound = arguments
        span = ir.VectorType(ir.IntType(8), SPAN)
        address = _pointer(context, builder, signature.args[0], values, first, span)
        lanes = builder.load(address, align=1)
        told = builder.icmp_unsigned(">=", lanes, _splat(builder, bound, SPAN))
        return builder.bitcast(told, ir.IntType(SPAN))

    return types.uint64(array, types.intp, types.uint8), codegen


@_intrinsic
def eight_before(_: Any, array: Any, end: Any) -> Any:
    """Return the eight bytes before a place as one number, the last of them lowest."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        values, stop = arguments
        whole = ir.IntType(64)
        first = builder.sub(stop, whole(8))
        address = _pointer(context, builder, signature.args[0], values, first, whole)
        return builder.bswap(builder.load(address, align=1))

    return types.uint64(array, types.intp), codegen


@_intrinsic
def lowest_bit(_: Any, number: Any) -> Any:
    """Return the place of the lowest bit of a number that is not 0."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.IntType(1)(1))

    return types.intp(types.uint64), codegen


def _adder(lanes: int) -> Any:
    """Return what adds so many numbers at one stroke, as whole vectors.

    The function adds `factor` times the numbers of `source`, from `start` on, to those of `target`,
    from `place` on. What is no floating-point number is made one, of the kind of the target's.
    """

    @_intrinsic
    def add(_: Any, target: Any, place: Any, source: Any, start: Any, factor: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            sums, into, numbers, first, by = arguments
            whole, into_kind = (context.get_value_type(kind.dtype) for kind in (source, target))
            width = _VECTOR_BITS // target.dtype.bitwidth
            factors = _splat(builder, by, width)
            for lane in range(0, lanes, width):
                step = ir.IntType(64)(lane)
                vector = ir.VectorType(whole, width)
                at = _pointer(context, builder, source, numbers, builder.add(first, step), vector)
                added = builder.load(at, align=1)
                vector = ir.VectorType(into_kind, width)
                if isinstance(whole, ir.IntType):
                    added = builder.sitofp(added, vector)
                at = _pointer(context, builder, target, sums, builder.add(into, step), vector)
                total = builder.fadd(builder.load(at, align=1), builder.fmul(added, factors))
                builder.store(total, at, align=1)
            return context.get_dummy_value()

        return types.void(target, types.intp, source, types.intp, target.dtype), codegen

    return add


BLOCK: Final = 12
"""Coefficients of a feature that are added at one stroke; rows are padded to a multiple."""

add_block = _adder(BLOCK)
add_lanes = _adder(LANES)
