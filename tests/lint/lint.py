# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""What the lints share: which files there are, and how complaints are reported."""

import os
import sys
from pathlib import Path

ROOT = Path(os.environ.get('ANNEX_LINT_ROOT', Path(__file__).resolve().parent.parent.parent))
NOT_OURS = {'_build', 'node_modules', '__pycache__'}

complaints = []


def files(*suffixes, under=('.',)):
    """Every file of the project below the folders `under` whose name ends in one of `suffixes`, sorted."""
    found = set()
    for folder in under:
        for path, folders, names in os.walk(ROOT / folder):
            folders[:] = [name for name in folders if name not in NOT_OURS and not (name[0] == '.' and name != '.ci')]
            found.update(Path(path, name) for name in names if not suffixes or name.endswith(suffixes))
    return sorted(path for path in found if path.is_file())


def name(path):
    return path.relative_to(ROOT).as_posix()


def text(path):
    """The text of a file, or None where it is not text."""
    try:
        return path.read_text(encoding='utf-8')
    except UnicodeDecodeError:
        return None


def is_shell(path):
    with path.open('rb') as file:
        first = file.readline()
    return first.startswith(b'#!') and first.rstrip().endswith((b'/sh', b'/bash'))


def complain(path, line, what):
    complaints.append(f'{name(path)}:{line}: {what}')


def finish():
    for complaint in complaints:
        print(complaint)
    print(f'{len(complaints)} complaints')
    sys.exit(1 if complaints else 0)


def skip(why):
    print(why)
    sys.exit(77)
