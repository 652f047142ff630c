# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Meson files are as `meson format` writes them. With --fix: writes them so."""

import subprocess
import sys

import lint

how = '--inplace' if '--fix' in sys.argv else '--check-only'
for path in lint.files('meson.build', 'meson.options'):
    command = ['meson', 'format', '--configuration', lint.ROOT / 'meson.format', how, path]
    if subprocess.run(command, cwd=lint.ROOT, check=False).returncode != 0:
        lint.complain(path, 1, 'is not as `meson format` writes it')
lint.finish()
