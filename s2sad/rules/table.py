"""The page docs/functions.md: what of NumPy and Python's `math` can be differentiated.

    python -m s2sad.rules.table > docs/functions.md
"""

import cmath
import math

import numpy as np

from s2sad.rules import library  # noqa: F401  (registers the rules)
from s2sad.rules.apart import METHODS_LEFT_OUT, NO_NUMBERS, WRITTEN_OUT
from s2sad.rules.declared import declared
from s2sad.rules.registry import ATTRIBUTES, METHODS, OPTIONAL, REFUSED, RULES, STANDS_FOR, NoDerivative


MADE_WITH = "Made with NumPy "
# Modules in which other things lie about.
OWN = {np.emath: "sqrt log log2 logn log10 power arccos arcsin arctanh",
       np.lib.stride_tricks: "as_strided sliding_window_view"}
NAMESPACES = {"numpy": np, "numpy.linalg": np.linalg, "numpy.fft": np.fft, "numpy.emath": np.emath,
              "numpy.lib.stride_tricks": np.lib.stride_tricks, "math": math, "cmath": cmath}
SUPPORTED, ZERO, NOTHING = "supported", "derivative zero", "no function of numbers"
INTRODUCTION = """\
# Functions

What can be differentiated of NumPy, of its arrays' methods and attributes, of
`math` and `cmath`, and of SciPy. This page is made from the rules
(`python -m s2sad.rules.table > docs/functions.md`) and held against them by a test. A
function that is not here has no rule: it is refused where its argument depends
on what is differentiated, and called as it is elsewhere.

* *Supported*: with every argument that moves the result smoothly, in every spelling
  (positional, by keyword, with `out=`).
* *Derivative zero*: integers, truth values, constants, shapes.
* *Refused*: with the reason, and what to do instead.

The functions and classes of `numpy.polynomial` and `np.poly1d` are read as they are written: coefficients may be active.
Methods of ufuncs (`np.add.reduce`) have a section of their own below. Those of SciPy's modules hold
for programs that import these; a function that your version of SciPy does not have is no matter.
"""
SCIPY = [library for library in OPTIONAL if library.startswith("scipy.")]


def public(module):
    """The names of a module's public callables."""
    found = []
    for name in sorted(dir(module)):
        value = getattr(module, name, None)
        if module in OWN and name not in OWN[module].split():
            continue
        if not name.startswith("_") and callable(value) and getattr(value, "__hash__", None) is not None:
            found.append(name)
    return found


def status_of(function, name):
    """SUPPORTED, ZERO, NOTHING, or the reason why it is refused; None for what nothing is known of."""
    if function in RULES:
        return ZERO if RULES[function].form == "zero" else SUPPORTED
    if function in WRITTEN_OUT or function in STANDS_FOR:
        return SUPPORTED
    if function in REFUSED:
        return REFUSED[function]
    if any(name in names.split() for names in NO_NUMBERS.values()):
        return NOTHING
    return None


def status_of_member(name):
    """The same of a method or attribute of arrays."""
    if name in METHODS:
        return ZERO if METHODS[name].form == "zero" else SUPPORTED
    if name in METHODS_LEFT_OUT:
        return METHODS_LEFT_OUT[name]
    if name == "flat":
        return SUPPORTED
    return {"linear": SUPPORTED, "zero": ZERO}.get(ATTRIBUTES.get(name))


def ufunc_methods():
    """{"add.reduce": status} of all ufuncs."""
    ufuncs = {u.__name__: u for u in vars(np).values() if isinstance(u, np.ufunc)}
    found = {}
    for name, ufunc in sorted(ufuncs.items()):
        for method in ("reduce", "accumulate", "reduceat", "outer", "at"):
            function = getattr(ufunc, method)
            if function in RULES or function in REFUSED:
                found[f"{name}.{method}"] = status_of(function, "")
    return found


def status_of_declared(entry):
    """The status of what a rule file declares, which may be held constant in some arguments."""
    if isinstance(entry, tuple):
        return entry
    return ZERO if entry.form == "zero" else SUPPORTED


def held(entry):
    """The parameters that a rule has no derivative in."""
    terms = {} if isinstance(entry, tuple) else entry.terms
    return [p for p, term in terms.items() if isinstance(term, NoDerivative)]


def scipy_tables():
    """{section: {name: status}} of SciPy's modules, and {section: {name: parameters that are held}}."""
    entries = {library: dict(sorted(declared(library).items())) for library in SCIPY}
    return ({library: {n: status_of_declared(e) for n, e in found.items()} for library, found in entries.items()},
            {library: {n: held(e) for n, e in found.items() if held(e)} for library, found in entries.items()})


def tables():
    """{section: {name: status}}"""
    found = {section: {name: status_of(getattr(module, name), name) for name in public(module)}
             for section, module in NAMESPACES.items()}
    found["numpy.ndarray"] = {name: status_of_member(name) for name in sorted(dir(np.ndarray))
                              if not name.startswith("_")}
    found["Methods of ufuncs"] = ufunc_methods()
    return found


def page():
    """The text of docs/functions.md."""
    lines = [INTRODUCTION, f"{MADE_WITH}{np.__version__}.\n"]
    scipy, constant = scipy_tables()
    for section, table in (tables() | scipy).items():
        lines.append(f"## {section}\n")
        for status in (SUPPORTED, ZERO, NOTHING):
            names = [f"`{name}`" for name, found in table.items() if found == status]
            if names:
                lines.append(f"{status[0].upper()}{status[1:]}: {', '.join(names)}.\n")
        if constant.get(section):
            parameters = [f"`{name}` in {', '.join(f'`{p}`' for p in own)}" for name, own in constant[section].items()]
            lines.append(f"No derivative: {'; '.join(parameters)}.\n")
        refused = {}
        for name, found in table.items():
            if isinstance(found, tuple):
                refused.setdefault(found, []).append(f"`{name}`")
        if refused:
            lines += ["| refused | why | instead |", "|---|---|---|"]
            lines += [f"| {', '.join(names)} | {why} | {instead} |" for (why, instead), names in refused.items()]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    print(page(), end="")
