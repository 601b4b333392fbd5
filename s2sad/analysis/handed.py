"""Functions that are handed to others which are not looked at, and may call them: `sorted(items, key=f)`, `re.sub(p, f, t)`.

Names that they give another meaning are noted, as if the program did it itself at that call.
"""

import dis
import types

import gast

from s2sad.analysis.contexts import is_of_a_library
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import all_arguments
from s2sad.facts.facts import Unreachable
from s2sad.facts.reached import function_sets
from s2sad.frontend.names import Place, place_of
from s2sad.frontend.scopes import parameter_names, scope_of

_STORES = {"STORE_GLOBAL", "DELETE_GLOBAL", "STORE_DEREF", "DELETE_DEREF"}
_MOST = 50  # functions that are gone through


def note_handed(run, node):
    """Note which names are given another meaning by the functions that this call is handed."""
    for argument in all_arguments(node):
        kind = run.facts.kind.get(argument)
        if kind is None or kind.functions is None:
            continue
        places, variables = assigned(kind)
        for place in places:
            run.program.rebinds.setdefault(place, (run.context, node))
            run.program.unseen.add(place)
        if variables:
            call_it(run, node, argument, kind)


def assigned(kind):
    """(places outside, variables of the program) that a function of this kind, and those that it names, assign to."""
    places, variables, todo, seen = [], [], list(kind.functions.find().members.values()), set()
    while todo and len(seen) < _MOST:
        member = todo.pop()
        if member.parent is None and (type(member.function) is not types.FunctionType or is_of_a_library(member.function)):
            continue
        key = id(member.node if member.parent is not None else member.function)
        if key in seen:
            continue
        seen.add(key)
        found, read = of_text(member) if member.parent is not None else of_code(member.function)
        places += [f for f in found if isinstance(f, Place)]
        variables += [f for f in found if not isinstance(f, Place)]
        todo += read
    return places, variables


def call_it(run, node, argument, kind):
    """Look at a function that is handed on, as it is called with what is not known."""
    from s2sad.analysis.functions import call_functions
    made = run.context.receivers.setdefault(("handed", node, argument), gast.copy_location(
        gast.Call(func=argument, args=[], keywords=[]), node))
    member = next((m for m in kind.functions.find().members.values() if m.parent is not None), None)
    if member is not None and not made.args:
        made.args = [gast.copy_location(gast.Name(id="\u00b7handed", ctx=gast.Load(), annotation=None, type_comment=None), node)
                     for _ in parameter_names(member.node.args)]
    for i, name in enumerate(made.args):
        run.facts.kind[name] = K.any_kind(run.context.site(node, ("handed", i)))
    try:
        call_functions(run, made, kind, (made.args, [], None))
    except Unreachable:
        pass
    run.facts.call.pop(made, None)  # it is no call of the program


def of_text(member):
    """(what a function made here assigns to, functions that it names)"""
    scope = scope_of(member.node)
    found, read = [], []
    for name in scope.free | scope.globals:
        owner = member.parent.owner(name)
        if owner is None:
            place = member.parent.place(name)
            found += [place] if name in scope.rebound | scope.globals else []
            read += named(place.read())
            continue
        found += [name] if name in scope.rebound else []
        if name in owner.cells:
            for functions in function_sets(owner.cells[name]):
                read += functions.members.values()
    return found, read


def of_code(function):
    """The same for a function that is there before the program runs."""
    found, read, codes = [], [], [function.__code__]
    while codes:
        code = codes.pop()
        codes += [c for c in code.co_consts if isinstance(c, types.CodeType)]
        stored = {i.argval for i in dis.get_instructions(code) if i.opname in _STORES}
        for name in {*code.co_names, *function.__code__.co_freevars}:
            place = place_of(function, name)
            found += [place] if name in stored else []
            read += named(place.read())
    return found, read


def named(value):
    from s2sad.analysis.functions import known
    return [known(value)[1]] if type(value) is types.FunctionType else []
