"""The Python functions that do what an `np.vectorize` object does, one for each way in which it is made and called."""

import functools

from s2sad.frontend.wrappers import defined
from s2sad.records import Value
from s2sad.rules.originals import np
from s2sad.runtime.places import layout_of, places_of


class Options(Value):
    """What an `np.vectorize` object is made with.

    otypes: the dtype of each result as a character, or None.
    excluded: the positions and names of the arguments that are passed on as they are.
    cores: for a signature, how many axes each argument and each result keeps; else None.
    """

    otypes: str | None = None
    excluded: frozenset = frozenset()
    cache: bool = False
    cores: tuple | None = None


def options_of(vectorized):
    """The `Options` of an np.vectorize object; ValueError for types that are no numbers."""
    otypes = vectorized.otypes
    if otypes is not None:
        otypes = "".join(np.dtype(t).char for t in otypes)
        if any(np.dtype(t).kind not in "biufc" for t in otypes):
            raise ValueError("objects")
    cores = vectorized._in_and_out_core_dims
    cores = None if cores is None else tuple(tuple(map(len, dims)) for dims in cores)
    return Options(otypes, frozenset(vectorized.excluded), bool(vectorized.cache), cores)


@functools.cache
def stand_in(options, count, keywords):
    """A function of `pyfunc` and the arguments of a call: `count` positional ones, the rest by these names.

    >>> twice = stand_in(Options(otypes="d"), 1, ())
    >>> twice(lambda v: 2 * v, [1.0, 2.0])
    array([2., 4.])
    """
    positional = [f"a{i}" for i in range(count)]
    varied = [a for i, a in enumerate(positional) if i not in options.excluded]
    varied += [k for k in keywords if k not in options.excluded]
    outer = ["pyfunc", *positional, *(["*"] if keywords else []), *keywords]

    def call(item):
        """The call of `pyfunc` with what `item` writes for the arguments that vary."""
        passed = [item(a) if a in varied else a for a in positional]
        passed += [f"{k}={item(k) if k in varied else k}" for k in keywords]
        return f"pyfunc({', '.join(passed)})"
    if not varied:
        body = [f"return {call(str)}"]
    elif options.cores is not None:
        body = by_signature(options, varied, call)
    else:
        body = item_by_item(options, varied, call)
    text = f"def vectorized({', '.join(outer)}):\n" + "".join(f"    {line}\n" for line in body)
    return defined(text, "vectorized", np=np, layout_of=layout_of, places_of=places_of)


def item_by_item(options, varied, call):
    """The lines of a call of `pyfunc` for each item."""
    arrays = [f"{v}_array" for v in varied]
    spread = f"{arrays[0]} = np.asarray({varied[0]})" if len(varied) == 1 else \
        f"{', '.join(arrays)} = np.broadcast_arrays({', '.join(varied)})"

    def item(argument):
        # A NumPy number stays what it is, an array's items become Python's.
        return f"({argument} if isinstance({argument}, np.generic) else {argument}_array.item(place))"
    given = ", ".join(varied)
    lines = [spread, f"layout = layout_of({given})", f"places = places_of({given})"]
    if options.otypes is not None:
        return lines + typed(options.otypes, call(item))
    sizes = " or ".join(f"np.size({v}) == 0" for v in varied)
    first = call(lambda argument: f"np.asarray({argument}).flat[0]")
    return [
        f"if {sizes}:",
        "    raise ValueError('cannot call `vectorize` on size 0 inputs unless `otypes` is set')",
        *lines,
        # It says how many results there are, and of which types.
        f"first = {first}",
        *untyped(call(item), options.cache)]


def typed(otypes, call):
    """The lines that fill arrays of given types."""
    if len(otypes) == 1:
        return [f"result = np.zeros_like(layout, {otypes!r})",
                "for place in places:",
                f"    result[place] = {call}",
                "return result"]
    names = [f"result{i}" for i in range(len(otypes))]
    return [*(f"{name} = np.zeros_like(layout, {t!r})" for name, t in zip(names, otypes)),
            "for place in places:",
            f"    {', '.join(f'{name}[place]' for name in names)} = {call}",
            f"return {', '.join(names)}"]


def untyped(call, use_first):
    """The lines that fill arrays of the types of what `first` holds."""
    some = "places[1:]" if use_first else "places"
    lines = ["if isinstance(first, tuple):",
             "    results = tuple([np.zeros_like(layout, np.asarray(part).dtype) for part in first])"]
    if use_first:
        lines += ["    for result, part in zip(results, first):",
                  "        result[places[0]] = part"]
    lines += [f"    for place in {some}:",
              f"        for result, part in zip(results, {call}):",
              "            result[place] = part",
              "    return results",
              "result = np.zeros_like(layout, np.asarray(first).dtype)"]
    if use_first:
        lines += ["result[places[0]] = first"]
    return lines + [f"for place in {some}:",
                    f"    result[place] = {call}",
                    "return result"]


def by_signature(options, varied, call):
    """The lines of a call of `pyfunc` for each part that a signature like `(m,n),(n)->(m)` leaves whole."""
    given, returned = options.cores
    if len(given) != len(varied):
        return [f"raise TypeError('wrong number of positional arguments: expected {len(given)}, got {len(varied)}')"]
    arrays = [f"{v}_array" for v in varied]
    lines = [f"{array} = np.asarray({v})" for array, v in zip(arrays, varied)]
    leading = [f"{a}.shape[:{a}.ndim - {n}]" for a, n in zip(arrays, given)]
    lines.append(f"shape = np.broadcast_shapes({', '.join(leading)})")
    lines += [f"{a} = np.broadcast_to({a}, shape + {a}.shape[{a}.ndim - {n}:])" for a, n in zip(arrays, given)]
    lines += ["places = list(np.ndindex(*shape))",
              "if not places:",
              "    raise ValueError('cannot call `vectorize` on size 0 inputs unless `otypes` is set')"]

    def item(place):
        return call(lambda argument: f"{argument}_array[{place}]")
    lines.append(f"first = {item('places[0]')}")
    dtypes = [None] * len(returned) if options.otypes is None else list(options.otypes)
    names = ["result"] if len(returned) == 1 else [f"result{i}" for i in range(len(returned))]
    firsts = ["first"] if len(returned) == 1 else [f"first{i}" for i in range(len(returned))]
    if len(returned) > 1:
        lines.append(f"{', '.join(firsts)} = first")
    for name, first, n, dtype in zip(names, firsts, returned, dtypes):
        lines.append(f"{name} = np.zeros_like(np.asarray({first}), shape=shape + np.shape({first})[np.ndim({first}) - {n}:]"
                     + (f", dtype={dtype!r})" if dtype else ")"))
        lines.append(f"{name}[places[0]] = {first}")
    targets = ", ".join(f"{name}[place]" for name in names)
    return lines + ["for place in places[1:]:",
                    f"    {targets} = {item('place')}",
                    f"return {', '.join(names)}"]
