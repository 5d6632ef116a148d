"""Lets the product be loaded without looking for garbage in it.

Python looks the more often the more was made, and finds nothing here: what is loaded stays. That was a third of each
start: of the web server, of the background worker, and of every command of the console.
"""

import gc

_paused = {"here": False}


def pause() -> None:
    """Look for no garbage until `resume`. Where nobody was looking anyway, `resume` changes nothing either."""
    if gc.isenabled():
        gc.disable()
        _paused["here"] = True


def resume() -> None:
    """Set aside all there is, where it is not looked through again, and look for garbage from now on."""
    if _paused["here"]:
        _paused["here"] = False
        gc.freeze()
        gc.enable()
