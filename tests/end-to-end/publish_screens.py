#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Puts the pictures that test_screens.py made into data/screenshots, where README.md and the metainfo have them.

    tests/run end-to-end-screens
    flatpak/root -- python3 tests/end-to-end/publish_screens.py _build/trixie-sanitized
"""

import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent.parent / 'data' / 'screenshots'
# Published as, made as, how fine
PICTURES = [('photo', 'sample-photo', 1), ('document', 'sample-pdf', 1), ('dark', 'dark', 1), ('narrow', 'narrow-fine', 2)]
# Without a compositor a window has a frame, in logical pixels
FRAME = 5

if len(sys.argv) != 2:
    sys.exit(f'Usage: {sys.argv[0]} BUILD-FOLDER')
for name, made, scale in PICTURES:
    # "-strip": nothing in the file says when it was made
    subprocess.run(['convert', Path(sys.argv[1]) / 'screenshots' / f'{made}.png', '-shave', f'{FRAME * scale}x{FRAME * scale}', '+repage',
                    '-strip', TARGET / f'{name}.png'], check=True)
    print(TARGET / f'{name}.png')
