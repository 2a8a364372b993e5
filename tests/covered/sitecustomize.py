"""Read by every Python that starts with this folder on its path: it counts the branches that it takes."""

import coverage

coverage.process_startup()
