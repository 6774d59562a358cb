"""`python -m wsgigen`, and what the console script calls."""

import atexit
import gc

# Nearly all that a command makes lives until its end: to look for garbage all the while, and at the
# end, finds none. What has just been made is looked through once; to look through it again with all
# that was made since costs the more the more there is.
gc.set_threshold(100_000, 1_000, 1_000)
atexit.register(gc.freeze)

from wsgigen.cli.main import main  # noqa: E402 - after the lines above, for importing makes most of it

if __name__ == "__main__":
    main()
