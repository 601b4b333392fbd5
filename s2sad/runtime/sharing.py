"""Which arguments hold the same memory."""

import numpy as np

from s2sad.runtime.containers import children, is_container, is_shared
from s2sad.runtime.keys import PLAIN
from s2sad.runtime.memory import clusters


def arrays_of(p):
    """The arrays in a value, each once."""
    found, stack, met = {}, [p], set()
    while stack:
        v = stack.pop()
        if isinstance(v, np.ndarray):
            found[id(v)] = v
        elif is_container(v) and id(v) not in met:
            met.add(id(v))
            stack.extend(child for _, child in children(v))
    return list(found.values())


def mutable_parts(p):
    """The arrays, lists, dicts and objects in a value, each as often as it is held, but entered once."""
    stack, met = [p], set()
    while stack:
        v = stack.pop()
        if isinstance(v, np.ndarray):
            yield v
        elif is_container(v):
            if is_shared(v):
                yield v
            if id(v) not in met:
                met.add(id(v))
                if not (type(v) in (list, tuple) and set(map(type, v)) <= PLAIN):
                    stack.extend(child for _, child in children(v))


def sharers(holders):
    """The names of those values that hold memory which another holds too, or hold it twice themselves."""
    owner, arrays, found = {}, [], set()
    for n, v in holders.items():
        for part in mutable_parts(v):
            if id(part) in owner:
                found |= {n, owner[id(part)]}
            owner[id(part)] = n
            if isinstance(part, np.ndarray):
                arrays.append(part)
    distinct = list({id(a): a for a in arrays}.values())
    for group in clusters(distinct) if distinct else ():
        if len(group) > 1:
            found |= {owner[id(a)] for i, a in enumerate(group)
                      if any(np.may_share_memory(a, b) for j, b in enumerate(group) if j != i)}
    return found
