"""Which regions of two kinds stand for the same parts of a value."""

from s2sad.facts.reached import regions



CONTAINERS = ("tuple", "list", "dict")


def match_regions(mine, theirs, pairs, path=(), above=()):
    """Adds to `pairs` the (caller's, callee's, path to it) of the regions of an argument and of the parameter that it
    is joined into.

    An object inside another of its class is on that one's path, so that a tree has as many paths as a node.
    """
    if mine is None or theirs is None:
        return
    done = {(id(a.find()), id(b.find())) for a, b, _ in pairs}
    if mine.region is not None and theirs.region is not None:
        a, b = mine.region.find(), theirs.region.find()
        if (id(a), id(b)) in done:
            return
        if mine.form == "object":
            path = next((p for type_, p in above if type_ is mine.type), path)
            above = (*above, (mine.type, path))
        pairs.append((a, b, path))
        if a.content is not None and b.content is not None:
            match_regions(a.content, b.content, pairs, (*path, "content"), above)
        for name in sorted((a.fields or {}).keys() & (b.fields or {}).keys()):
            match_regions(a.fields[name], b.fields[name], pairs, (*path, name), above)
    if mine.form == theirs.form and type(mine.elements) is type(theirs.elements) is tuple \
            and len(mine.elements) == len(theirs.elements):
        for i, (a, b) in enumerate(zip(mine.elements, theirs.elements)):
            match_regions(a, b, pairs, (*path, i), above)
    elif mine.form == theirs.form and type(mine.elements) is type(theirs.elements) is dict \
            and mine.elements.keys() == theirs.elements.keys():
        for key, a in mine.elements.items():
            match_regions(a, theirs.elements[key], pairs, (*path, key), above)
    elif mine.elements and mine.form in CONTAINERS and theirs.form in CONTAINERS and not theirs.elements \
            and theirs.region is not None and theirs.region.find().content is not None:
        held = theirs.region.find()
        for key, part in mine.elements.items() if isinstance(mine.elements, dict) else enumerate(mine.elements):
            match_regions(part, held.content, pairs, (*path, key), above)
            match_regions(part, (held.fields or {}).get(key), pairs, (*path, key), above)
    elif mine.elements or theirs.elements or (mine.region is None) != (theirs.region is None):
        pairs += [(a, b, path) for a in regions(mine) for b in regions(theirs) if (id(a), id(b)) not in done]
