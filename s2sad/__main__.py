"""`python -m s2sad`: the same as the `s2sad` command."""

import sys

from s2sad.cli import main

if __name__ == "__main__":
    sys.exit(main())
