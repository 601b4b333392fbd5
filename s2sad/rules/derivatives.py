"""`jvp` of a known function, where only the run shows which of the tangents are None: read in its place, and differentiated."""

from s2sad.runtime.pushforward import paired


def along_given(f, primals, tangents):
    """What `jvp(f, primals, tangents)` returns."""
    given = [t for t in tangents if t is not None]
    return paired(f, len(primals), (), tuple([t is not None for t in tangents]))(*primals, *given)
