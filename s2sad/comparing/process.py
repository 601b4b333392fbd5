"""Work in a process of its own, that can be stopped at any time."""

import multiprocessing
import time
import traceback
import warnings

MEMORY = 4 * 2**30  # bytes that the process may take, beyond what it begins with


def staged(work, seconds):
    """What the generator `work()` yields in at most so many seconds, and how it ended.

    Returns:
        (results, end): a list, and None, "time" when the time was over, or the text of an exception.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        return [], "this system cannot start the process that it needs"
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_inside, args=(work, send), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, of which the process uses none
        process.start()
    send.close()
    results, end, deadline = [], "time", time.monotonic() + seconds
    try:
        while receive.poll(max(0.0, deadline - time.monotonic())):
            try:
                kind, thing = receive.recv()
            except EOFError:
                end = "it broke off; perhaps there was not enough memory"
                break
            if kind == "result":
                results.append(thing)
            else:
                end = thing
                break
    finally:
        process.kill()
        process.join()
        receive.close()
    return results, end


def _inside(work, send):
    """In the new process."""
    try:
        import resource
        with open("/proc/self/statm") as file:
            most = MEMORY + int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, ValueError, OSError):
        pass
    try:
        for result in work():
            send.send(("result", result))
        send.send(("end", None))
    except BaseException as error:
        send.send(("end", explained(error)))


def explained(error):
    """An exception in a sentence, with the user's line if it came from one."""
    from s2sad.comparing.retarget import Unavailable
    if isinstance(error, Unavailable):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    said = "".join(traceback.format_exception_only(type(error), error)).strip().splitlines()[0]
    if "truth value of Relational" in said:
        said = "which way it goes depends on the value"
    elif isinstance(error, RecursionError):
        said = "it nests too deeply"
    steps = [s for s in traceback.extract_tb(error.__traceback__) if "/site-packages/" not in s.filename
             and "s2sad/comparing/" not in s.filename.replace("\\", "/") and s.line]
    return f"line {steps[-1].lineno}, `{steps[-1].line}`: {said}" if steps else said
