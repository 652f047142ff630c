# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Files whose pixels are known."""

import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

RED, GREEN, BLUE, GREY, WHITE = (224, 16, 32), (16, 160, 32), (16, 32, 224), (90, 90, 90), (255, 255, 255)


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(width, height, rgb, comment=''):
    """A PNG of one colour."""
    row = b'\0' + bytes.fromhex(rgb) * width
    return b''.join([
        b'\x89PNG\r\n\x1a\n',
        chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)),
        chunk(b'tEXt', b'Comment\0' + comment.encode()) if comment else b'',
        chunk(b'IDAT', zlib.compress(row * height)),
        chunk(b'IEND', b''),
    ])


def png_of(width, height, pixel):
    """A PNG whose colours, with alpha or without, a function of the place tells."""
    rows = [bytes(value for x in range(width) for value in pixel(x, y)) for y in range(height)]
    return b''.join([
        b'\x89PNG\r\n\x1a\n',
        chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 6 if len(pixel(0, 0)) == 4 else 2, 0, 0, 0)),
        chunk(b'IDAT', zlib.compress(b''.join(b'\0' + row for row in rows))),
        chunk(b'IEND', b''),
    ])


def grid(width, height, mark):
    """Grey, with one white pixel-wide line every 16 pixels, and a red square of 8 by 8 at the mark."""
    def pixel(x, y):
        if mark[0] <= x < mark[0] + 8 and mark[1] <= y < mark[1] + 8:
            return RED
        return WHITE if x % 16 == 0 or y % 16 == 0 else GREY

    return png_of(width, height, pixel)


def gif(width, height, colours, delay):
    """A GIF that shows one colour after the other, each for so many hundredths of a second, for ever."""
    palette = b''.join(bytes.fromhex(colour) for colour in colours) + b'\0' * 3 * (4 - len(colours))
    file = b'GIF89a' + struct.pack('<HHBBB', width, height, 0x91, 0, 0) + palette + b'!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0'
    for number in range(len(colours)):
        # Codes of three bits, none longer: the table is cleared before every pixel
        codes = [4, number] * (width * height) + [5]
        bits = sum(code << 3 * place for place, code in enumerate(codes))
        data = bits.to_bytes((3 * len(codes) + 7) // 8, 'little')
        blocks = b''.join(bytes([len(data[start:start + 255])]) + data[start:start + 255] for start in range(0, len(data), 255))
        file += b'!\xf9\x04\0' + struct.pack('<H', delay) + b'\0\0,' + struct.pack('<HHHHB', 0, 0, width, height, 0) + b'\x02' + blocks + b'\0'
    return file + b';'


def pdf_of(objects, comment=''):
    """A PDF of these objects, the first of which is its root."""
    file = bytearray(b'%PDF-1.4\n')
    if comment:
        file += b'%' + comment.encode() + b'\n'
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(file))
        file += b'%d 0 obj\n%s\nendobj\n' % (number, content)
    xref = len(file)
    file += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    for offset in offsets:
        file += b'%010d 00000 n \n' % offset
    file += b'trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, xref)
    return bytes(file)


def pdf(n_pages, rgb, comment=''):
    """A PDF whose pages hold a square of one colour."""
    red, green, blue = (int(rgb[i:i + 2], 16) / 255 for i in (0, 2, 4))
    drawing = f'{red:.4f} {green:.4f} {blue:.4f} rg 50 50 100 100 re f'.encode()
    kids = ' '.join(f'{page + 4} 0 R' for page in range(n_pages))
    objects = [
        b'<</Type/Catalog/Pages 2 0 R>>',
        f'<</Type/Pages/Kids[{kids}]/Count {n_pages}>>'.encode(),
        b'<</Length %d>>\nstream\n%s\nendstream' % (len(drawing), drawing),
    ] + [b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 3 0 R/Resources<<>>>>'] * n_pages
    return pdf_of(objects, comment)


def pdf_with_predefined_encoding(encoding, text):
    """A PDF with Japanese writing in a font that it does not bring, in one of the predefined encodings."""
    drawing = b'BT /F 40 Tf 10 100 Td <' + text.hex().encode() + b'> Tj ET'
    return pdf_of([
        b'<</Type/Catalog/Pages 2 0 R>>',
        b'<</Type/Pages/Kids[4 0 R]/Count 1>>',
        b'<</Length %d>>\nstream\n%s\nendstream' % (len(drawing), drawing),
        b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 3 0 R/Resources<</Font<</F 5 0 R>>>>>>',
        b'<</Type/Font/Subtype/Type0/BaseFont/HeiseiKakuGo-W5/Encoding/%s/DescendantFonts[6 0 R]>>' % encoding.encode(),
        b'<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiKakuGo-W5'
        b'/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor 7 0 R>>',
        b'<</Type/FontDescriptor/FontName/HeiseiKakuGo-W5/Flags 4/FontBBox[-92 -250 1010 922]/ItalicAngle 0/Ascent 752'
        b'/Descent -221/CapHeight 737/StemV 114>>',
    ])


def stream(content, entries=b''):
    return b'<<%s/Length %d>>\nstream\n%s\nendstream' % (entries, len(content), content)


# Where the links of a report are on its first page: left, bottom, right, top, in points
REPORT_LINKS = [
    ('page', (72, 640, 300, 656), b'/A<</S/GoTo/D[%d 0 R/XYZ 0 842 0]>>'),
    ('uri', (72, 610, 300, 626), b'/A<</S/URI/URI(https://xn--bcher-kva.example/path?q=1)>>'),
    ('program', (72, 580, 300, 596), b'/A<</S/Launch/F(run.exe)>>'),
]
REPORT_WORDS = ['The first page, with links', 'to page 3', 'to a place elsewhere', 'to a program']


def report(n_pages=4, colours=('c01020', '10a020', '1020c0', '806010')):
    """A PDF with text, an outline, links, and some of what is never done. Each page has a square of a colour of its own."""
    first_page, outline = 4, 4 + 2 * n_pages
    links = outline + 3
    pages = []
    for number in range(n_pages):
        red, green, blue = (int(colours[number % len(colours)][i:i + 2], 16) / 255 for i in (0, 2, 4))
        words = REPORT_WORDS if number == 0 else [f'Page number {number + 1}', 'Needle in the hay'] + ['Hay'] * 3
        lines = ''.join(f'1 0 0 1 72 {700 - 30 * line - (30 if number == 0 and line > 0 else 0)} Tm ({text}) Tj\n' for line, text in enumerate(words))
        drawing = f'{red:.4f} {green:.4f} {blue:.4f} rg 72 200 200 200 re f\n0 g BT /F 16 Tf\n{lines}ET'.encode()
        annotations = b'/Annots[%s]' % b' '.join(b'%d 0 R' % (links + place) for place in range(len(REPORT_LINKS))) if number == 0 else b''
        pages.append(b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>%s>>'
                     % (first_page + 2 * number + 1, annotations))
        pages.append(stream(drawing))
    targets = [b'<</Type/Annot/Subtype/Link/Rect[%d %d %d %d]/Border[0 0 0]%s>>'
               % (*box, action % (first_page + 4) if b'%d' in action else action) for _, box, action in REPORT_LINKS]
    file = links + len(REPORT_LINKS)
    return pdf_of([
        b'<</Type/Catalog/Pages 2 0 R/Outlines %d 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>'
        b'/Names<</EmbeddedFiles<</Names[(a.txt) %d 0 R]>>>>>>' % (outline, file),
        b'<</Type/Pages/Kids[%s]/Count %d>>' % (b' '.join(b'%d 0 R' % (first_page + 2 * number) for number in range(n_pages)), n_pages),
        b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
        *pages,
        b'<</Type/Outlines/First %d 0 R/Last %d 0 R/Count 2>>' % (outline + 1, outline + 2),
        b'<</Title(Beginning)/Parent %d 0 R/Next %d 0 R/Dest[%d 0 R/XYZ 0 842 0]>>' % (outline, outline + 2, first_page),
        b'<</Title(The third part)/Parent %d 0 R/Prev %d 0 R/Dest[%d 0 R/XYZ 0 842 0]>>' % (outline, outline + 1, first_page + 4),
        *targets,
        b'<</Type/Filespec/F(a.txt)/EF<</F %d 0 R>>>>' % (file + 1),
        stream(b'embedded', b'/Type/EmbeddedFile'),
    ])


def locked_pdf(password, rgb):
    """A page with a square of one colour that opens with the password."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / 'plain.pdf'
        path.write_bytes(pdf(1, rgb))
        return subprocess.run(['qpdf', str(path), '-', '--encrypt', f'--user-password={password}', '--owner-password=owner', '--bits=256', '--'],
                              check=True, timeout=60, capture_output=True).stdout
