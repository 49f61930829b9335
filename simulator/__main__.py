"""`python -m simulator`: serve the simulated company, or write its truth or bulk records."""

from __future__ import annotations

import sys

from simulator.command import main

sys.exit(main(sys.argv[1:]))
