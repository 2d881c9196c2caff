"""`python -m midstance`."""

import sys

from midstance.cli.main import main

sys.exit(main())
