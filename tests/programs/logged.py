"""Values that are logged on the way."""

import logging

from tests.reference import case


LOG = logging.getLogger("s2sad test")
logging.disable(logging.CRITICAL)


@case(2.0)
def module_logger(x):
    LOG.info("x = %s", x)
    LOG.debug(f"{x:.3f}")
    return x * x


@case(2.0)
def logger_made_inside(x):
    log = logging.getLogger(__name__)
    log.warning("%s", x * 2)
    logging.info("a %s", x)
    return x * x


@case(2.0)
def asked_first(x):
    if LOG.isEnabledFor(logging.DEBUG):
        LOG.debug("%s", x)
    return x * 3


class A:
    log = logging.getLogger("A")

    def __init__(self):
        self.logger = logging.getLogger("B")

    def run(self, x):
        self.log.info("%s", x)
        self.logger.info("%s", x)
        return x * x


@case(2.0)
def logger_in_a_class(x):
    return A().run(x)


@case(1.3, order=2)
def a_record_kept_beside_its_text(x):
    log = []
    def note(message, *args, **named):
        log.append((message.format(*args, **named), args, named))
    note("start {:.1f}", x)
    note("v={v:.2f}", v=x * 2)
    note("done")
    return log, log[1][2]["v"] * x
