"""The demo trust, told through the same actions people use, and dated from the day it is loaded."""
