# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Shell scripts pass shellcheck, Python parses."""

import ast
import subprocess

import lint

scripts = [path for path in lint.files() if lint.is_shell(path)]
if subprocess.run(['shellcheck', '--severity=warning', *scripts], cwd=lint.ROOT, check=False).returncode != 0:
    lint.complaints.append('shellcheck complains')
for path in lint.files('.py'):
    try:
        ast.parse(path.read_text(), path)
    except SyntaxError as error:
        lint.complain(path, error.lineno, error.msg)
lint.finish()
