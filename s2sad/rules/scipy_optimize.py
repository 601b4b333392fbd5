"""Rules for scipy.optimize; registered when the program has imported it."""

from scipy import optimize

from s2sad.rules.registry import zero

zero(optimize.linear_sum_assignment)  # which is assigned to which
