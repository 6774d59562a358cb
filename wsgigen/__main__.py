"""`python -m wsgigen`, and what the console script calls."""

import atexit
import gc
import sys

# Nearly all that a command makes lives until its end: to look for garbage all the while, and at the
# end, finds none. What has just been made is looked through once; to look through it again with all
# that was made since costs the more the more there is.
gc.set_threshold(100_000, 1_000, 1_000)
atexit.register(gc.freeze)


def main() -> None:
    """Do what the command line says; importing what does it makes most of what lives."""
    try:
        if _has_nothing_to_do(sys.argv[1:]):
            return
    except KeyboardInterrupt:
        sys.exit("Aborted!")  # as click says
    from wsgigen.cli.main import main as command  # noqa: PLC0415 - a build with nothing to do is over

    command()


def _has_nothing_to_do(words: list[str]) -> bool:
    if words[:1] != ["build"]:
        return False
    from wsgigen.cli.plain_build import has_nothing_to_do  # noqa: PLC0415 - for one command alone

    return has_nothing_to_do(words[1:])


if __name__ == "__main__":
    main()
