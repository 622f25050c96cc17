"""The program: what `mcheck` and `python -m mcheck` run."""

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # while this is loaded Ctrl-C just ends it, as nobody is there yet to turn it into words
    signal.signal(signal.SIGINT, signal.SIG_DFL)
import atexit
import gc

# what is imported stays: looking through it for garbage would take a twentieth of a check of one file
gc.disable()
from .cli.main import main  # noqa: E402

gc.freeze()
gc.set_threshold(20_000)  # a check is over before there is garbage worth looking for
gc.enable()
atexit.register(gc.freeze)  # nor is there at the end, when everything goes with the process

if __name__ == "__main__":
    main()
