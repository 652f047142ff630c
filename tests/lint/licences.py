# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Every file says on its first lines under which licence it is and whose it is."""

import lint

WANTED = ('SPDX-License-Identifier: GPL-3.0-or-later', 'SPDX-FileCopyrightText: The Annex developers')
# What software catalogues copy into theirs
COPIED = {'data/annex.metainfo.xml.in.in': 'SPDX-License-Identifier: CC0-1.0'}
# The licence itself, prose, and formats that have no comments
EXEMPT = ('COPYING', '.md', '.json', '.png', '.po', '.pot', '.jsonl', '.http', '.txt', '.b64', '.csv')
LINES = 7

for path in lint.files():
    text = lint.text(path)
    if text is None or lint.name(path).endswith(EXEMPT):
        continue
    first = '\n'.join(text.splitlines()[:LINES])
    for wanted in (COPIED.get(lint.name(path), WANTED[0]), WANTED[1]):
        if wanted not in first:
            lint.complain(path, 1, f'“{wanted}” is missing')
lint.finish()
