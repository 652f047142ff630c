# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""The C code is as clang-format 19 writes it. With --fix: writes it so."""

import shutil
import subprocess
import sys

import lint

formatter = next((found for found in map(shutil.which, ('clang-format-19', 'clang-format')) if found), None)
if formatter is None:
    lint.skip('there is no clang-format')
version = subprocess.run([formatter, '--version'], capture_output=True, text=True, check=True).stdout
if ' version 19.' not in version:
    lint.skip(f'another version formats differently: {version.strip()}')

sources = lint.files('.c', '.h', under=('src', 'tests'))
how = ['-i'] if '--fix' in sys.argv else ['--dry-run', '--Werror', '--ferror-limit=3']
if sources:
    done = subprocess.run([formatter, '--style=file', *how, *sources], cwd=lint.ROOT, check=False)
    sys.exit(done.returncode)
