"""Read by every Python that starts with this folder on its path: its clock is that many seconds off, and goes on."""

import os
import time

import time_machine

time_machine.travel(time.time() + int(os.environ["TESTS_AHEAD"]), tick=True).start()
time.time()  # it goes on from the first time that it is asked
