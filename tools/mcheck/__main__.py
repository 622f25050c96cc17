"""python -m mcheck"""

from mcheck.cli import main

main()
