# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""HEIC files as telephones write them: of several tiles, and turned."""

import struct


def box(kind, *content):
    data = b''.join(content)
    return struct.pack('>I4s', 8 + len(data), kind) + data


def full_box(kind, version, flags, *content):
    return box(kind, struct.pack('>I', version << 24 | flags), *content)


def find(data, kind):
    """The first box of this kind, wherever it is."""
    place = data.index(kind) - 4
    return data[place:place + struct.unpack('>I', data[place:place + 4])[0]]


def read_picture(heic):
    """What decodes the first picture of a file, and its data."""
    places = find(heic, b'iloc')[12:]
    assert places[:2] == b'\x44\x40', 'the places are written in another way'
    base, _, offset, length = struct.unpack('>IHII', places[8:22])
    return find(heic, b'hvcC'), heic[base + offset:base + offset + length]


def put_items(grid, tiles):
    """Names of the items, their properties, and what refers to what."""
    infos = [full_box(b'infe', 2, 1, struct.pack('>HH4s', number, 0, b'hvc1'), b'\0') for number in range(1, grid)]
    infos.append(full_box(b'infe', 2, 0, struct.pack('>HH4s', grid, 0, b'grid'), b'\0'))
    return [
        full_box(b'iinf', 0, 0, struct.pack('>H', grid), *infos),
        full_box(b'iref', 0, 0, box(b'dimg', struct.pack('>HH', grid, len(tiles)), b''.join(struct.pack('>H', number) for number in range(1, grid)))),
    ]


def put_properties(grid, properties, turn):
    """The first three are the tiles’; those after these are the whole picture’s."""
    whole = [4, 3] + ([0x80 | 5] if turn else [])
    entries = b''.join(struct.pack('>HB', number, 3) + bytes([0x81, 2, 3]) for number in range(1, grid))
    entries += struct.pack('>HB', grid, len(whole)) + bytes(whole)
    return box(b'iprp', box(b'ipco', *properties), full_box(b'ipma', 0, 0, struct.pack('>I', grid), entries))


def put_places(lengths, start):
    entries = b''
    for number, length in enumerate(lengths, 1):
        entries += struct.pack('>HHHII', number, 0, 1, start, length)
        start += length
    return full_box(b'iloc', 0, 0, b'\x44\x00', struct.pack('>H', len(lengths)), entries)


def grid_of(tiles, columns, tile_size, turn=0):
    """One picture of tiles, files with one picture each, all encoded alike; turned by so many quarters anticlockwise."""
    decoders, pictures = zip(*map(read_picture, tiles))
    assert len(set(decoders)) == 1, 'the tiles are not encoded alike'
    width, height = tile_size
    rows = len(tiles) // columns
    whole = struct.pack('>BBBBHH', 0, 0, rows - 1, columns - 1, columns * width, rows * height)
    properties = [
        decoders[0],
        full_box(b'ispe', 0, 0, struct.pack('>II', width, height)),
        full_box(b'pixi', 0, 0, bytes([3, 8, 8, 8])),
        full_box(b'ispe', 0, 0, struct.pack('>II', columns * width, rows * height)),
        *([box(b'irot', bytes([turn]))] if turn else []),
    ]
    grid = len(tiles) + 1
    data = [*pictures, whole]
    head = box(b'ftyp', b'heic\0\0\0\0mif1heic')

    def meta(start):
        return full_box(b'meta', 0, 0, full_box(b'hdlr', 0, 0, b'\0\0\0\0pict' + bytes(13)), full_box(b'pitm', 0, 0, struct.pack('>H', grid)),
                        put_places([len(piece) for piece in data], start), *put_items(grid, tiles), put_properties(grid, properties, turn))

    start = len(head) + len(meta(0)) + 8
    return head + meta(start) + box(b'mdat', *data)
