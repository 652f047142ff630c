# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Pictures of the window with the sample chat, for people to look at; here they only have to exist and show something."""

import struct

import samples
import tap
from harness import PREFIX, Program, Service

SAMPLE = PREFIX / 'share' / 'annex' / 'sample'
PHOTO, PDF = 'IMG_2041.jpg', 'Household policy 2026-114-22907.pdf'
# With the frame that a window has without a compositor, which publish_screens.py cuts off
WIDE = {'width': 1162, 'height': 730}


def shoot(name, attachment=None, role='image', width=1100, height=720, **environment):
    if not SAMPLE.exists():
        raise tap.Skip('the sample chat is not installed')
    with Service(SAMPLE) as service, Program('--chat=-', hand_off=service.hand_off, environment=environment) as annex:
        annex.resize(width, height)
        # Without the comma, which is another one in other languages
        annex.wait(f'{PHOTO}…', 'list item')
        if attachment is not None:
            annex.click(annex.wait(f'{attachment}…', 'list item'))
            annex.wait(f'{attachment}…', role)
        picture = annex.screenshot_when_settled(name)
    assert picture.stat().st_size > 5000, picture


@tap.test
def photo():
    shoot('sample-photo', PHOTO, **WIDE)


@tap.test
def pdf():
    shoot('sample-pdf', PDF, 'document', **WIDE)


@tap.test
def dark():
    shoot('dark', PHOTO, **WIDE, ADW_DEBUG_COLOR_SCHEME='prefer-dark')


@tap.test
def high_contrast():
    shoot('high-contrast', PHOTO, ADW_DEBUG_HIGH_CONTRAST='1')


@tap.test
def right_to_left():
    shoot('right-to-left', PDF, 'document', LC_ALL='ar_EG.UTF-8', LANGUAGE='ar')


@tap.test
def narrow_list():
    shoot('narrow-list', width=360, height=640)


@tap.test
def narrow_photo():
    shoot('narrow-photo', PHOTO, width=360, height=640)


@tap.test
def narrow_in_a_software_catalogue():
    # Twice as fine, because a catalogue takes no picture as small as that; keys, because places are not told in its pixels
    with Service(SAMPLE) as service, Program('--chat=-', hand_off=service.hand_off, environment={'GDK_SCALE': '2'}) as annex:
        annex.resize(740, 1160)
        annex.wait(f'{PHOTO}, …', 'list item')
        annex.press('alt+Page_Down', 'alt+Page_Down')
        annex.wait(f'{PHOTO}, …', 'image')
        annex.screenshot_when_settled('narrow-fine')


def huge():
    header = struct.pack('>IIBBBBB', 65000, 65000, 1, 0, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + samples.chunk(b'IHDR', header) + samples.chunk(b'IDAT', b'') + samples.chunk(b'IEND', b'')


def shoot_states(style, width, height, **environment):
    """Every state of a picture."""
    if not SAMPLE.exists():
        raise tap.Skip('the sample chat is not installed')
    pen = samples.png_of(300, 200, lambda x, y: (16, 32, 224, 255) if (x - 150) ** 2 + (y - 100) ** 2 < 8000 else (0, 0, 0, 0))
    with Service() as service:
        for name, content in (('moving.gif', samples.gif(60, 40, ['c01020', '1040c0'], 50)), ('huge.png', huge()), ('pen.png', pen),
                              ('parcel.jpg', (SAMPLE / 'parcel.jpg').read_bytes())):
            service.add(name, content, 'image/png')
        with Program('--chat=-', hand_off=service.hand_off, environment=environment) as annex:
            annex.resize(width, height)
            annex.wait('parcel.jpg, …', 'list item')
            annex.press('alt+Page_Down')
            annex.wait('parcel.jpg, …', 'image')
            for state, keys in (('fit', []), ('rotated', ['ctrl+r']), ('own', ['ctrl+shift+r', 'ctrl+1']), ('inverted', ['i']),
                                ('2000', ['i', *['plus'] * 12]), ('magnifier', ['0', 'shift+z', 'Down', 'Right'])):
                if keys:
                    annex.press(*keys)
                annex.screenshot_when_settled(f'{style}-{state}')
            annex.press('Escape', 'ctrl+p')
            annex.wait('Print…', 'button')
            annex.screenshot_when_settled(f'{style}-print')
            annex.press('Escape')
            annex.wait_gone('Print…')
            for name, what in (('pen.png', 'transparent'), ('huge.png', 'too-large'), ('moving.gif', 'animated')):
                annex.press('alt+Page_Down')
                annex.wait(f'{name}, …' if what != 'too-large' else 'Image too Large to Show', 'image' if what != 'too-large' else 'label')
                if what == 'animated':
                    annex.click(annex.wait(f'{name}, …', 'image'))
                    annex.press('space')
                    annex.wait('Play', 'button')
                annex.screenshot_when_settled(f'{style}-{what}')


@tap.test
def pictures_light():
    shoot_states('light', 1000, 700)


@tap.test
def pictures_dark():
    shoot_states('dark', 1000, 700, ADW_DEBUG_COLOR_SCHEME='prefer-dark')


@tap.test
def pictures_narrow():
    shoot_states('narrow', 360, 640)


@tap.test
def welcome():
    with Program() as annex:
        annex.wait('No Active Chats', 'label')
        annex.screenshot('welcome')
        annex.click(annex.wait('Connect to Chat…', 'button'))
        annex.wait('Connect', 'button')
        annex.screenshot('connect')
        annex.press('Escape')
        annex.wait_gone('Connect')


tap.main()
