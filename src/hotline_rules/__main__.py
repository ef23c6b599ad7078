"""`python -m hotline_rules`: the command line where no script is installed."""

import sys

from hotline_rules.cli import main

if __name__ == "__main__":
    sys.exit(main())
