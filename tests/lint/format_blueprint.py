# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Blueprint files are as blueprint-compiler writes them. With --fix: writes them so."""

import subprocess
import sys

import lint

sources = lint.files('.blp', under=('src',))
how = ['--fix'] if '--fix' in sys.argv else []
if sources:
    done = subprocess.run(['blueprint-compiler', 'format', *how, *sources], cwd=lint.ROOT, check=False)
    sys.exit(done.returncode)
