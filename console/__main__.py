"""``python -m console``: the ``clickbait`` command without an installation."""

import sys

from console.cli import main

sys.exit(main())
