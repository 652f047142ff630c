# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Every icon that the source names is in the desktop's icon theme; a missing one would be shown as a broken picture."""

import os
import re
import sys
from pathlib import Path

os.environ.pop('G_DEBUG', None)

import gi  # noqa: E402

gi.require_version('Adw', '1')
from gi.repository import Adw, Gdk, Gtk  # noqa: E402

Adw.init()
theme = Gtk.IconTheme.get_for_display(Gdk.Display.get_default())
sources = [path for path in Path(sys.argv[1]).rglob('*') if path.suffix in ('.c', '.blp')]
names = sorted({name for path in sources for name in re.findall(r'"([a-z0-9-]+-symbolic)"', path.read_text())})

print('TAP version 14')
print(f'1..{len(names)}')
missing = 0
for number, name in enumerate(names, 1):
    found = theme.has_icon(name)
    missing += not found
    print(f'{"ok" if found else "not ok"} {number} {name}')
sys.exit(1 if missing or not names else 0)
