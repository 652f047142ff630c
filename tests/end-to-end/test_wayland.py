# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""The window in a Wayland compositor, as most desktops have it: screens of broken scales, menus, the full screen, the
pointer and the clipboard."""

import subprocess
import tempfile
from pathlib import Path

import tap
from harness import Service
from samples import GREY, RED, WHITE, gif, grid, report
from screen import Screen, difference, settled
from wayland import Compositor, WaylandProgram


# Of the first page of a report
SQUARE = (0xc0, 0x10, 0x20)


def start(compositor, service):
    annex = WaylandProgram(compositor, '--chat=-', hand_off=service.hand_off)
    tap.wait_for(annex.windows, 'the window in the compositor')
    return annex


def open_one(annex, name):
    annex.select(name)
    annex.wait(f'{name}, …', 'image')
    return settled(annex)


def rest(compositor):
    """Puts the pointer where it is in nobody's way."""
    output = compositor.tell('-t', 'get_outputs')[0]['rect']
    compositor.point(output['width'] - 1, output['height'] - 1)


@tap.test
def own_pixels_at_every_scale():
    with Compositor() as compositor, Service() as service:
        service.add('grid.png', grid(900, 700, (440, 352)), 'image/png')
        with start(compositor, service) as annex:
            open_one(annex, 'grid.png')
            rest(compositor)
            annex.press('F11')
            for scale in (1, 1.25, 1.5, 1.75, 2):
                compositor.set_scale(scale)
                annex.press('ctrl+1')
                annex.wait('Zoom: 100 %', 'button')
                screen = settled(annex)
                assert screen.width == 800 * scale, screen.width
                left, top, right, bottom = screen.find(RED)
                assert (right - left, bottom - top) == (7, 7), (scale, left, top, right, bottom)
                # 448 is a multiple of 16: the line right of the mark, one device pixel wide and as white as it is
                assert screen.at(right + 1, top + 3) == WHITE, (scale, screen.at(right + 1, top + 3))
                assert screen.at(right + 2, top + 3) == GREY, (scale, screen.at(right + 2, top + 3))
            annex.screenshot('wayland-scale-2')


class Picture:
    """Pixels to look at as one looks at a screen."""

    part, find = Screen.part, Screen.find

    def __init__(self, width, height, pixels):
        self.width, self.height, self.pixels = width, height, pixels


def reference_of(document, dots_per_inch):
    """The first page as the reference renderer draws it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / 'document.pdf'
        path.write_bytes(document)
        subprocess.run(['pdftocairo', '-png', '-singlefile', '-r', str(dots_per_inch), str(path), folder + '/page'], check=True, timeout=60)
        size = subprocess.run(['identify', '-format', '%w %h', folder + '/page.png'], check=True, timeout=60, capture_output=True).stdout
        pixels = subprocess.run(['convert', folder + '/page.png', '-depth', '8', 'rgb:-'], check=True, timeout=60, capture_output=True).stdout
    return Picture(*map(int, size.split()), pixels)


@tap.test
def a_page_as_sharp_as_the_screen():
    document = report()
    with Compositor(1.5, (1200, 1000)) as compositor, Service() as service:
        service.add('report.pdf', document, 'application/pdf')
        with start(compositor, service) as annex:
            annex.select('report.pdf')
            annex.wait('of 4', 'label')
            rest(compositor)
            annex.press('ctrl+1')
            annex.wait('Zoom: 100 %', 'button')
            screen = settled(annex)
            # 96 dots to an inch, half as many again; the square says where the page is, and the words are above it
            reference = reference_of(document, 144)
            left, top, right, bottom = reference.find(SQUARE)
            there = screen.find(SQUARE)
            assert (there[2] - there[0], there[3] - there[1]) == (right - left, bottom - top), (there, left, top, right, bottom)
            wanted, found = (picture.part(box[0], box[1] - 630, 400, 800) for picture, box in ((reference, (left, top)), (screen, there)))
            tap.say(f'{difference(wanted, found):.2f} of 255 from the reference')
            annex.screenshot('wayland-page')
            assert difference(wanted, found) < 1, difference(wanted, found)


@tap.test
def pointer():
    with Compositor(1.5) as compositor, Service() as service:
        service.add('grid.png', grid(1600, 1200, (1000, 400)), 'image/png')
        with start(compositor, service) as annex:
            open_one(annex, 'grid.png')
            rest(compositor)
            annex.press('ctrl+1')
            annex.wait('Zoom: 100 %', 'button')
            left, top, _, _ = settled(annex).find(RED)
            # Half device pixels: the middle of the first one of the mark
            compositor.pointer.move(left * 2 + 1, top * 2 + 1, (2400, 1800))
            compositor.pointer.scroll(-8)
            annex.wait_gone('Zoom: 100 %')
            found = settled(annex).find(RED)
            assert abs(found[0] - left) <= 1 and abs(found[1] - top) <= 1, (found, left, top)
            assert found[3] - found[1] > 20, found

            # Dragged by a hundred device pixels, and held still, so that it does not go on by itself
            compositor.pointer.press(compositor.pointer.LEFT, True)
            for step in range(1, 11):
                compositor.pointer.move((left - 10 * step) * 2 + 1, top * 2 + 1, (2400, 1800))
            settled(annex)
            compositor.pointer.press(compositor.pointer.LEFT, False)
            moved = settled(annex).find(RED)
            assert abs(moved[0] - (found[0] - 100)) <= 2 and abs(moved[1] - found[1]) <= 2, (moved, found)

            # Fitted with two clicks
            compositor.pointer.click()
            compositor.pointer.click()
            tap.wait_for(lambda: (lambda box: box and box[2] - box[0] < 8)(settled(annex).find(RED)), 'the fit')


@tap.test
def fullscreen():
    with Compositor() as compositor, Service() as service:
        service.add('grid.png', grid(900, 700, (440, 352)), 'image/png')
        service.add('other.png', grid(300, 200, (40, 32)), 'image/png')
        with start(compositor, service) as annex:
            open_one(annex, 'grid.png')
            rest(compositor)
            annex.press('F11')
            annex.wait_gone('other.png, …')
            # The header goes; what is looked at has the screen
            annex.wait_gone('Leave Fullscreen')
            annex.screenshot('fullscreen')
            compositor.point(300, 300)
            annex.wait('Leave Fullscreen', 'button')
            annex.screenshot('fullscreen-header')
            annex.wait_gone('Leave Fullscreen')
            annex.press('alt+Page_Up')
            annex.wait('other.png, …', 'image')
            annex.press('Escape')
            annex.wait('grid.png, …', 'list item')
            annex.wait('other.png, …', 'image')

            # Also by the button, which stays while the pointer is over it
            annex.press('F11')
            annex.wait_gone('grid.png, …')
            compositor.point(310, 310)
            annex.click(annex.wait('Leave Fullscreen', 'button'))
            annex.wait('grid.png, …', 'list item')


def has_menu(annex):
    return any(node.role == 'menu' for node in annex.nodes())


def choose(annex, button, *keys):
    """Opens the menu with the button, and takes what the keys lead to."""
    annex.click(annex.wait(button, 'toggle button'))
    # GTK 4.18 does not name the items to assistive technology, so they are counted
    tap.wait_for(lambda: has_menu(annex), 'the menu')
    settled(annex)
    annex.screenshot('menu-' + button.split(':')[0].lower().replace(' ', '-'))
    annex.press(*keys, 'Return')
    tap.wait_for(lambda: not has_menu(annex), 'the menu to go')


@tap.test
def menus():
    with Compositor(1.25) as compositor, Service() as service:
        service.add('grid.png', grid(900, 700, (440, 352)), 'image/png')
        service.add('report.pdf', report(), 'application/pdf')
        service.add('table.csv', b'name,town\nAda,London\nBob,Paris\n', 'text/csv')
        with start(compositor, service) as annex:
            annex.wait('table.csv, …', 'list item')
            annex.press('F10')
            tap.wait_for(lambda: has_menu(annex), 'the menu')
            settled(annex)
            annex.screenshot('menu-main')
            annex.press('Up', 'Return')
            annex.wait('Troubleshooting')
            annex.press('Escape')
            annex.wait_gone('Troubleshooting')

            annex.select('grid.png')
            choose(annex, 'Zoom: …', 'Down', 'Down')
            annex.wait('Zoom: 200 %', 'button')
            assert settled(annex).find(GREY)
            choose(annex, 'Picture Menu', *['Down'] * 6)
            rest(compositor)
            inverted = tuple(255 - value for value in GREY)
            tap.wait_for(lambda: (lambda screen: screen.find(inverted) and not screen.find(GREY))(Screen(annex)), 'the colours to be inverted')

            annex.select('report.pdf')
            choose(annex, 'Zoom: …', 'Down', 'Down', 'Down', 'Down')
            annex.wait('Zoom: 100 %', 'button')
            choose(annex, 'Document Menu')
            annex.wait('Find in File', 'entry')

            annex.select('table.csv')
            cell = annex.wait('London')
            annex.click(cell, compositor.pointer.RIGHT)
            settled(annex)
            annex.screenshot('menu-cell')
            annex.press('Return')
            tap.wait_for(lambda: compositor.clipboard('text/plain') == b'London', lambda: compositor.clipboard('text/plain'))


@tap.test
def space_in_the_list():
    with Compositor() as compositor, Service() as service:
        service.add('moving.gif', gif(60, 40, ['c01020', '1040c0'], 50), 'image/gif')
        service.add('report.pdf', report(), 'application/pdf')
        with start(compositor, service) as annex:
            annex.select('report.pdf')
            annex.wait('Page 1 of 4')
            annex.press('space', 'space')
            annex.wait('Page 2 of 4')
            annex.press('shift+space', 'shift+space')
            annex.wait('Page 1 of 4')
            annex.press('Right')
            annex.wait('moving.gif, …', 'image')
            annex.wait('Pause', 'button')
            annex.press('space')
            annex.wait('Play', 'button')
            annex.press('space')
            annex.wait('Pause', 'button')


@tap.test
def keypad():
    with Compositor() as compositor, Service() as service:
        for name in ('third.png', 'second.png', 'first.png'):
            service.add(name, grid(90, 70, (48, 32)), 'image/png')
        with start(compositor, service) as annex:
            open_one(annex, 'first.png')
            for key, name in (('alt+KP_Page_Down', 'second.png'), ('alt+KP_Page_Up', 'first.png'),
                              ('ctrl+alt+KP_End', 'third.png'), ('ctrl+alt+KP_Home', 'first.png')):
                annex.press(key)
                annex.wait(f'{name}, …', 'image')


@tap.test
def keys_of_a_dialog():
    with Compositor() as compositor, Service() as service:
        service.add('grid.png', grid(1600, 1200, (800, 600)), 'image/png')
        service.add('report.pdf', report(), 'application/pdf')
        with start(compositor, service) as annex:
            open_one(annex, 'grid.png')
            rest(compositor)
            annex.press('ctrl+1')
            annex.wait('Zoom: 100 %', 'button')
            before = settled(annex).find(RED)
            annex.activate('connect')
            annex.wait('Connect to Chat', 'dialog')
            annex.type('ab cd')
            annex.press('ctrl+Left', 'ctrl+Left', 'ctrl+Right', 'ctrl+Down', 'Escape')
            annex.wait_gone('Connect to Chat')
            assert settled(annex).find(RED) == before, (settled(annex).find(RED), before)
            # Afterwards they are the picture's again
            annex.press('ctrl+Right')
            tap.wait_for(lambda: settled(annex).find(RED) != before, 'the picture to move')

            annex.select('report.pdf')
            annex.wait('Page 1 of 4')
            annex.activate('connect')
            annex.wait('Connect to Chat', 'dialog')
            annex.press('ctrl+Page_Down', 'Escape')
            annex.wait_gone('Connect to Chat')
            annex.wait('Page 1 of 4')
            annex.press('ctrl+Page_Down')
            annex.wait('Page 2 of 4')


@tap.test
def clipboard():
    with Compositor(1.5) as compositor, Service() as service:
        service.add('grid.png', grid(90, 70, (48, 32)), 'image/png')
        service.add('report.pdf', report(), 'application/pdf')
        with start(compositor, service) as annex:
            open_one(annex, 'grid.png')
            annex.press('ctrl+c')
            annex.wait('Image copied')
            copied = subprocess.run(['convert', 'png:-', '-depth', '8', 'rgb:-'], input=compositor.clipboard('image/png'),
                                    check=True, timeout=60, capture_output=True).stdout
            picture = Picture(90, 70, copied)
            assert len(copied) == 90 * 70 * 3 and picture.find(RED) == (48, 32, 55, 39), picture.find(RED)

            annex.select('report.pdf')
            annex.wait('of 4', 'label')
            annex.press('ctrl+a', 'ctrl+c')
            tap.wait_for(lambda: b'The first page, with links' in compositor.clipboard('text/plain;charset=utf-8'), 'the words in the clipboard')


tap.main()
