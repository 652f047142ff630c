# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Every translation is listed, compiles, and is not guessed; every string with a gap says what comes into it.
What is not translated yet is only told."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import lint

# As in po/meson.build: the preset `glib`
XGETTEXT = ['xgettext', '--from-code=UTF-8', '--add-comments=Translators', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2',
            '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3', '--keyword=ngettext:1,2', '--output=-', '--omit-header']

po = lint.ROOT / 'po'


def run(command, **kwargs):
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=lint.ROOT, env={**os.environ, 'LC_ALL': 'C.UTF-8'}, **kwargs)


def check_translation(path):
    with tempfile.TemporaryDirectory() as folder:
        done = run(['msgfmt', '--check', '--statistics', f'--output-file={Path(folder) / "out.mo"}', path])
    if done.returncode != 0:
        lint.complain(path, 1, ' '.join(done.stderr.split()))
        return
    for count in re.findall(r'(\d+) fuzzy', done.stderr):
        lint.complain(path, 1, f'{count} translations are guessed: look at them, and take the mark “fuzzy” away')
    for count in re.findall(r'(\d+) untranslated', done.stderr):
        print(f'{lint.name(path)}: {count} strings are not translated yet')


def check_list(languages):
    there = {path.stem for path in po.glob('*.po')}
    for language in sorted(set(languages) - there):
        lint.complain(po / 'LINGUAS', 1, f'{language}.po does not exist')
    for language in sorted(there - set(languages)):
        lint.complain(po / 'LINGUAS', 1, f'{language} is missing')
    if languages != sorted(set(languages)):
        lint.complain(po / 'LINGUAS', 1, 'is not sorted, or names a language twice')
    for path in po.glob('*.pot'):
        lint.complain(path, 1, 'is made when it is needed, and not kept')


def complain_of_gap(entry):
    """One entry of the template: comments, where it is used, and the string."""
    string = entry[entry.find('\nmsgid ') + 1:] if '\nmsgid ' in entry else entry
    place = re.search(r'^#: (\S+):(\d+)', entry, re.MULTILINE)
    if place and '%' in string and '\n#. Translators' not in '\n' + entry:
        lint.complain(lint.ROOT / place[1], int(place[2]), 'a string with a gap and no “Translators:” comment')


def check_gaps():
    sources = [line for line in (po / 'POTFILES.in').read_text().splitlines() if line.endswith(('.c', '.blp'))]
    made = run([*XGETTEXT, '--language=C', *sources]) if sources else None
    if made is not None and made.returncode != 0:
        lint.complain(po / 'POTFILES.in', 1, ' '.join(made.stderr.split()))
        return
    for entry in made.stdout.split('\n\n') if made else []:
        complain_of_gap(entry)


check_list([line for line in (po / 'LINGUAS').read_text().split('\n') if line and not line.startswith('#')])
for path in sorted(po.glob('*.po')):
    check_translation(path)
check_gaps()
lint.finish()
