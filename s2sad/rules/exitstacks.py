"""`contextlib.ExitStack` in Python as it is read: what leaves a context is a function that knows its manager."""

import contextlib


class ExitStack(contextlib.ExitStack):
    """Does what contextlib's does, but for the `__context__` of what the functions raise."""

    def __init__(self):
        self.leaving = []

    def __enter__(self):
        return self

    def enter_context(self, manager):
        entered = manager.__enter__()
        self.leaving.append(lambda cls, error, traceback: manager.__exit__(cls, error, traceback))
        return entered

    def callback(self, function, /, *args, **options):
        def call(cls, error, traceback):
            function(*args, **options)
        self.leaving.append(call)
        return function

    def push(self, leave):
        if isinstance(leave, contextlib.AbstractContextManager) or not callable(leave):
            self.leaving.append(lambda cls, error, traceback: leave.__exit__(cls, error, traceback))
        else:
            self.leaving.append(leave)
        return leave

    def pop_all(self):
        other = ExitStack()
        other.leaving, self.leaving = self.leaving, []
        return other

    def __exit__(self, cls, error, traceback):
        came, swallowed, failed = cls is not None, False, False
        while self.leaving:
            leave = self.leaving.pop()
            try:
                if leave(cls, error, traceback):
                    cls, error, traceback, swallowed, failed = None, None, None, True, False
            except BaseException as problem:
                cls, error, traceback, failed = type(problem), problem, problem.__traceback__, True
        if failed:
            raise error
        return came and swallowed

    def close(self):
        self.__exit__(None, None, None)
