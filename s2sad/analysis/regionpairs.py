"""Which regions of two kinds stand for the same parts of a value."""

from s2sad.analysis.kinds import regions


def match_regions(mine, theirs, pairs):
    """The (caller's, callee's) regions of an argument and of the parameter that it is joined into."""
    if mine is None or theirs is None:
        return
    done = {(id(a.find()), id(b.find())) for a, b in pairs}
    if mine.region is not None and theirs.region is not None:
        a, b = mine.region.find(), theirs.region.find()
        if (id(a), id(b)) in done:
            return
        pairs.append((a, b))
        if a.content is not None and b.content is not None:
            match_regions(a.content, b.content, pairs)
        for name in sorted((a.fields or {}).keys() & (b.fields or {}).keys()):
            match_regions(a.fields[name], b.fields[name], pairs)
    if mine.form == theirs.form and type(mine.elements) is type(theirs.elements) is tuple \
            and len(mine.elements) == len(theirs.elements):
        for a, b in zip(mine.elements, theirs.elements):
            match_regions(a, b, pairs)
    elif mine.form == theirs.form and type(mine.elements) is type(theirs.elements) is dict \
            and mine.elements.keys() == theirs.elements.keys():
        for key, a in mine.elements.items():
            match_regions(a, theirs.elements[key], pairs)
    elif mine.elements or theirs.elements or (mine.region is None) != (theirs.region is None):
        pairs += [(a, b) for a in regions(mine) for b in regions(theirs) if (id(a), id(b)) not in done]
