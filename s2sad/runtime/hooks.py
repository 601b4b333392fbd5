"""C's methods of a dict where a class uses them for its attributes, as Python functions that do the same.

    class Options(dict):
        __getattr__ = dict.__getitem__
        __setattr__ = dict.__setitem__
"""


def getitem(self, name):
    return dict.__getitem__(self, name)


def get(self, name):
    return dict.get(self, name)


def setitem(self, name, value):
    dict.__setitem__(self, name, value)


FOR_ATTRIBUTES = {("__getattr__", id(dict.__getitem__)): getitem, ("__getattr__", id(vars(dict)["__getitem__"])): getitem,
                  ("__getattr__", id(vars(dict)["get"])): get, ("__setattr__", id(vars(dict)["__setitem__"])): setitem}
