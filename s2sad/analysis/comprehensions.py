"""The kinds of comprehensions and generator expressions: loops in the middle of an expression.

Their variables have names of their own since `lowering.comprehension_names`, so that
they are interpreted in the function's environment.
"""

import gast

from s2sad.analysis.asked import KEYS, ask
from s2sad.analysis.dictkeys import checked_key, note_key
from s2sad.analysis.iteration import iterable
from s2sad.analysis.paths import lasting
from s2sad.analysis.targets import assign
from s2sad.analysis.unpackedobjects import in_comprehension
from s2sad.facts.facts import Unreachable, fingerprint, merge_into
from s2sad.facts.iterators import check_flat, items_of, iterator_in
from s2sad.facts.joining import join
from s2sad.facts.kindkeys import signature
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active, within
from s2sad.facts.texts import texts_of
from s2sad.frontend.scopes import COMPREHENSIONS, FUNCTIONS, outside_parts, scope_of
from s2sad.frontend.trees import children, walk
from s2sad.lowering.comprehension_names import bound_names, parts


def comprehension_kind(run, node):
    """The kind of a list, set or dict comprehension, or of a generator expression."""
    region = run.context.closed_site(node, "items")
    inside = node.generators[0]
    run.kind(inside.iter)
    check_flat(run, inside.iter)
    inside.iter = iterable(run, inside.iter)
    iterated = run.facts.kind[inside.iter]
    outer = run.env
    run.paths = lasting(run.paths)
    if isinstance(node, gast.GeneratorExp) and node not in run.facts.at_once:
        # It runs when its items are asked for, and finds then what the names are bound to then.
        run.env = later = dict(outer)
        for name in captured_names(node) & (later.keys() | run.facts.ever.keys()):
            later[name] = join(later.get(name), run.facts.ever.get(name))
    own = bound_names(node)
    loop(run, own, node.generators, 0, iterated, lambda: produce(run, node, region))
    for name in own:
        run.env.pop(name, None)
    run.env = outer
    if isinstance(node, gast.DictComp):
        return Kind("dict", region=region.find())
    if isinstance(node, gast.GeneratorExp):
        return iterator_in(region)
    if isinstance(node, gast.ListComp):
        return Kind("list", region=region.find())
    made = Kind("set", region=region.find())
    ask(run, node, [made], KEYS, twice=True)
    return made


def produce(run, node, region):
    """Look at what a comprehension makes in each round."""
    if isinstance(node, gast.DictComp):
        run.kind(node.key)
        node.key = checked_key(run, region, node.key)
        note_key(run, node.key, region, run.facts.kind[node.key])
        kind = run.kind(node.value)
        for text in sorted(texts_of(run.facts.kind[node.key]) or (None,)):
            run.program.store_item(region, text, kind)
    else:
        kind = run.kind(node.elt)
        run.program.store(region, kind)
    refuse_kept_variables(run, node, kind)


def refuse_kept_variables(run, node, made):
    """A function that a comprehension makes may keep its variable, of which there is one for each run of it."""
    _, inside = parts(node)
    own = bound_names(node)
    later = [(n, name) for part in inside for n in walk(part) if isinstance(n, (*FUNCTIONS, gast.GeneratorExp)) and n not in run.facts.at_once
             for name in sorted((captured_names(n) if isinstance(n, gast.GeneratorExp) else scope_of(n).free) & own)]
    if later and runs_again(run.context.tree, node) and any(
            k.functions is not None or k.form in ("partial", "method", "iter", "iterable") for k in within(made)):
        (function, name), root = later[0], list(run.context.lineage)[-1]
        raise run.context.refusal(function, f"This keeps the variable `{root.renamed.get(name, name)}` of a comprehension that runs "
                                  "more than once.", "Bind it early, as in `lambda v, k=k: ...`, or use a list in place of a generator.")


def runs_again(tree, node):
    """May a comprehension run more than once in one call of the function that it is in?"""
    todo = [(part, False) for part in tree.body] if isinstance(tree.body, list) else [(tree.body, False)]
    while todo:
        inner, again = todo.pop()
        if inner is node:
            return again
        if isinstance(inner, COMPREHENSIONS):
            first, inside = parts(inner)
            todo += [(first, again), *((part, True) for part in inside)]
        elif not isinstance(inner, FUNCTIONS):
            todo += [(part, again or isinstance(inner, (gast.For, gast.While))) for part in children(inner)]
    return False


def loop(run, own, generators, place, iterated, then):
    """Run `then` as often as the `for`s from this place on do, until nothing changes.

    own: their variables, which each round binds anew.
    """
    first = generators[place]
    env = run.env
    item = items_of(run, iterated, first)
    while item is not None:
        before = fingerprint(env, own), signature(item)
        run.env = dict(env)
        own |= in_comprehension(run, generators, first, item)
        try:
            assign(run, first.target, item)
            refuse_places(run, first.target)
            if all([run.test(condition) is not False for condition in first.ifs]):
                if place + 1 < len(generators):
                    inner = generators[place + 1]
                    run.kind(inner.iter)
                    inner.iter = iterable(run, inner.iter)
                    loop(run, own, generators, place + 1, run.facts.kind[inner.iter], then)
                else:
                    then()
        except Unreachable:  # this round raises; there need not be one
            pass
        merge_into(env, run.env)
        item = items_of(run, iterated, first)
        if (fingerprint(env, own), signature(item)) == before:
            break
    run.env = env


def refuse_places(run, target):
    """`[... for u[0] in e]` stores in the middle of an expression."""
    for node in walk(target):
        if isinstance(node, (gast.Attribute, gast.Subscript)) and isinstance(node.ctx, gast.Store) \
                and is_active(run.kind(node.value)):
            raise run.context.refusal(node, "The variable of a comprehension is an item or attribute of what depends on "
                                      "what is differentiated.", "Use a name.")


def captured_names(node):
    """The names of the function that a generator expression reads when it runs."""
    _, inside = parts(node)
    return {n.id for part in inside for n in walk(part) if isinstance(n, gast.Name)} - bound_names(node)


def variables_of_comprehensions(tree):
    """The variables of the comprehensions in a function, without those in functions inside it."""
    found, todo = set(), list(tree.body)
    while todo:
        node = todo.pop()
        if isinstance(node, COMPREHENSIONS):
            found |= bound_names(node)
        todo += outside_parts(node) if isinstance(node, FUNCTIONS) else children(node)
    return found
