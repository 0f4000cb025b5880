"""alone.py LOCK COMMAND...: run a command while no other one holds the lock; a second one says so and waits for its turn.

The lock goes with the process, so an interrupted build leaves none behind.
"""

import fcntl
import os
import sys
from pathlib import Path

lock, *command = sys.argv[1:]
Path(lock).parent.mkdir(parents=True, exist_ok=True)
handle = os.open(lock, os.O_CREAT | os.O_RDWR)
try:
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print(f"Another build is at work here ({lock}); waiting for it to end ...", flush=True)
    fcntl.flock(handle, fcntl.LOCK_EX)
os.set_inheritable(handle, True)
os.execvp(command[0], command)
