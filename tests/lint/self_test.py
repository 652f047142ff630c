# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Every lint fails where something is wrong: a small tree, broken on purpose, one fault at a time."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HEAD = '/* SPDX-License-Identifier: GPL-3.0-or-later\n * SPDX-FileCopyrightText: The Annex developers\n */\n\n'
HASHES = '# SPDX-License-Identifier: GPL-3.0-or-later\n# SPDX-FileCopyrightText: The Annex developers\n'
SOURCE = 'src/service/annex-thing.c'

# (lint, file, what is wrong in it, what the lint says)
FAULTS = [
    ('format_c', SOURCE, HEAD + 'int  f(void){return 1;}\n', 'clang-format'),
    ('format_blueprint', 'src/ui/annex-thing.blp', 'using Gtk 4.0;\nBox{}\n', 'annex-thing.blp'),
    ('format_meson', 'src/meson.build', HASHES + "\nx=files( 'a' )\n", 'meson format'),
    ('licences', SOURCE, '/* SPDX-License-Identifier: MIT */\n', 'is missing'),
    ('lengths', SOURCE, HEAD + 'void\nf (void)\n{\n' + '  g ();\n' * 80 + '}\n', 'f has 82 lines'),
    ('lengths', SOURCE, HEAD + '\n' * 700, 'more than 700'),
    ('layers', SOURCE, HEAD + '#include <gtk/gtk.h>\n', 'service may not use gtk'),
    ('layers', SOURCE, HEAD + '#include "annex-other.h"\n', 'service may not include transfer'),
    ('layers', SOURCE, HEAD + '#include "service/annex-thing.h"\n', 'by their name alone'),
    ('layers', 'src/nowhere/annex-thing.c', HEAD, 'no layer'),
    ('potfiles', SOURCE, HEAD + 'const char *x = N_("Open");\n', 'is missing'),
    ('potfiles', 'po/POTFILES.in', 'src/gone.c\n', 'does not exist'),
    ('scripts', 'tests/thing', '#!/bin/sh\nif true\n', 'shellcheck'),
    ('scripts', 'tests/thing.py', 'def f(:\n', 'thing.py'),
    ('words', SOURCE, HEAD + '/* TODO: later */\n', 'finish it'),
    ('words', SOURCE, HEAD + 'x = "/home/me/annex";\n', 'one machine'),
    ('words', SOURCE, HEAD + 'soup_logger_new (1);\n', 'tokens'),
]


def make_tree(root):
    """The smallest tree that every lint accepts."""
    for name, content in {
        SOURCE: HEAD + '#include <gio/gio.h>\n',
        'src/transfer/annex-other.h': HEAD + '#pragma once\n',
        'po/POTFILES.in': HASHES + 'data/annex.desktop.in.in\ndata/annex.metainfo.xml.in.in\n',
        'tests/thing': '#!/bin/sh\n' + HASHES + '\ntrue\n',
        'tests/meson.build': HASHES + "\nx = files('thing')\n",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    for name in ('.clang-format', 'meson.format'):
        shutil.copy(ROOT / name, root)


def run(lint, root):
    return subprocess.run([sys.executable, '-B', HERE / f'{lint}.py'], env={**os.environ, 'ANNEX_LINT_ROOT': str(root)},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def check(number, lint, file, content, said):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_tree(root)
        before = run(lint, root)
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        after = run(lint, root)
    title = f'{number} {lint} finds: {said}'
    if before.returncode == 77:
        print(f'ok {title} # SKIP {before.stdout.strip()}')
        return
    good = before.returncode == 0 and after.returncode not in (0, 77) and said in after.stdout
    print(f'{"ok" if good else "not ok"} {title}')
    if not good:
        print('# before: ' + before.stdout.replace('\n', '\n# '))
        print('# after: ' + after.stdout.replace('\n', '\n# '))


print(f'1..{len(FAULTS)}')
for number, fault in enumerate(FAULTS, 1):
    check(number, *fault)
