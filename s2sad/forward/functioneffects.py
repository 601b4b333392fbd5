"""What calling a function value may do: write into active memory, or give an active variable another value."""

from s2sad.facts.effects import writes_active
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import holds_active_functions, regions
from s2sad.frontend.scopes import scope_of


def writes(functions):
    """Does calling one of these write into active memory, or give an active variable another value?"""
    return any(map(member_writes, reached_members(Kind("function", functions=functions))))


def may_write(kind):
    """Does a value of this kind hold a function with a mirror that writes into what is active?"""
    return holds_active_functions(kind) and any(map(member_writes, reached_members(kind)))


def reached_members(kind):
    """The functions that a value of this kind is or holds, and those that they may call in turn."""
    found, todo, seen = [], [kind], set()
    while todo:
        current = todo.pop()
        if current is None:
            continue
        todo += (current.elements.values() if isinstance(current.elements, dict) else current.elements) or ()
        region = current.region.find() if current.region is not None else None
        if region is not None and id(region) not in seen:
            seen.add(id(region))
            todo += [region.content, *(region.fields or {}).values()]
        functions = current.functions.find() if current.functions is not None else None
        if functions is not None and id(functions) not in seen:
            seen.add(id(functions))
            for member in functions.members.values():
                found.append(member)
                todo += [*member.held(), *(k for c in member.contexts.values() for k in c.params.values())]
    return found


def member_writes(member):
    if not member.contexts:
        return False
    if any(map(writes_active, member.contexts.values())):
        return True
    return member.parent is not None and (
        any(r.find().active and r.find().written for k in member.held() for r in regions(k))
        or rebinds_active(member))


def rebinds_active(member):
    scope = scope_of(member.node)
    return any(name in owner.facts.active_names for name in scope.rebound
               if (owner := member.parent.owner(name)) is not None)
