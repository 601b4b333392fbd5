"""Parameters by the names that a signature gives, and classes that decorators inside the function register."""

import dataclasses
import inspect

from tests.reference import case


class Estimator:
    def __init__(self, alpha=1.0, beta=2.0):
        self.alpha, self.beta = alpha, beta

    def get_params(self):
        return {n: getattr(self, n) for n in inspect.signature(self.__init__).parameters}

    def set_params(self, **params):
        for name, value in params.items():
            setattr(self, name, value)
        return self

    @classmethod
    def names(cls):
        parameters = inspect.signature(cls.__init__).parameters.values()
        return sorted(p.name for p in parameters if p.name != "self" and p.kind != p.VAR_KEYWORD)

    def clone(self):
        return type(self)(**{name: getattr(self, name) for name in self.names()})


class Ridge(Estimator):
    def __init__(self, alpha=1.0, beta=2.0, tolerance=1e-3):
        super().__init__(alpha, beta)
        self.tolerance = tolerance


@case(0.5)
def parameters_of_an_estimator(x):
    p = Estimator(alpha=x).get_params()
    q = Estimator(**p).set_params(beta=x * x)
    return q.alpha * q.beta + p["beta"]


@case(0.5)
def clone_of_a_subclass(x):
    c = Ridge(x, tolerance=x * x).clone()
    return c.alpha * c.tolerance + c.beta


def product(a, b=2.0, *, c=1.0):
    return a * b * c


@case(0.5)
def options_that_a_function_takes(x):
    options = {"a": x, "b": 3 * x, "other": x}
    known = inspect.signature(product).parameters
    return product(**{k: v for k, v in options.items() if k in known}) * len(known)


@case(2.0)
def registered_by_name(x):
    registry = {}

    def register(cls):
        registry[cls.__name__] = cls
        return cls

    @register
    class A:
        def f(self, v):
            return v * x

    @register
    class B:
        def f(self, v):
            return v + x
    return registry["A"]().f(2.0) * registry["B"]().f(x) + A().f(x)


@case(2.0)
def registered_in_a_list(x):
    plugins = []

    def plugin(cls):
        plugins.append(cls)
        return cls

    @plugin
    class Square:
        def __call__(self, v):
            return v * v

    @plugin
    @dataclasses.dataclass
    class Scale:
        k: float = 3.0

        def __call__(self, v):
            return v * self.k * x
    return sum(p()(x) for p in plugins)


@case(2.0)
def one_instance_alone(x):
    def single(cls):
        made = []

        def get(*args):
            if not made:
                made.append(cls(*args))
            return made[0]
        return get

    @single
    class Settings:
        def __init__(self, g):
            self.g = g
    return Settings(x).g * Settings(3.0).g
