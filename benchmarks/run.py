"""`make bench`: the program beside the limit, in turn, on servers of its own, on loopback only."""

import argparse
import os
from typing import TYPE_CHECKING

from benchmarks import stack as stacks
from benchmarks.load import LoadError
from benchmarks.stack import PROGRAM
from somosnlp.local.errors import LocalError
from somosnlp.local.supervisor import interruptible

if TYPE_CHECKING:
    from benchmarks.report import Report


def main() -> None:
    """Read the options, run, print and write the tables."""
    options = _options()
    try:
        report = _measure(options)
    except KeyboardInterrupt:
        raise SystemExit("Stopped. Nothing was written, nothing is left running.") from None
    except (LocalError, LoadError) as error:
        raise SystemExit(str(error)) from None
    print(report.text())
    if not options.only:
        for path in report.write():
            print(f"written: {path}")


def _measure(options: argparse.Namespace) -> "Report":
    with interruptible(), stacks.running() as stack:
        os.environ.update(stack.environment(PROGRAM) | {"DATABASE_URL": stack.where.database_url})
        import django  # noqa: PLC0415 (its settings are known only now)

        django.setup()
        from benchmarks.bench import Bench  # noqa: PLC0415

        return Bench(stack, options.seconds, options.rounds, options.only).run()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--only", default="", help="rows whose name contains this; nothing is written")
    parser.add_argument("--seconds", type=float, default=12, help="of each load")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
