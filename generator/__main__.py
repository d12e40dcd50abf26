"""``python3 generator COMMAND``: sets the project up and runs the command in it.

Only the check of Python's version is here, in words that every Python 3
understands; all else is in `bootstrap`.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 that is what this file is for
    sys.stderr.write(
        f"swmgen needs Python 3.11 or newer; this is {sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}).\n"
    )
    sys.exit(2)

import bootstrap

sys.exit(bootstrap.main(sys.argv[1:]))
