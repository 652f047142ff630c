# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Functions and files stay short enough to be read at once."""

import re
from statistics import median, quantiles

import lint

MOST_LINES_OF_FUNCTION = 80
MOST_LINES_OF_FILE = 700

NAME = re.compile(r'^(\w+) \(')


def functions(lines):
    """Yields the name, first line and length of each function: GNU style has its braces alone in the first column."""
    name, start = '', None
    for number, line in enumerate(lines, 1):
        found = NAME.match(line)
        if found and start is None:
            name = found[1]
        if line == '{' and name:
            start = number
        elif line == '}' and start is not None:
            yield name, start, number - start + 1
            name, start = '', None


def check_functions():
    lengths = []
    for path in lint.files('.c', under=('src', 'tests')):
        for name, line, length in functions(path.read_text().splitlines()):
            if '/src/' in path.as_posix():
                lengths.append(length)
            if length > MOST_LINES_OF_FUNCTION:
                lint.complain(path, line, f'{name} has {length} lines, more than {MOST_LINES_OF_FUNCTION}')
    if len(lengths) > 1:
        print(f'{len(lengths)} functions: median {median(lengths):.0f} lines, '
              f'90 % at most {quantiles(lengths, n=10)[8]:.0f}, longest {max(lengths)}')


def check_files():
    lengths = []
    for path in lint.files('.c', '.h', '.blp', '.py', '.js', '.mjs', under=('src', 'tests', 'flatpak')):
        length = len(path.read_text().splitlines())
        if path.suffix == '.c' and '/src/' in path.as_posix():
            lengths.append(length)
        if length > MOST_LINES_OF_FILE:
            lint.complain(path, length, f'{length} lines, more than {MOST_LINES_OF_FILE}')
    if lengths:
        print(f'{len(lengths)} files: median {median(lengths):.0f} lines, longest {max(lengths)}')


check_functions()
check_files()
lint.finish()
