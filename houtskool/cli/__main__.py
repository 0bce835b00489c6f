import sys

from houtskool.cli import main

sys.exit(main())
