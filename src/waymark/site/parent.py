"""What children of the supervisor share: none of them outlives it."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def die_with_parent(parent: int = 0) -> None:
    """Ask Linux to stop this process when its parent is killed outright and can stop nothing any more.

    The parent may have been killed before this is asked; where its id is known, that is seen.
    """
    if sys.platform != "linux":
        return
    parent = parent or os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
