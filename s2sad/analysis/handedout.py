"""What is handed out with a mirror must have a mirror that follows all changes.

    d = {"a": x, "log": []}         d, dd = {"a": x, "log": []}, {"a": dx, "log": []}
    d["log"].append(1.0)       →    d["log"].append(1.0)
    return d                        dd["log"].append(0.0)
                                    return d, dd

Nothing active is ever in the log, and inside the function nobody would miss its mirror.
"""

import gast

from s2sad.facts import kinds as K
from s2sad.facts.reached import is_active
from s2sad.facts.regions import sorted_fields


def hand_out(run, node):
    """The function returns this expression.  What a display holds is mirrored as it is now."""
    if isinstance(node, (gast.Tuple, gast.List)) and not any(isinstance(e, gast.Starred) for e in node.elts):
        for element in node.elts:
            hand_out(run, element)
    elif isinstance(node, gast.Dict):
        for element in node.values:
            hand_out(run, element)
    else:
        follow(run.program, run.facts.kind[node])


def follow(program, kind):
    """Let all that is changed in a value of this kind, of which a part is active, have mirrors that change with it."""
    if is_active(kind):
        for region in containers(kind, set()):
            if region.written and not region.active and region.origin not in ("outer", "foreign"):
                program.set(region, active=True)


def containers(kind, seen):
    """The regions of the lists, dicts and objects in a value of this kind."""
    if kind is None:
        return
    if kind.region is not None:
        root = kind.region.find()
        if id(root) in seen:
            return
        seen.add(id(root))
        if kind.form in ("list", "dict") or K.has_fields(kind):
            yield root
        yield from containers(root.content, seen)
        for _, held in sorted_fields(root):
            yield from containers(held, seen)
    for part in (kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ():
        yield from containers(part, seen)
