"""Runs several commands of the console in one process: loading Django takes longer than most of them.

Reads a JSON list of commands, each a list of words, and prints a line of JSON for each: exit code, output, complaints.
"""

import json
import sys

from click.testing import CliRunner

from waymark.site.console.app import console

for words in json.load(sys.stdin):
    done = CliRunner().invoke(console, words)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    print(json.dumps([done.exit_code, done.stdout, done.stderr]))
