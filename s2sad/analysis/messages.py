"""What shows values to people and computes nothing: `logging`, `warnings.warn`, called as they are.

A logger's functions have Python source, through which no derivative goes.
"""

import warnings

from s2sad.analysis.draws import imported
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import RuleCall
from s2sad.facts.classkinds import classes_of
from s2sad.facts.kinds import Kind
from s2sad.facts.regions import Region

SHOWING = {"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log"}


def is_logger(cls):
    return isinstance(cls, type) and issubclass(cls, imported("logging", "Logger"))


def shown_kind(run, node, function):
    """The kind of a call of a module's function that shows its arguments, or makes a logger; None for others."""
    if function is warnings.warn or function in imported("logging", *SHOWING):
        run.facts.call[node] = RuleCall(None, None, {}, [])
        return K.NONE
    if function in imported("logging", "getLogger"):
        run.facts.call[node] = RuleCall(None, None, {}, [])
        return Kind("object", type=imported("logging", "Logger")[0], region=Region("outer"))
    return None


def logger_method(run, node, owner, name):
    """The kind of `log.info(...)`; None for what is no such method of a logger."""
    if owner.form != "object" or not all(map(is_logger, classes_of(owner))) or name not in SHOWING:
        return None
    run.facts.call[node] = RuleCall(None, None, {}, [])
    return K.NONE
