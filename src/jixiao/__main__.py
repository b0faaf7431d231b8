"""``python -m jixiao`` is the command line."""

import sys

from jixiao.cli.main import main

sys.exit(main())
