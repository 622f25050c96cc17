"""The program: what `mcheck` and `python -m mcheck` run."""

import gc

# what is imported stays: looking through it for garbage would take a twentieth of a check of one file
gc.disable()
from .cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main()
