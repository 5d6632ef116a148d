"""The console command, also `python -m waymark`."""

import os
import sys

from waymark.core.options import ConfigFault

WRONG_CONFIGURATION = 4


def main() -> None:
    """Run the console; a wrong configuration is told in sentences, with exit code 4."""
    # What is made in the data folder is for this account alone.
    os.umask(0o077)
    try:
        # Django reads its settings when the console's commands are imported, and settings may be what is wrong.
        from waymark.site.console.app import console  # noqa: PLC0415 -- so that its faults can be told here
    except ConfigFault as wrong:
        for fault in wrong.faults:
            sys.stderr.write(f"{fault.option}: {fault.problem}\n  {fault.mend}\n")
        if sys.argv[1:2] == ["doctor"]:
            sys.stderr.write("doctor: fix these first; the other checks need a configuration.\n")
        raise SystemExit(WRONG_CONFIGURATION) from None
    console(prog_name="waymark")


if __name__ == "__main__":
    main()
