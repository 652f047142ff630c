# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""po/POTFILES.in names exactly the files that have something to translate, sorted.
With --fix: makes it so."""

import re
import sys

import lint

TRANSLATABLE = re.compile(r'(?<![\w"])(_|C_|N_|NC_|gettext|ngettext|g_dn?gettext|g_dpgettext2)\s*\(\s*("|GETTEXT_PACKAGE|NULL)')
ALWAYS = {'data/annex.desktop.in.in', 'data/annex.metainfo.xml.in.in'}

list_file = lint.ROOT / 'po' / 'POTFILES.in'
listed = [line for line in list_file.read_text().splitlines() if line and not line.startswith('#')]
wanted = {lint.name(path) for path in lint.files('.c', '.h', '.blp', under=('src',))
          if TRANSLATABLE.search(path.read_text())} | ALWAYS

if '--fix' in sys.argv:
    head = [line for line in list_file.read_text().splitlines() if line.startswith('#')]
    listed = sorted(wanted)
    list_file.write_text('\n'.join(head + listed) + '\n')

for name in sorted(wanted - set(listed)):
    lint.complain(list_file, 1, f'{name} is missing')
for name in sorted(set(listed) - wanted):
    lint.complain(list_file, 1, f'{name} has nothing to translate or does not exist')
if listed != sorted(set(listed)):
    lint.complain(list_file, 1, 'is not sorted, or names a file twice')
lint.finish()
