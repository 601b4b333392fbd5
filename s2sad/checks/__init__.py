"""Derivatives held against finite differences: `check` and `check_rule`."""

from s2sad.checks.report import Report, Row
from s2sad.checks.run import check_of, check_rule_of

__all__ = ["Report", "Row", "check_of", "check_rule_of"]
