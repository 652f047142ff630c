# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Writes what Maria sends as text: make-texts.py letter|orders|notes FILE."""

import csv
import io
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'
TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

LETTER = [
    ('Heading', 'Complaint about order 2026-114-22907'),
    ('', 'Leipzig, 12 January 2026'),
    ('', 'Dear Sir or Madam,'),
    ('', 'On Saturday a parcel was left on my doorstep. One corner was crushed, and there is a hole in the front that one '
         'can put a hand through. The carton had been marked “Fragile”. Nobody had rung.'),
    ('', 'In it were a desk lamp “Sonnenfleck” and two shades of opal glass. One of the shades is broken. The lamp has a '
         'dent at its joint and flickers, as the little film shows that I sent in the chat.'),
    ('', 'My household policy covers goods on their way. I ask you to replace the lamp and the shade, or to tell me by '
         'the 26th what you want to see of them.'),
    ('', 'Yours faithfully,'),
    ('', 'Maria S.'),
]

ORDERS = [
    ('Order', 'Date', 'Article', 'Number', 'Price (€)', 'State'),
    ('2025-098-10342', '2025-10-02', 'Floor lamp “Abendrot”', 1, '219.00', 'delivered'),
    ('2025-098-10342', '2025-10-02', 'LED bulb E27, 2700 K', 4, '35.60', 'delivered'),
    ('2025-107-15518', '2025-11-21', 'String of lights, 10 m; outdoor', 2, '44.90', 'returned'),
    ('2025-110-17733', '2025-12-08', '和紙ランプシェード (Washi shade)', 1, '58.00', 'delivered'),
    ('2025-110-17733', '2025-12-08', 'Cord pendant, 2 m, "white"', 1, '18.50', 'delivered'),
    ('2026-114-22907', '2026-01-09', 'Desk lamp “Sonnenfleck”, brass', 1, '129.00', 'damaged'),
    ('2026-114-22907', '2026-01-09', 'Replacement shade, opal glass', 2, '49.80', 'one broken'),
    ('2026-114-22907', '2026-01-09', 'LED bulb E27, 2700 K, dimmable', 3, '26.70', 'delivered'),
    ('2026-114-22907', '2026-01-09', 'Shipping with insurance', 1, '9.90', ''),
]

NOTES = '''What happened, in order

Sat 10 Jan  09:40  parcel is on the mat, nobody rang
            09:55  opened it at the neighbour's (she is a witness: Frau Nguyễn, 1st floor)
            10:10  one shade in pieces, lamp dented
            10:30  tried the lamp: flickers ⚡ – on, off, on, off
Mon 12 Jan  08:15  called Eilpost – “not our fault”, ticket 77-0026
            10:20  this chat

Serial number of the lamp:  0026-1142-2907
Tracking:                   JJD 0026 1142 2907

Das Glas habe ich noch. Δεν πέταξα τίποτα. Нічого не викинула. 何も捨てていません。
'''


def make_letter():
    """A document of the kind that word processors write, without anything that depends on the day."""
    runs = ''.join(
        '<w:p>'
        + ('<w:pPr><w:spacing w:after="240"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="32"/></w:rPr>' if style else '<w:r>')
        + f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for style, text in LETTER
    )
    parts = {
        '[Content_Types].xml': f'<Types xmlns="{PACKAGE}/content-types">'
                               '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               '<Default Extension="xml" ContentType="application/xml"/>'
                               f'<Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>',
        '_rels/.rels': f'<Relationships xmlns="{PACKAGE}/relationships">'
                       f'<Relationship Id="rId1" Type="{DOCUMENT}" Target="word/document.xml"/></Relationships>',
        'word/document.xml': f'<w:document xmlns:w="{WORD}"><w:body>{runs}</w:body></w:document>',
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, 'w', zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 12, 10, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, HEAD + text)
    return archive.getvalue()


def make_orders():
    """A table as spreadsheets export it in Germany: with semicolons, and a mark that says UTF-8."""
    table = io.StringIO()
    csv.writer(table, delimiter=';', lineterminator='\r\n').writerows(ORDERS)
    return table.getvalue().encode('utf-8-sig')


def make_notes():
    return NOTES.encode()


MAKERS = {'letter': make_letter, 'orders': make_orders, 'notes': make_notes}

Path(sys.argv[2]).write_bytes(MAKERS[sys.argv[1]]())
