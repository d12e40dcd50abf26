"""``python -m swmgen``."""

import sys

from swmgen.cli import main

sys.exit(main())
