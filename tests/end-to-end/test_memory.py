# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""What is held in memory: no more than the setting allows, and only for as long as the chat is open."""

import os
import re
from pathlib import Path

import samples
import tap
from harness import Folders, Program, Service, run

MIB = 1024 * 1024
SIZE = 7 * MIB
LIMIT = 16
COLOURS = {'red.png': 'e01020', 'green.png': '10a040', 'blue.png': '1040d0'}


def picture(colour):
    """A picture that is larger than what is seen of it."""
    png = samples.png(300, 200, colour)
    return png + bytes(SIZE - len(png))


def diagnose(folders):
    """What a second start says of the first."""
    environment = {'DBUS_SESSION_BUS_ADDRESS': os.environ['DBUS_SESSION_BUS_ADDRESS']}
    return run('--diagnose', folders=folders, environment=environment).stdout


def held(folders):
    found = re.search(r'^Held: (\d+) bytes of (\d+) attachments$', diagnose(folders), re.MULTILINE)
    return int(found[1]), int(found[2])


def content_files(annex):
    """Memory files of the size of the pictures that the program has open."""
    sizes = [os.stat(f'/proc/{annex.pid}/fd/{name}').st_size for name in os.listdir(f'/proc/{annex.pid}/fd')
             if os.path.islink(f'/proc/{annex.pid}/fd/{name}') and 'memfd:' in os.readlink(f'/proc/{annex.pid}/fd/{name}')]
    return sizes.count(SIZE)


def memory(annex):
    """Names of our memory files that the program has open or mapped."""
    fds = Path(f'/proc/{annex.pid}/fd')
    text = Path(f'/proc/{annex.pid}/maps').read_text() + '\n'.join(os.readlink(fd) for fd in fds.iterdir() if fd.is_symlink())
    return set(re.findall(r'/memfd:(annex[a-z-]*)', text))


@tap.test
def what_was_let_go_comes_back_when_it_is_selected():
    folders = Folders(memory_limit=f'uint32 {LIMIT}')
    with Service() as service:
        for name, colour in COLOURS.items():
            service.add(name, picture(colour), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off, folders=folders) as annex:
            for name, colour in COLOURS.items():
                annex.select(name)
                annex.wait_for_pixels(colour, 300 * 200)
            assert held(folders) == (2 * SIZE, 2), diagnose(folders)
            assert service.count('GetAttachment') == 3

            # The one that is held is there at once; the one that was let go comes by itself
            annex.select('green.png')
            annex.wait_for_pixels(COLOURS['green.png'], 300 * 200)
            assert service.count('GetAttachment') == 3
            annex.select('red.png')
            annex.wait_for_pixels(COLOURS['red.png'], 300 * 200)
            assert service.count('GetAttachment') == 4
            assert held(folders) == (2 * SIZE, 2), diagnose(folders)
    folders.remove()


@tap.test
def what_is_shown_stays():
    folders = Folders()
    with Service() as service:
        large = picture(COLOURS['red.png']) + bytes(LIMIT * MIB)
        service.add('red.png', large, 'image/png')
        service.add('blue.png', picture(COLOURS['blue.png']), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off, folders=folders) as annex:
            for name in ('blue.png', 'red.png'):
                annex.select(name)
                annex.wait_for_pixels(COLOURS[name], 300 * 200)
            assert held(folders) == (SIZE + len(large), 2), diagnose(folders)

            # Less may be held from now on: the other one goes, and the one that is seen when it is seen no more
            folders.change_setting('memory-limit', f'uint32 {LIMIT}')
            tap.wait_for(lambda: held(folders) == (len(large), 1), lambda: diagnose(folders))
            annex.wait_for_pixels(COLOURS['red.png'], 300 * 200)
            assert service.count('GetAttachment') == 2
            annex.select('blue.png')
            annex.wait_for_pixels(COLOURS['blue.png'], 300 * 200)
            assert held(folders) == (SIZE, 1), diagnose(folders)
            assert service.count('GetAttachment') == 3
    folders.remove()


@tap.test
def the_same_file_twice_is_held_once():
    folders = Folders()
    with Service() as service:
        for name in ('one.png', 'two.png'):
            service.add(name, picture(COLOURS['red.png']), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off, folders=folders) as annex:
            for name in ('one.png', 'two.png'):
                annex.select(name)
                annex.wait_for_pixels(COLOURS['red.png'], 300 * 200)
            assert held(folders) == (SIZE, 2), diagnose(folders)
    folders.remove()


@tap.test
def a_chat_that_is_closed_leaves_nothing():
    folders = Folders()
    with Service() as service, Service() as other:
        service.add('red.png', picture(COLOURS['red.png']), 'image/png')
        other.add('blue.txt', b'blue', 'text/plain')
        with Program('--chat=-', hand_off=service.hand_off, folders=folders) as annex:
            annex.select('red.png')
            annex.wait_for_pixels(COLOURS['red.png'], 300 * 200)
            assert held(folders) == (SIZE, 1), diagnose(folders)
            assert content_files(annex) == 1

            # The program goes on with another chat, in another window
            Program('--chat=-', hand_off=other.hand_off, folders=folders, settle=False).wait_for_end()
            tap.wait_for(lambda: len(annex.windows()) == 2, 'the second window')
            annex.focus(annex.window_id)
            annex.press('ctrl+w')
            tap.wait_for(lambda: len(annex.windows()) == 1, 'the first window to close')
            tap.wait_for(lambda: held(folders) == (0, 0), lambda: diagnose(folders))
            assert content_files(annex) == 0
            annex.window_id = annex.windows()[0]
    folders.remove()


@tap.test
def a_chat_that_is_removed_leaves_neither_file_nor_page():
    folders = Folders()
    with Service() as service:
        service.add('red.png', picture(COLOURS['red.png']), 'image/png')
        service.add('blue.pdf', samples.pdf(3, COLOURS['blue.png']), 'application/pdf')
        with Program('--chat=-', hand_off=service.hand_off, folders=folders) as annex:
            annex.select('blue.pdf')
            annex.wait('Page 1 of 3')
            annex.select('red.png')
            annex.wait_for_pixels(COLOURS['red.png'], 300 * 200)
            assert held(folders)[1] == 2, diagnose(folders)
            assert memory(annex) >= {'annex', 'annex-page'}, memory(annex)

            service.do('end')
            annex.press('F5')
            annex.wait('Remove Now', 'button')
            annex.press('alt+r')
            tap.wait_for(lambda: held(folders) == (0, 0), lambda: diagnose(folders))
            tap.wait_for(lambda: not memory(annex), lambda: memory(annex))
    folders.remove()


@tap.test
def nothing_is_held_where_nothing_runs():
    folders = Folders(memory_limit=f'uint32 {LIMIT}')
    text = diagnose(folders)
    assert 'Held: 0 bytes of 0 attachments\n' in text, text
    assert f'Memory limit: {LIMIT} MiB\n' in text, text
    assert re.search(r'^Landlock ABI: \d+$', text, re.MULTILINE), text
    folders.remove()


tap.main()
