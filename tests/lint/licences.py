# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Every file says on its first lines under which licence it is and whose it is."""

import lint

WANTED = ('SPDX-License-Identifier: GPL-3.0-or-later', 'SPDX-FileCopyrightText: The Annex developers')
# The licence itself, prose, and formats that have no comments
EXEMPT = ('COPYING', '.md', '.json', '.png', '.po', '.pot', '.jsonl', '.http', '.txt', '.b64', '.csv')
LINES = 7

for path in lint.files():
    text = lint.text(path)
    if text is None or lint.name(path).endswith(EXEMPT):
        continue
    first = '\n'.join(text.splitlines()[:LINES])
    for wanted in WANTED:
        if wanted not in first:
            lint.complain(path, 1, f'“{wanted}” is missing')
lint.finish()
