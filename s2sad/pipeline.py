"""From a function and the kinds of its arguments to its derivative's text.

    analyse → forward → simplify → print        (`generate`)
    parse → compile → link                      (`link`)
"""

import threading
import types
from decimal import Decimal
from fractions import Fraction

from s2sad.collector import collector_waits
from s2sad.errors import DifferentiationError
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import is_active
from s2sad.frontend.build import unused
from s2sad.frontend.recursion import deep_recursion
from s2sad.records import Record


class Piece(Record):
    """One generated function: its text, where it lives, and what it calls.

    injected: names in the text → ("runtime", name), ("module", name), ("builtin", name),
    ("original", [module, attribute]), ("piece", index) or ("object", a function of the user's).
    parsed: the text's tree, if it was just written.
    reading, compiled: see `compiler`.
    """

    name: str
    text: str
    function: types.FunctionType
    injected: dict
    user_lines: list
    parsed: object = None
    reading: object = None
    compiled: types.CodeType | None = None


def is_exact(program):
    """Is all that depends on what is differentiated made of whole numbers and fractions, so that its tangents are, too?

    Where it is not, an array of tangents must not be one of integers, which would cut off what is stored there.
    """
    from s2sad.facts.callrecords import FunctionCall
    for context in program.contexts.values():
        if any(isinstance(how, FunctionCall) and not all(m.contexts for m in how.functions.find().members.values())
               for how in context.facts.call.values()):
            return False  # it is not looked at here what that computes
        for kind in context.facts.kind.values():
            if kind is not None and kind.form in ("number", "array", "numeric", "flat", "any") and is_active(kind) and (
                    kind.form != "number" or field(kind) not in ("int", "bool") and kind.type not in (Fraction, Decimal)):
                return False
    return True


class Generated(Record):
    """A derivative's text, before it is compiled; the first piece is what is called."""

    pieces: list
    guards: dict
    written: bool  # does it write into memory that its arguments hold?
    mirrored: tuple = ()  # the parameters that come with a tangent
    exact: bool = False  # is all that depends on what is differentiated made of whole numbers and fractions?

    @property
    def source(self):
        return "\n\n".join(piece.text.rstrip("\n") + "\n" for piece in reversed(self.pieces)) \
            if len(self.pieces) > 1 else self.pieces[0].text


def generate(function, parameters, wrt, watch=None, **limits):
    """Write the derivative of `function` for these parameter kinds.

    wrt: the parameters that have seeds; None for a function that takes a tangent with each
    active parameter, after the parameters.
    watch: is told of the forms in between (see `exploring.stages.Watch`).
    limits: of the program (`most`), and whether the kinds are `guessed`.
    """
    # Not needed, and not imported, where the text comes from the disk.
    from s2sad.facts.kindkeys import copy_kind
    table = {}
    again = {n: copy_kind(kind, table) for n, kind in parameters.items()}  # the analysis marks what it is given
    running = _RUNNING.__dict__.setdefault("functions", [])
    if running.count(function) > 1:
        raise endless(function)
    running.append(function)
    try:
        return generated(function, parameters, wrt, watch, **limits)
    except DifferentiationError as error:
        if error.too_large:
            raise
        return generated(function, again, wrt, watch, by_values=True, before=error.steps, **limits)
    finally:
        running.pop()


_RUNNING = threading.local()  # the functions whose derivatives are being written


def endless(function):
    """The refusal of a function whose derivative needs its derivative's derivative, and so on."""
    code = function.__code__
    error = DifferentiationError("The derivative of this function needs derivatives of itself, of ever higher order.",
                                 "Write a function for each order, or a formula for the inner derivative.",
                                 filename=code.co_filename, lineno=code.co_firstlineno, offset=1)
    error.too_large = True  # it does not become less if looked at again
    return error


def generated(function, parameters, wrt, watch, by_values=False, before=0, **limits):
    """See `generate`; by_values: numbers and texts that are written out count (see `facts.known`).

    Where bound methods or partials met other functions, and it is refused or left to the run what is called, these are
    taken for functions, too. before: how many statements were looked at when values did not count.
    """
    from s2sad.analysis.program import Program
    from s2sad.facts.kindkeys import copy_kind
    from s2sad.facts.known import without_value
    from s2sad.facts.regions import FunctionSet
    if not by_values:
        parameters = {n: without_value(kind) for n, kind in parameters.items()}
    refused, made, places = None, None, {}
    for _ in range(MOST_READINGS):
        met, table = FunctionSet.met, {}
        again = {n: copy_kind(kind, table) for n, kind in parameters.items()}
        program = Program(by_values, as_functions=places, **limits)
        if watch is not None:
            watch.starts(program)
        try:
            made = read_and_written(program, function, parameters, wrt, watch)
            if places or FunctionSet.met == met or not is_left_to_the_run(program):
                return made
        except DifferentiationError as error:
            refused, before = refused or error, before + program.steps
            if error.too_large or FunctionSet.met == met and not places:
                break
        from s2sad.analysis.heldfunctions import places_in
        found = places_in(program)
        more = {file: found.get(file, {}) | places.get(file, {}) for file in {*places, *found}}
        if more == places:
            break
        parameters, places = again, more
    if made is None:
        refused.steps = before
        raise refused
    return made


MOST_READINGS = 4


def is_left_to_the_run(program):
    """Is a function called that only the run will show?"""
    from s2sad.facts.callrecords import ApplyCall
    return any(isinstance(how, ApplyCall) for context in program.contexts.values() for how in context.facts.call.values())


def read_and_written(program, function, parameters, wrt, watch):
    """See `generate`."""
    try:
        with deep_recursion(), collector_waits():
            return write_program(program, function, parameters, wrt, watch)
    except DifferentiationError:
        raise
    except Exception as error:  # better refused than wrong, and the line helps to report it
        where = program.at
        refusal = where[0].refusal(where[1], f"s2sad cannot differentiate this: an internal {type(error).__name__} "
                                   f"({error}).", "Please report it; writing the line in simpler steps may help.") \
            if where else DifferentiationError(f"s2sad cannot read this function: {error!r}.",
                                               "Please report it.")
        raise refusal from error


def write_program(program, function, parameters, wrt, watch=None):
    """See `generate`."""
    from s2sad.forward.helpercalls import mirrored_parameters
    from s2sad.forward.lifetimes import closes
    root = program.analyse(function, parameters)
    if program.guessed and root.facts.returns is None and not root.facts.falls_off and not root.is_generator:
        raise root.refusal(root.tree, "For arguments of the kinds that its text suggests, this function always raises.",
                           "Call its derivative with the arguments that it is for.", uncertain=True)
    program.exact, program.closes = is_exact(program), closes(program)
    mirrored = mirrored_parameters(root)
    names = name_contexts(root, mirrored if wrt is None else wrt)
    texts, indices = write_contexts(program, root, names, wrt, watch)
    if root.is_generator and any(r.find().written for r in root.roots):
        raise root.refusal(root.tree, "A generator that writes into its arguments is not differentiated by itself.",
                           "Differentiate a function that runs it.")
    if wrt is not None and (root, False) in indices:
        serve_recursion(root, wrt, texts, indices, set(names.values()))
    simplify_together(texts, indices)
    written = any(r.find().written for r in root.roots) or program.may_write_into(parameters.values())
    return Generated(print_pieces(texts, indices, watch), program.lasting_guards(), written, tuple(mirrored), program.exact)


def write_contexts(program, root, names, wrt, watch):
    """The derivatives of the root and of all that it calls: [(context, definition, injected names)], and where each
    stands there: {(context, is it what the user calls?): index}."""
    from s2sad.forward.function import write_function
    texts, indices, waiting = [], {}, [(root, wrt)]
    while waiting:
        context, entry = waiting.pop(0)
        key = (context, entry is not None)
        if key in indices:
            continue
        indices[key] = len(texts)
        tree, injected = write_function(program, context, names, entry, watch)
        texts.append((context, tree, injected))
        waiting += [(thing[1], None) for thing in injected.values() if thing[0] == "context"]
    return texts, indices


def serve_recursion(root, wrt, texts, indices, taken):
    """Let the derivative that the user calls, and that by which the function calls itself, be one, or the first call the second."""
    from s2sad.forward.function import plain_seed
    from s2sad.forward.helpercalls import is_positional, mirrored_parameters
    from s2sad.forward.iterators import yields_pairs
    from s2sad.simplify.entries import call_helper
    place = indices[root, False]
    (_, entry, injected), helper = texts[0], texts[place]
    if yields_pairs(root, True) == yields_pairs(root) and is_positional(root) and list(wrt) == mirrored_parameters(root) \
            and all(plain_seed(root.params[p]) for p in wrt):
        if len(wrt) == 1:
            helper[1].args.defaults = [entry.args.kw_defaults[-1]]
        texts[0], texts[place] = helper, None
        indices[root, False] = 0
        return
    if not root.is_generator and call_helper(entry, helper[1]):
        injected[helper[1].name] = ("context", root)
        drop_unmentioned(entry, injected)
    entry.name = unused(entry.name + "_seeded", taken)


def simplify_together(texts, indices):
    """What can be left out of functions because of how the others call them."""
    from s2sad.simplify.equal_functions import merge_equal
    from s2sad.simplify.flat_returns import flatten_returns
    from s2sad.simplify.silent_returns import drop_silent_returns
    trees = {context: tree for context, tree, _ in filter(None, texts[1:])}
    called = [(tree, {n: trees[thing[1]] for n, thing in injected.items() if thing[0] == "context" and thing[1] in trees})
              for _, tree, injected in filter(None, texts)]
    flatten_returns(called)
    drop_silent_returns(called)
    drop_parameters(texts, indices, called)
    drop_equal(texts, indices, merge_equal)


def print_pieces(texts, indices, watch):
    """The text of each derivative."""
    from s2sad.backend.printer import line_map, text_and_tree
    pieces, positions = [], {}
    for i, entry in enumerate(texts):
        if entry is not None:
            positions[i] = len(positions)
    for context, tree, injected in filter(None, texts):
        text, parsed = text_and_tree(tree)
        links = {n: ("piece", positions[indices[(thing[1], False)]]) if thing[0] == "context" else thing
                 for n, thing in injected.items()}
        pieces.append(Piece(tree.name, text, context.function, links, line_map(tree, text, parsed), parsed))
        if watch is not None:
            watch.printed(context, tree, pieces[-1])
    return pieces


def drop_parameters(texts, indices, called):
    """Helpers lose the tangents that they do not read, and so do the calls of them, and what was only made for these."""
    from s2sad.simplify.unread_parameters import drop_unread
    own = {tree: {a.id for part in (context.tree.args.posonlyargs, context.tree.args.args, context.tree.args.kwonlyargs)
                  for a in part} for context, tree, _ in filter(None, texts)}
    changed = False
    while drop_unread(called, own):
        changed = True
    if not changed:
        return
    contexts = {tree: context for context, tree, _ in filter(None, texts)}
    for (_, _, injected), (_, names) in zip(filter(None, texts), called):
        injected.update({n: ("context", contexts[meant]) for n, meant in names.items()})  # under their new names
    for _, tree, injected in filter(None, texts):
        drop_unmentioned(tree, injected)
    reached, todo = set(), [texts[0]]
    for _, tree, injected in todo:
        reached.add(tree)
        todo += [entry for kind, thing in injected.values() if kind == "context"
                 for entry in [texts[indices[thing, False]]] if entry[1] not in reached]
    for i, entry in enumerate(texts):
        if entry is not None and entry[1] not in reached:
            texts[i] = None
            del indices[entry[0], False]


def drop_unmentioned(tree, injected):
    """Forget what is no longer named in a definition."""
    from s2sad.frontend.trees import walk
    mentioned = {n.id for n in walk(tree) if hasattr(n, "id")}
    for name in injected.keys() - mentioned:
        del injected[name]


def drop_equal(texts, indices, merge_equal):
    """Of derivatives that are equal one is kept; the entry is not among them.

    texts: (context, definition, injected names) of each; indices: of a context's derivative in it.
    """
    def links(injected):
        return {n: thing[1] for n, thing in injected.items() if thing[0] == "context"}

    def others(injected):
        return tuple(sorted((n, kind, id(thing) if kind == "object" else str(thing))
                            for n, (kind, thing) in injected.items() if kind != "context"))
    dropped = merge_equal([(context, tree, links(injected), (context.function, others(injected), entry is texts[0]))
                           for entry in filter(None, texts) for context, tree, injected in [entry]])
    for context in dropped:
        texts[indices.pop((context, False))] = None
    for _, _, injected in filter(None, texts) if dropped else ():
        for name, thing in list(injected.items()):
            if thing[0] == "context" and thing[1] in dropped:
                del injected[name]
                kept = dropped[thing[1]]
                injected[texts[indices[kept, False]][1].name] = ("context", kept)


def name_contexts(root, wrt):
    """A name for the derivative of each context."""
    from s2sad.forward.function import derivative_name
    from s2sad.forward.helpercalls import active_parameters
    class Names(dict):
        def __missing__(self, context):
            base = derivative_name(context, active_parameters(context))
            chosen, i = base, 2
            taken = {*self.values(), *attributes_used(context)}
            while chosen in taken:
                chosen, i = f"{base}_{i}", i + 1
            self[context] = chosen
            return chosen
    return Names({root: derivative_name(root, wrt)})


def attributes_used(context):
    """The names that a method in a class must not have: all attributes in the function around it."""
    if context.home is None:
        return set()
    import gast
    from s2sad.frontend.trees import walk
    return {n.attr for n in walk(context.home.parent.tree) if isinstance(n, gast.Attribute)} \
        | {name for cls in context.home.cls.__mro__ for name in vars(cls)}


def link(generated):
    """Compile the pieces and connect them; returns the function to call."""
    return linked(generated)[0][0]


def linked(generated):
    """The functions of all pieces, and the cells in which they find each other."""
    import importlib

    from s2sad import runtime
    from s2sad.backend.compiler import made_function
    from s2sad.rules import originals
    cells = [types.CellType() for _ in generated.pieces]
    functions = []
    for piece, cell in zip(generated.pieces, cells):
        injected = {}
        for name, (kind, thing) in piece.injected.items():
            if kind == "piece":
                injected[name] = cells[thing]
            elif kind == "runtime":
                injected[name] = types.CellType(runtime.helper(thing))
            elif kind == "object":
                injected[name] = types.CellType(thing)
            elif kind == "module":
                injected[name] = types.CellType(importlib.import_module(thing))
            elif kind == "original":
                injected[name] = types.CellType(getattr(originals.original(thing[0]), thing[1]))
            else:
                injected[name] = types.CellType(getattr(originals.builtins, thing))
        function = cell.cell_contents = made_function(piece, injected)
        functions.append(function)
    return functions, cells
