"""`python -m cloudfront_lint` is the command `cloudfront-lint`."""

import sys

from ._program import main

sys.exit(main())
