"""What the class of an object, or of an exception, leaves to the run: shadowed methods, metaclasses, chosen classes."""

from tests.reference import case


class Strategy:
    """Holds a function under the name of a method."""

    def __init__(self, x, rule):
        self.x = x
        self.rule = rule

    def rule(self):
        return 0.0

    def apply(self, v):
        return self.rule(v) * self.x


@case(1.5)
def method_hidden_by_an_attribute(x):
    s = Strategy(x, lambda v: v * x)
    held = s.rule
    return s.rule(x) + s.apply(3.0) + held(2.0)


class Checking(type):
    """Calls a method of each new instance."""

    def __call__(cls, *args, **kwargs):
        made = super().__call__(*args, **kwargs)
        made.check()
        return made


class Product(metaclass=Checking):
    """Computed when it is checked."""

    def __init__(self, x, scale=1.0):
        self.x = x
        self.scale = scale

    def check(self):
        self.value = self.x * self.scale


class OtherProduct(Product):
    """Inherits the metaclass."""


@case(1.5)
def instances_of_a_metaclass(x):
    p = Product(x, scale=x)
    return p.value + OtherProduct(x).value, p


@case(1.5)
def exceptions_by_turns(x):
    r = 0.0
    for exc, k in ((ValueError, 1.0), (KeyError, 2.0), (RuntimeError, 3.0)):
        try:
            raise exc("text", x * k)
        except (ValueError, KeyError) as error:
            r += error.args[1]**2
        except Exception as error:
            r += error.args[1]
    return r


@case(1.5, True)
@case(1.5, False)
def exception_chosen(x, large):
    kind = OverflowError if large else ZeroDivisionError
    try:
        raise kind(x * x)
    except ArithmeticError as error:
        return error.args[0] * x
