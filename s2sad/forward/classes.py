"""Classes defined inside a function: the derivatives of their methods are methods, too.

    class Gain:                         class Gain:
        def __init__(self, k):              def __init__(self, k):
            self.k = k              →           self.k = k
        def of(self, t):                    def of(self, t):
            return self.k * t * x               return self.k * t * x

                                            def of_dself_dt(self, t, dself, dt):
                                                ...

They see the variables around the class, and their tangents, as the user's methods do.
"""

import gast

from s2sad.analysis.objects import lookup
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import helpers, nodes_of
from s2sad.facts.classfacts import classes_in, contexts_of, is_live, needs_mirrors, once, record_of
from s2sad.facts.classkinds import classes_of
from s2sad.facts.reached import holds_active_functions
from s2sad.forward import special
from s2sad.forward.blocks import write_block
from s2sad.forward.helpercalls import mirrored_parameters
from s2sad.forward.iterators import yields_pairs
from s2sad.frontend.scopes import parameter_names
from s2sad.frontend.tangentnames import names_of_tangents
from s2sad.frontend.build import attribute, constant, has_effects, name, returns, tuple_
from s2sad.frontend.trees import walk


def write_class(w, node):
    """The user's class, with the derivatives of its methods."""
    w.emit(class_tree(w, node, w.facts.call[node][1]))


def class_tree(w, node, record):
    for held in record.held:
        if special.is_special(w, held):
            w.refuse(held, "An attribute of this class is given its value by something that changes what depends on "
                     "what is differentiated.", "Compute it before the class.")
    contexts = contexts_of(w.program, record)
    live = [c for c in contexts if is_live(c)]
    if any(holds_active_functions(k) for c in live for k in c.params.values()):  # they are stored in what has none yet
        live = [c for c in contexts if c in live or c.binding == "constructor" or any(
            holds_active_functions(caller.facts.kind.get(call)) for caller, call in c.callers)]
    written = [write_method(w, c) for c in live]
    made = gast.ClassDef(**{f: list(v) if isinstance(v, list) else v for f, v in gast.iter_fields(node)})
    own = [class_tree(w, s, w.facts.call[s][1]) if isinstance(s, gast.ClassDef) else s for s in node.body]
    made.body = [*own, *written]
    return gast.copy_location(made, node)


def write_method(w, context):
    """The derivative of one method, for one combination of kinds."""
    from s2sad.forward.function import signature, write_prologue
    from s2sad.forward.functions import finish, without_docstring
    inner = w.inside(context)
    inner.refuse_changes()
    inner.yields_pairs = yields_pairs(context)
    mirrored = mirrored_parameters(context)
    chosen = names_of_tangents(context)
    for p in context.params:
        inner.tangents.setdefault(p, chosen[p])
        inner.taken.add(chosen[p])
    body = without_docstring(context.tree.body)
    prologue = inner.block(write_prologue, inner, mirrored, False)
    written = inner.block(write_block, inner, body)
    if context.facts.falls_off and not context.is_generator:
        written.append(returns(tuple_([constant(None), constant(None)])))
    check_defaults(inner)
    decorators = {"class": ["classmethod"], "constructor": ["classmethod"], "static": ["staticmethod"]}
    definition = gast.FunctionDef(
        name=w.context_names[context], args=signature(inner, mirrored, False), body=prologue + written,
        decorator_list=[w.builtin(d) for d in decorators.get(context.binding, ())], returns=None, type_comment=None,
        type_params=[])
    definition.user_line = getattr(context.tree, "lineno", None)
    finish(inner, definition)
    return definition


def check_defaults(w):
    """The defaults of a method are computed for its derivative, too: they must be numbers, texts or tuples."""
    arguments = w.context.tree.args
    for default in (*arguments.defaults, *arguments.kw_defaults):
        if default is not None and not all(isinstance(n, (gast.Constant, gast.UnaryOp, gast.Name, gast.BinOp,
                                                          gast.Attribute, gast.Tuple)) for n in walk(default)):
            w.refuse(default, "A default of this method is made when the class is, and its derivative would make "
                     "another.", "Use None as the default, and make it in the method.")


def callee_of(w, node, how, positional):
    """How the derivative of a method is called; takes from `positional` what it is called on."""
    context = how.context
    mirror = w.context_names[context]
    if context.binding == "static":
        func = getattr(node, "func", None)
        if isinstance(func, gast.Attribute) and not has_effects(func.value) and is_method_of(w, func, context):
            return attribute(func.value, mirror)
        return attribute(class_name(w, node, context.home), mirror)
    if context.binding == "instance" and not takes_instance(w, how):
        return attribute(class_name(w, node, context.home), mirror)
    first = positional.pop(0)
    if context.binding == "instance":
        return attribute(first, mirror)
    func = getattr(node, "func", None)
    if isinstance(first, gast.Attribute) and first.attr == "__self__" and isinstance(first.value, gast.Attribute):
        if isinstance(func, gast.Attribute) and func.attr == first.value.attr and is_method_of(w, func, context):
            first = first.value.value
    elif isinstance(first, gast.Attribute) and first.attr == "__class__":
        first = first.value
    return attribute(first, mirror)


def takes_instance(w, how):
    """Is the method called on an instance of its class? `A.f(None, x)` is not."""
    receivers = nodes_of(how.bound.get(parameter_names(how.context.tree.args)[0], []))
    kind = w.kind(receivers[0]) if receivers else None
    return kind is None or kind.form == "any" and not K.has_fields(kind) \
        or K.has_fields(kind) and all(how.context.home.cls in c.__mro__ for c in classes_of(kind))


def is_method_of(w, func, context):
    """Is `owner.name` this static or class method because the class of `owner` has it, not because it was stored there?"""
    owner = w.facts.kind.get(func.value)
    if owner is None:
        return False
    classes = (owner.value,) if isinstance(owner.value, type) else classes_of(owner) if K.has_fields(owner) else ()
    found = [w.program.local_functions.get(getattr(lookup(c, func.attr), "__func__", None)) for c in classes]
    return bool(found) and all(f is not None and f.home is context.home and f.tree.name == context.tree.name for f in found)


def class_name(w, node, record):
    """The name of a class that is defined inside a function, where it has one."""
    if not is_named(w, record):
        w.refuse(node, f"What this does depends on whether an object is of the class {record.node.name}, which is "
                 "defined inside a function and has no name here.", "Define the class at the level of the module.")
    return name(record.node.name)


def is_named(w, record):
    """Has the function that is written the class under its own name, and under no other?"""
    wanted, parent = record.node.name, record.parent
    stores = [n for n in walk(parent.tree) if isinstance(n, gast.Name) and n.id == wanted
              and not isinstance(n.ctx, gast.Load) or isinstance(n, (gast.ClassDef, gast.FunctionDef))
              and n.name == wanted]
    return parent in w.context.lineage and w.context.owner(wanted) is parent and len(stores) == 1 and once(record)


def makes_classes(w, how):
    """Does this call hand on a class, or an instance, that it defines, and whose methods have derivatives?"""
    if not w.program.defines_classes:
        return False
    functions = getattr(how, "functions", None)
    members = functions.find().members.values() if functions is not None else ()
    contexts = [helper.context for helper in helpers(how)] + [c for m in members for c in m.contexts.values()]
    return any(handed_on(w, context) for context in contexts)


def handed_on(w, context):
    known = w.program.handed_on
    if context not in known:
        known[context] = False
        inside = defined_in(context, set())
        kinds = [context.facts.returns, *context.params.values()]
        known[context] = any(record_of(c) in inside and needs_mirrors(w.program, record_of(c))
                             for k in kinds for c in classes_in(k))
    return known[context]


def defined_in(context, seen):
    """The classes that running a context defines."""
    if context in seen:
        return set()
    seen.add(context)
    found = {how[1] for how in context.facts.call.values() if isinstance(how, tuple) and how[0] == "class"}
    for how in context.facts.call.values():
        for helper in helpers(how):
            found |= defined_in(helper.context, seen)
        functions = getattr(how, "functions", None)
        if functions is not None:
            for member in functions.find().members.values():
                for inner in member.contexts.values():
                    found |= defined_in(inner, seen)
    return found
