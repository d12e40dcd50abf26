"""``python -m swm COMMAND``."""

import sys

from swm.cli import main

sys.exit(main())
