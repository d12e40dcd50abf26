"""``python3 generator COMMAND``: sets the project up and runs the command in it.

Only the check of Python's version is here, in words that every Python
understands; all else is in `bootstrap`.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 that is what this file is for
    sys.stderr.write(
        "swmgen: Python 3.11 or newer is needed; this is "
        + ".".join(str(part) for part in sys.version_info[:3])
        + " ("
        + str(sys.executable)
        + "). Install a newer one, or call it by its name: python3.12 generator ...\n"
    )
    sys.exit(2)

from bootstrap.command import main

sys.exit(main(sys.argv[1:]))
