"""What a trace consists of: steps in calls and in the iterations of loops, long loops folded."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One value that a statement of the user's gave to a name, with its tangent.

    Attributes:
        line, source: the line's number, and the statement that begins there.
        function, filename: where that is.
        depth: how many calls of the user's functions deep; 0 in the traced one.
        iteration: in which iteration of which loop, counted from 1, outermost first.
        what: "argument", "assignment", "return", "yield", "temporary" (a value of the generated code,
            without a name of the user's), or, with no value, "call", "branch" and "exception".
        name: what was assigned, as the user writes it; None where nothing was.
        value, tangent: copies; a tangent of None says that there is none: the value does not depend on
            what is differentiated, or nothing needs its derivative.
        flags: what appears here that was in nothing the statement reads: "NaN in value", "infinity in
            value", "NaN in tangent", "infinity in tangent"; "raised" for an exception.
        indent: how far the source line is indented within its function.
    """

    line: int
    source: str
    function: str
    filename: str
    depth: int
    iteration: tuple
    what: str
    name: str | None = None
    value: object = None
    tangent: object = None
    flags: tuple = ()
    indent: int = 0


@dataclass(frozen=True)
class Folded:
    """Iterations of a loop, or deep calls, that are not shown."""

    count: int
    depth: int
    iteration: tuple  # of the loop around it
    indent: int = 0
    calls: bool = False


@dataclass(eq=False)
class Block:
    """Steps, calls and loops in the order in which they ran."""

    items: list = field(default_factory=list)
    marked: bool = False  # does something appear in it that must be shown?
    above: "Block | None" = None

    def mark(self):
        block = self
        while block is not None and not block.marked:
            block.marked = True
            block = block.above


@dataclass(eq=False)
class Loop:
    """A loop that ran: its iterations, or (number, iteration) of those that are kept.

    begin: how many iterations were over when this part of it began, where a generator yields inside a loop.
    """

    path: tuple
    depth: int
    indent: int
    above: Block
    full: bool
    count: int = 0
    begin: int = 0
    kept: list = field(default_factory=list)

    def next(self):
        """Begin an iteration; of those before it, the first, the last and what is marked are kept."""
        if not self.full and len(self.kept) > 2:
            number, block = self.kept[-2]
            if number > 1 and not block.marked:
                del self.kept[-2]
        self.count += 1
        block = Block(above=self.above)
        self.kept.append((self.count, block))
        return block

    def rows(self):
        kept = list(self.kept)
        if not self.full and self.count > 3:
            kept = [(n, block) for n, block in kept if n in (1, self.count) or block.marked]
        before = self.begin
        for number, block in kept:
            if number > before + 1:
                yield Folded(number - before - 1, self.depth, self.path, self.indent)
            yield from rows(block)
            before = number


def rows(block):
    """The steps of a block, and what is folded between them."""
    for item in block.items:
        if isinstance(item, Loop):
            yield from item.rows()
        elif isinstance(item, Block):
            yield from rows(item)
        else:
            yield item
