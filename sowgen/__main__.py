"""`python -m sowgen` is the same as `sowgen`."""

from sowgen.cli import run

if __name__ == "__main__":
    run()
