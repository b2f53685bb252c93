"""Runs in the bundle before anything else: programs that this one starts get the environment that it was started with.

What starts the bundle has the system look for libraries in it: a browser would take ours for its own.
"""

import os

LIBRARIES = "LD_LIBRARY_PATH"
AS_GIVEN = f"{LIBRARIES}_ORIG"
"""Set where the user had set the other."""
NOTES = "_PYI_"
"""How the bootloader's notes to itself begin. The same program, started by this one, would take them for its own."""

given = os.environ.pop(AS_GIVEN, "")
for name in [LIBRARIES, *os.environ]:
    if name == LIBRARIES or name.startswith(NOTES):
        os.environ.pop(name, None)
if given:
    os.environ[LIBRARIES] = given
