"""The kinds of what methods of lists and dicts, and builtins over containers, return."""

from dataclasses import replace

from s2sad.analysis import kinds as K
from s2sad.analysis.callrecords import (
    BuiltinCall,
    MethodCall,
    PlainCall,
    Refused,
    opaque,
)
from s2sad.analysis.calls import literal
from s2sad.analysis.kinds import Kind, element, is_active, number

CONTAINERS = {range, enumerate, zip, reversed, list, tuple, dict, set, frozenset, sorted, iter, next, map, filter}
LIST_METHODS = {"append", "extend", "insert", "pop", "remove", "clear", "index", "count", "copy", "reverse", "sort"}
DICT_METHODS = {"get", "items", "keys", "values", "pop", "setdefault", "update", "copy", "clear", "popitem"}


def list_method(run, node, owner, name, positional, keywords):
    run.facts.call[node] = MethodCall("list", name)
    kinds = [run.facts.kind[p] for p in positional]
    region = owner.region.find()
    if name in ("append", "insert", "extend", "pop", "remove", "clear", "reverse", "sort"):
        run.program.set(region, written=True)
    if name in ("append", "insert", "extend") and kinds and is_active(kinds[-1]):
        run.program.check_outlives(region)
    if name in ("append", "insert") and kinds:
        run.program.store(region, kinds[-1])
    if name == "extend" and kinds:
        run.program.store(region, run.iterate(kinds[0], node))
    if name == "pop":
        return element(owner)
    if name == "copy":
        copied = run.context.site(node, "value")
        run.program.store(copied, element(owner))
        return K.sequence("list", copied.find())
    if name in ("index", "count"):
        return number(int)
    if name == "sort" and is_active(owner) and any(k != "reverse" for k, _ in keywords):
        run.facts.call[node] = Refused("`.sort` with a key is not supported for active values yet.",
                                       "Sort an array of the keys with np.argsort.")
    return K.NONE


def dict_method(run, node, owner, name, positional):
    run.facts.call[node] = MethodCall("dict", name)
    kinds = [run.facts.kind[p] for p in positional]
    region = owner.region.find()
    if name in ("setdefault", "pop", "update", "clear", "popitem"):
        run.program.set(region, written=True)
    if name in ("get", "pop", "setdefault"):
        try:
            found = (owner.elements or {}).get(literal(positional[0]))
        except (ValueError, TypeError, IndexError):
            found = None
        content = region.content
        result = K.join(found, content) if found is not None else element(owner)
        if name == "setdefault" and len(kinds) > 1:
            run.program.store(region, kinds[1])
        if len(kinds) > 1:
            result = K.join(result, kinds[1])
        elif name == "get" and found is None:
            result = replace(result, optional=True)
        return result
    if name == "values":
        return iterator(run, node, element(owner))
    if name == "keys":
        return iterator(run, node, run.keys_of(owner))
    if name == "items":
        return iterator(run, node, K.tuple_of([run.keys_of(owner), element(owner)]))
    if name == "copy":
        copied = run.context.site(node, "value")
        if owner.elements is None or region.content is not None:
            run.program.store(copied, element(owner))
        return Kind("dict", region=copied.find(), elements=owner.elements)
    if name == "update":
        for kind in kinds:
            run.program.store(region, element(kind))
        return K.NONE
    return K.NONE if name == "clear" else K.everything(owner)


def iterator(run, node, item):
    region = run.context.site(node, "items")
    run.program.store(region, item)
    return Kind("iter", region=region.find())


def container_kind(run, node, function, positional, keywords):
    run.facts.call[node] = BuiltinCall(function.__name__)
    kinds = [run.facts.kind[p] for p in positional]
    if function is range:
        return iterator(run, node, number(int))
    if function is enumerate and kinds:
        return iterator(run, node, K.tuple_of([number(int), run.iterate(kinds[0], positional[0])]))
    if function is zip:
        return iterator(run, node, K.tuple_of(run.iterate(k, p) for k, p in zip(kinds, positional)))
    if function in (reversed, iter) and kinds:
        return iterator(run, node, run.iterate(kinds[0], positional[0]))
    if function in (list, tuple):
        if kinds and kinds[0].form == "tuple" and kinds[0].elements is not None and function is tuple:
            return kinds[0]
        if not kinds and function is tuple:
            return K.tuple_of(())
        region = run.context.site(node, "items")
        if kinds:
            run.program.store(region, run.iterate(kinds[0], positional[0]))
        return K.sequence(function.__name__, region.find())
    if function is dict:
        region = run.context.site(node, "items")
        elements = {}
        if kinds:
            if kinds[0].form == "dict" and kinds[0].elements is not None:
                elements |= kinds[0].elements
                if kinds[0].region.find().content is not None:
                    run.program.store(region, kinds[0].region.find().content)
            else:
                elements = None
                for kind in kinds:
                    item = element(kind)
                    run.program.store(region, element(item) if item.form != "tuple" or item.elements is None
                                      else item.elements[-1])
        for name, value in keywords:
            if elements is None:
                run.program.store(region, run.facts.kind[value])
            else:
                elements[name] = run.facts.kind[value]
        return Kind("dict", region=region.find(), elements=elements)
    if function is sorted and kinds:
        if not is_active(kinds[0]):
            run.facts.call[node] = PlainCall()
        elif any(k != "reverse" for k, _ in keywords) or kinds[0].form not in ("list", "tuple", "array"):
            run.facts.call[node] = Refused("`sorted` with a key is not supported for active values yet.",
                                           "Sort an array of the keys with np.argsort.")
        region = run.context.site(node, "items")
        run.program.store(region, run.iterate(kinds[0], positional[0]))
        return K.sequence("list", region.find())
    if function is next and kinds:
        if not any(map(is_active, kinds)):
            run.facts.call[node] = PlainCall()
            return run.iterate(kinds[0], node)
    return opaque(run, node, None, f"`{function.__name__}` of active values is not supported yet",
                  "Write a `for` loop instead.")
