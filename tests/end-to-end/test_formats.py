# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Pictures of every format on the screen, compared with what another program makes of the same files."""

import subprocess
import tempfile
from pathlib import Path

import samples_heif
import tap
from harness import PREFIX, Program, Service
from screen import difference, settled

PHOTO = PREFIX / 'share' / 'annex' / 'sample' / 'parcel.jpg'
WIDTH, HEIGHT = 480, 320
# Of 255, on average: two decoders of one lossy format may differ by a little; what is shifted, turned or in other colours
# differs by far more.
MOST = 1.5

work = Path(tempfile.mkdtemp(prefix='formats-'))


def call(*command):
    done = subprocess.run([str(part) for part in command], check=False, timeout=120, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def photo():
    """A photograph of known size, without any loss."""
    path = work / 'photo.png'
    if not path.exists():
        call('vips', 'thumbnail', PHOTO, path, WIDTH, '--height', HEIGHT, '--size', 'force')
    return path


def written_by_vips(suffix, options=''):
    path = work / f'{len(list(work.iterdir()))}{suffix}'
    call('vips', 'copy', photo(), f'{path}[strip{"," if options else ""}{options}]')
    return path.read_bytes()


def deep(suffix, options):
    """With more than eight bits."""
    path = work / 'deep.tif'
    call('vips', 'colourspace', photo(), path, 'rgb16')
    out = work / f'deep{suffix}'
    call('vips', 'copy', path, f'{out}[{options}]')
    return out.read_bytes()


def srgb():
    """The profile that all is converted to, for files that have one of their own."""
    path = work / 'srgb.icc'
    if not path.exists():
        call('vips', 'icc_transform', photo(), work / 'with-profile.tif', 'srgb', '--input-profile', 'srgb')
        call('magick', work / 'with-profile.tif', path)
    return path


def wide_gamut(suffix):
    out = work / f'wide{suffix}'
    call('vips', 'icc_transform', photo(), out, 'p3', '--input-profile', 'srgb')
    return out.read_bytes()


def tiled(turn=0):
    tiles, size = [], (WIDTH // 3, HEIGHT // 2)
    for number in range(6):
        tile, file = work / 'tile.png', work / 'tile.heic'
        call('vips', 'crop', photo(), tile, number % 3 * size[0], number // 3 * size[1], *size)
        call('vips', 'copy', tile, f'{file}[Q=80,strip]')
        tiles.append(file.read_bytes())
    return samples_heif.grid_of(tiles, 3, size, turn)


FORMATS = {
    'baseline.jpg': lambda: written_by_vips('.jpg', 'Q=90'),
    'progressive.jpg': lambda: written_by_vips('.jpg', 'Q=90,interlace'),
    'wide-gamut.jpg': lambda: wide_gamut('.jpg'),
    'plain.png': lambda: photo().read_bytes(),
    'interlaced.png': lambda: written_by_vips('.png', 'interlace'),
    'palette.png': lambda: written_by_vips('.png', 'palette'),
    'deep.png': lambda: deep('.png', 'bitdepth=16'),
    'still.gif': lambda: written_by_vips('.gif'),
    'lossy.webp': lambda: written_by_vips('.webp', 'Q=85'),
    'lossless.webp': lambda: written_by_vips('.webp', 'lossless'),
    'plain.heic': lambda: written_by_vips('.heic', 'Q=80'),
    'ten-bit.heic': lambda: deep('.heic', 'bitdepth=10,Q=80'),
    'tiled.heic': tiled,
    'turned.heic': lambda: tiled(1),
    'upside-down.heic': lambda: tiled(2),
    'plain.avif': lambda: written_by_vips('.avif', 'Q=80'),
    'ten-bit.avif': lambda: deep('.avif', 'bitdepth=10,Q=80'),
    'plain.tif': lambda: written_by_vips('.tif'),
    'tiled.tif': lambda: written_by_vips('.tif', 'tile,compression=deflate'),
}


def reference(content):
    """What ImageMagick draws: width, height, pixels."""
    path, drawn = work / 'reference', work / 'reference.png'
    path.write_bytes(content)
    convert = ['-profile', srgb()] if call('magick', f'{path}[0]', '-format', '%[profile:icc]', 'info:') else []
    call('magick', f'{path}[0]', '-auto-orient', *convert, '-strip', '-depth', '8', drawn)
    width, height = call('magick', drawn, '-format', '%w %h', 'info:').split()
    return int(width), int(height), call('magick', drawn, '-depth', '8', 'rgb:-')


def find_middle(screen):
    """Where the middle of all pictures is: where that of the one is that is stored without any loss."""
    width, height, pixels = reference(photo().read_bytes())
    place = screen.pixels.index(pixels[:width * 3])
    assert place % 3 == 0
    return place // 3 % screen.width + width // 2, place // 3 // screen.width + height // 2


def compare(screen, middle, content):
    width, height, pixels = reference(content)
    return difference(screen.part(middle[0] - width // 2, middle[1] - height // 2, width, height), pixels)


@tap.test
def every_format_looks_as_it_should():
    with Service() as service:
        service.do('quotas', enforced=False)
        contents = {name: make() for name, make in FORMATS.items()}
        for name, content in contents.items():
            service.add(name, content, 'application/octet-stream')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.resize(1000, 800)
            annex.wait(f'{list(contents)[-1]}, …', 'list item')
            screens = {}
            for name in reversed(contents):
                annex.press('alt+Page_Down')
                annex.wait(f'{name}, …', 'image')
                screens[name] = settled(annex)
            middle = find_middle(screens['plain.png'])
            found = {name: compare(screens[name], middle, content) for name, content in contents.items()}
            for name, differs in found.items():
                tap.say(f'{name}: differs by {differs:.2f} of 255')
            assert max(found.values()) <= MOST, found


def frames(suffix, *options):
    """A red, a green and a blue one, each shown for half a second."""
    path = work / f'moving{suffix}'
    colours = [argument for colour in ('#e01020', '#10a020', '#1020e0') for argument in ('-size', '120x80', f'xc:{colour}')]
    call('magick', '-delay', '50', '-loop', '0', *colours, *options, path)
    return path.read_bytes()


@tap.test
def what_moves_shows_each_of_its_frames():
    with Service() as service:
        service.add('moving.webp', frames('.webp', '-define', 'webp:lossless=true'), 'image/webp')
        service.add('moving.gif', frames('.gif'), 'image/gif')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.resize(1000, 800)
            for name in ('moving.webp', 'moving.gif'):
                annex.select(name)
                annex.wait(f'{name}, …', 'image')
                for colour in ('e01020', '10a020', '1020e0', 'e01020'):
                    tap.wait_for(lambda: annex.count_pixels(colour) == 120 * 80, f'{colour} of {name}', every=0.05)


@tap.test
def pages_of_a_tiff_follow_each_other():
    path = work / 'pages.tif'
    colours = [argument for colour in ('#e01020', '#10a020', '#1020e0') for argument in ('-size', '400x600', f'xc:{colour}')]
    call('magick', *colours, '-density', '96', path)
    with Service() as service:
        service.add('pages.tif', path.read_bytes(), 'image/tiff')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.resize(1000, 800)
            annex.select('pages.tif')
            annex.wait('Page 1 of 3')
            annex.wait_for_pixels('e01020', 100000)
            annex.click(annex.wait('pages.tif, …', 'document'))
            call('xdotool', 'click', '--repeat', '40', '--delay', '20', '5')
            annex.wait_for_pixels('1020e0', 100000)
            # They are pictures, and have no measure in millimetres
            annex.press('alt+Return')
            annex.wait_all(('Dimensions', 'list item'), ('Pages', 'list item'))
            assert not annex.find('Page Size', 'list item') and not annex.find('Encryption', 'list item')
            annex.press('Escape')
            annex.wait_gone('Dimensions')


@tap.test
def what_is_not_drawn_says_so():
    files = {
        'drawing.svg': b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="http://127.0.0.1:9/x"/></svg>',
        'old.bmp': b'BM' + bytes(8) + b'\x36\0\0\0\x28\0\0\0\x10\0\0\0\x10\0\0\0\1\0\x18\0' + bytes(800),
    }
    with Service() as service:
        for name, content in files.items():
            service.add(name, content, 'image/png')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            # A drawing may fetch and run things
            for name, title in zip(files, ('File Type not Shown', 'No Preview Available')):
                annex.select(name)
                annex.wait(title, 'label')
                annex.wait('Save As…', 'button')
                assert not annex.find(f'{name}, …', 'image')


tap.main()
