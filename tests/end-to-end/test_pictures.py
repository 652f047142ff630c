# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Pictures in the window, measured on the screen: what is zoomed, turned and moved is where it has to be."""

import subprocess

import tap
from harness import Program, Service
from samples import BLUE, GREEN, GREY, RED, WHITE, gif, grid, png, png_of
from screen import Screen, settled

def quarters(width, height):
    """Red, green, blue and grey, clockwise from the top left."""
    def pixel(x, y):
        return ((RED, GREEN), (GREY, BLUE))[y >= height // 2][x >= width // 2]

    return png_of(width, height, pixel)


def open_one(service, annex, name):
    annex.resize(1000, 700)
    annex.select(name)
    annex.wait(f'{name}, …', 'image')
    return settled(annex)


def texts_below(accessible):
    children = [accessible.get_child_at_index(index) for index in range(accessible.get_child_count())]
    return [accessible.get_name(), *(text for child in children for text in texts_below(child))]


def move_pointer(annex, x, y):
    window = annex.geometry(annex.window_id)
    subprocess.run(['xdotool', 'mousemove', str(window['X'] + x), str(window['Y'] + y)], check=True, timeout=20)


@tap.test
def own_pixels():
    with Service() as service:
        service.add('grid.png', grid(1200, 900, (600, 448)), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            open_one(service, annex, 'grid.png')
            annex.press('ctrl+1')
            annex.wait('Zoom: 100 %', 'button')
            screen = settled(annex)
            left, top, right, bottom = screen.find(RED)
            assert (right - left, bottom - top) == (7, 7), (left, top, right, bottom)
            # 600 is no multiple of 16, 608 is: the first line to the right of the mark
            assert screen.at(right + 1, top + 3) == WHITE, screen.at(right + 1, top + 3)
            assert screen.at(right + 2, top + 3) == GREY, screen.at(right + 2, top + 3)
            annex.press('ctrl+2')
            annex.wait('Zoom: 200 %', 'button')
            left, top, right, bottom = settled(annex).find(RED)
            assert (right - left, bottom - top) == (15, 15), (left, top, right, bottom)


@tap.test
def own_pixels_on_a_fine_screen():
    with Service() as service:
        service.add('grid.png', grid(1200, 900, (600, 448)), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off, environment={'GDK_SCALE': '2'}) as annex:
            annex.resize(1600, 1200)
            annex.wait('grid.png, …', 'list item')
            # Keys, because places are not told in its pixels
            annex.press('alt+Page_Down')
            annex.wait('grid.png, …', 'image')
            annex.press('ctrl+1')
            annex.wait('Zoom: 100 %', 'button')
            screen = settled(annex)
            left, top, right, bottom = screen.find(RED)
            assert (right - left, bottom - top) == (7, 7), (left, top, right, bottom)
            assert screen.at(right + 1, top + 3) == WHITE and screen.at(right + 2, top + 3) == GREY, screen.at(right + 1, top + 3)


@tap.test
def dragged():
    with Service() as service:
        service.add('grid.png', grid(1600, 1200, (800, 600)), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            open_one(service, annex, 'grid.png')
            annex.press('ctrl+1')
            annex.wait('Zoom: 100 %', 'button')
            before = settled(annex).find(RED)
            move_pointer(annex, 700, 300)
            subprocess.run(['xdotool', 'mousedown', '1', 'mousemove_relative', '--sync', '--', '-40', '15',
                            'mousemove_relative', '--sync', '--', '-60', '35', 'mouseup', '1'], check=True, timeout=20)
            after = settled(annex).find(RED)
            assert (after[0] - before[0], after[1] - before[1]) == (-100, 50), (before, after)


@tap.test
def through_the_magnifying_glass():
    with Service() as service:
        service.add('grid.png', grid(1600, 1200, (800, 600)), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            open_one(service, annex, 'grid.png')
            annex.press('ctrl+1')
            annex.wait('Zoom: 100 %', 'button')
            left, top, right, bottom = settled(annex).find(RED)
            move_pointer(annex, (left + right) // 2, (top + bottom) // 2)
            subprocess.run(['xdotool', 'keydown', 'z'], check=True, timeout=20)
            tap.wait_for(lambda: (found := Screen(annex).find(RED)) and found[2] - found[0] == 15, 'the mark, twice as large')
            annex.screenshot_when_settled('magnifier')
            subprocess.run(['xdotool', 'keyup', 'z'], check=True, timeout=20)
            tap.wait_for(lambda: Screen(annex).find(RED) == (left, top, right, bottom), 'the mark as it was')

            # Without holding anything, and without a pointer
            annex.press('shift+z')
            tap.wait_for(lambda: (found := Screen(annex).find(RED)) and found[2] - found[0] == 15, 'the mark, twice as large')
            annex.press('Right', 'Right', 'Right', 'Right', 'Right', 'Right', 'Right', 'Right')
            tap.wait_for(lambda: Screen(annex).find(RED) == (left, top, right, bottom), 'the glass to go elsewhere')
            annex.press('Escape')
            annex.wait('grid.png, …', 'image')


@tap.test
def the_point_under_the_pointer_stays():
    with Service() as service:
        service.add('grid.png', grid(1600, 1200, (1000, 400)), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            open_one(service, annex, 'grid.png')
            annex.press('ctrl+1')
            annex.wait('Zoom: 100 %', 'button')
            left, top, _, _ = settled(annex).find(RED)
            # The first pixel of the mark, so that its left edge is at the pointer at every zoom
            move_pointer(annex, left, top)
            for clicks in (4, 4, 4, 5):
                subprocess.run(['xdotool', 'click', '--repeat', str(clicks), '--delay', '40', '4'], check=True, timeout=20)
                found = settled(annex).find(RED)
                assert abs(found[0] - left) <= 1 and abs(found[1] - top) <= 1, (found, left, top)
            annex.wait('Zoom: 1903 %', 'button')
            # As far as it goes: 8 pixels, twenty times as large
            subprocess.run(['xdotool', 'click', '--repeat', '2', '--delay', '40', '4'], check=True, timeout=20)
            annex.wait('Zoom: 2000 %', 'button')
            found = settled(annex).find(RED)
            assert abs(found[0] - left) <= 1 and abs(found[1] - top) <= 1, (found, left, top)
            # The window ends to the right of it
            assert found[3] - found[1] == 159, found


@tap.test
def turned():
    with Service() as service:
        service.add('quarters.png', quarters(200, 100), 'image/png')
        service.add('other.png', png(300, 300, '123456'), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            screen = open_one(service, annex, 'quarters.png')
            red, green = screen.find(RED), screen.find(GREEN)
            assert red[2] + 1 == green[0] and red[1] == green[1], (red, green)
            annex.press('ctrl+r')
            screen = settled(annex)
            red, green, blue = screen.find(RED), screen.find(GREEN), screen.find(BLUE)
            # Clockwise: what was left is on top
            assert red[3] + 1 == green[1] and red[0] == green[0] and blue[2] + 1 == green[0], (red, green, blue)
            assert (red[2] - red[0], red[3] - red[1]) == (49, 99), red

            # Remembered, and not handed on to the next one
            annex.press('alt+Page_Up')
            annex.wait('other.png', 'label')
            annex.wait('other.png, …', 'image')
            annex.press('alt+Page_Down')
            annex.wait('quarters.png, …', 'image')
            again = settled(annex)
            assert again.find(RED) == red and again.find(GREEN) == green, (again.find(RED), red)


@tap.test
def transparent():
    with Service() as service:
        service.add('pen.png', png_of(300, 200, lambda x, y: (*BLUE, 255) if 100 <= x < 200 else (0, 0, 0, 0)), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            screen = open_one(service, annex, 'pen.png')
            left, top, right, bottom = screen.find(BLUE)
            assert (right - left, bottom - top) == (99, 199), (left, top, right, bottom)
            beside = {screen.at(x, top + 50) for x in range(left - 90, left - 10)}
            assert len(beside) == 2, beside


@tap.test
def moving_on():
    with Service() as service:
        colours = [f'{16 + 9 * number:02x}4080' for number in range(20)]
        for number, colour in enumerate(colours):
            service.add(f'{number:02}.png', png(600, 400, colour), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.resize(1000, 700)
            annex.select('19.png')
            annex.wait_for_pixels(colours[19], 200000)
            # Held down, as an agent does who looks for one
            for _ in range(2):
                subprocess.run(['xdotool', 'key', '--delay', '40', *['Right'] * 18], check=True, timeout=30)
                annex.wait('01.png', 'label')
                annex.wait_for_pixels(colours[1], 200000)
                for number, colour in enumerate(colours):
                    assert number == 1 or annex.count_pixels(colour) == 0, number
                subprocess.run(['xdotool', 'key', '--delay', '40', *['Left'] * 18], check=True, timeout=30)
                annex.wait_for_pixels(colours[19], 200000)


@tap.test
def animated():
    with Service() as service:
        service.add('moving.gif', gif(60, 40, ['c01020', '1040c0'], 50), 'image/gif')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.resize(1000, 700)
            annex.select('moving.gif')
            for colour in ('c01020', '1040c0', 'c01020'):
                annex.wait_for_pixels(colour, 2400)
            annex.click(annex.wait('moving.gif, …', 'image'))
            annex.press('space')
            annex.wait('Play', 'button')
            held = settled(annex)
            # Three times as long as one of them is shown
            assert held.pixels == settled(annex).pixels == settled(annex).pixels
            annex.press('space')
            annex.wait('Pause', 'button')
            for colour in ('c01020', '1040c0'):
                annex.wait_for_pixels(colour, 2400)


@tap.test
def properties():
    with Service() as service:
        service.add('quarters.png', quarters(200, 100), 'image/jpeg')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            open_one(service, annex, 'quarters.png')
            annex.press('alt+Return')
            annex.wait('Dimensions', 'list item')
            facts = {node.name: texts_below(node.accessible) for node in annex.nodes() if node.role == 'list item'}
            assert 'PNG image' in facts['Type'] and 'image/jpeg' in facts['Declared Type'], facts
            assert '200 × 100 pixels' in facts['Dimensions'] and 'Location' not in facts and 'Camera' not in facts, facts
            annex.screenshot_when_settled('properties')
            annex.press('Escape')
            annex.wait_gone('Dimensions')


@tap.test
def copied():
    with Service() as service:
        service.add('quarters.png', quarters(200, 100), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            open_one(service, annex, 'quarters.png')
            annex.press('ctrl+c')
            annex.wait('Image copied')


tap.main()
