# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Every lint fails where something is wrong: a small tree, broken on purpose, one fault at a time."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import store_samples

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HEAD = '/* SPDX-License-Identifier: GPL-3.0-or-later\n * SPDX-FileCopyrightText: The Annex developers\n */\n\n'
HASHES = '# SPDX-License-Identifier: GPL-3.0-or-later\n# SPDX-FileCopyrightText: The Annex developers\n'
SOURCE, WORDS = 'src/service/annex-thing.c', 'src/ui/annex-words.c'
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

# What store.py reads beside the manifest; (file, what becomes of it, what the lint says)
STORE_FILES = ('meson.build', 'data', 'src/ui/annex-application.c')
STORE_FAULTS = [
    ('flatpak/{id}.json', None, 'is missing'),
    ('flatpak/{id}.json', '{', 'cannot be read'),
    ('flatpak/{id}.json', '{"modules": ["modules/gone.json"]}', 'modules/gone.json:1: is missing'),
    ('data/icons/annex.svg', None, 'is missing'),
    ('data/screenshots/photo.png', None, 'photo.png is not in data/screenshots'),
    ('data/screenshots/other.png', '', 'is not in the metainfo'),
    ('data/meson.build', HASHES, 'nothing is installed as'),
]

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
    ('translations', 'po/de.po', PO + '#, fuzzy\nmsgid "a"\nmsgstr "b"\n', 'are guessed'),
    ('translations', 'po/de.po', PO + '#, c-format\nmsgid "%s"\nmsgstr "%d"\n', 'not the same'),
    ('translations', 'po/de.po', PO, 'de is missing'),
    ('translations', 'po/LINGUAS', HASHES + 'de\n', 'de.po does not exist'),
    ('translations', 'po/annex.pot', PO, 'not kept'),
    ('translations', WORDS, HEAD + 'const char *x = N_ ("Open %s");\n', 'a string with a gap'),
    ('words', SOURCE, HEAD + '/* TODO: later */\n', 'finish it'),
    ('words', SOURCE, HEAD + 'x = "/home/me/annex";\n', 'one machine'),
    ('words', SOURCE, HEAD + 'soup_logger_new (1);\n', 'tokens'),
]


def make_tree(root):
    """The smallest tree that every lint accepts."""
    for name, content in {
        SOURCE: HEAD + '#include <gio/gio.h>\n',
        'src/transfer/annex-other.h': HEAD + '#pragma once\n',
        'po/POTFILES.in': HASHES + 'data/annex.desktop.in.in\ndata/annex.metainfo.xml.in.in\n' + WORDS + '\n',
        'po/LINGUAS': HASHES,
        WORDS: HEAD + '/* Translators: a file name */\nconst char *x = N_ ("Open %s");\n',
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


def check_rule(number, rule, good, bad, said):
    """The rules of store.py, each with a sample that is wrong in one place."""
    sample, apply = store_samples.RULES[rule]
    before, after = apply(sample), apply(sample.replace(good, bad, 1))
    right = sample.count(good) > 0 and not before and any(said in line for line in after)
    print(f'{"ok" if right else "not ok"} {number} store finds, in the {rule}: {said}')
    if not right:
        print(f'# before: {before}\n# after: {after}')



def check_store(number, name, content, said):
    """The lint itself, with what this tree has and a manifest that is good."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        identity = store_samples.copy_tree(ROOT, root, STORE_FILES)
        before = run('store', root)
        path = root / name.format(id=identity)
        if content is None:
            path.unlink()
        else:
            path.write_text(content)
        after = run('store', root)
    good = before.returncode == 0 and after.returncode == 1 and said in after.stdout
    print(f'{"ok" if good else "not ok"} {number} store finds, in {path.name}: {said}')
    if not good:
        print('# ' + (before.stdout + after.stdout).replace('\n', '\n# '))


print(f'1..{len(FAULTS) + len(store_samples.FAULTS) + len(STORE_FAULTS)}')
for number, fault in enumerate(FAULTS, 1):
    check(number, *fault)
for number, fault in enumerate(store_samples.FAULTS, len(FAULTS) + 1):
    check_rule(number, *fault)
for number, fault in enumerate(STORE_FAULTS, len(FAULTS) + len(store_samples.FAULTS) + 1):
    check_store(number, *fault)
