# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""A copy for the agent, through the file dialog."""

import os
from contextlib import contextmanager

import samples
import tap
from harness import Folders, Program, Service

RED = 'e01020'
# Something to wait for in the dialog
NEIGHBOUR = 'neighbour.txt'
# Without a portal the toolkit's own file chooser runs in the program, and GTK 4.18 leaks what it has read of a folder.
# Saving without a dialog is tested with leak detection.
NO_LEAKS = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'}


@contextmanager
def shown(name, content):
    """A window that shows the attachment."""
    folders = Folders()
    (folders.work / NEIGHBOUR).touch()
    with Service() as service:
        service.add(name, content)
        with Program('--chat=-', hand_off=service.hand_off, folders=folders, environment=NO_LEAKS) as annex:
            annex.click(annex.wait(f'{name}, …', 'list item'))
            yield annex
    # What was saved is on record nowhere else, after the program has written all that it writes
    traces = [path for path in folders.top.rglob('*') if path.is_file() and path.parent != folders.work and name.encode() in path.read_bytes()]
    assert not traces, traces
    folders.remove()


def open_dialog(annex):
    """Asks for the file dialog, and gives it the keyboard."""
    annex.press('ctrl+s')
    dialog = tap.wait_for(lambda: [window for window in annex.windows() if window != annex.window_id], 'the file dialog')[0]
    annex.focus(dialog)
    annex.wait_all(('Save Attachment', None), (NEIGHBOUR, None))


@tap.test
def identical_bytes_and_a_toast():
    content = samples.png(300, 200, RED, comment='kept as it is')
    with shown('photo.png', content) as annex:
        annex.wait_for_pixels(RED, 300 * 200)
        open_dialog(annex)
        annex.press('Return')
        annex.wait('Saved “photo.png”')
        annex.screenshot('saved')
        saved = annex.folders.work / 'photo.png'
        assert saved.read_bytes() == content
        assert saved.stat().st_mode & 0o777 == 0o600, oct(saved.stat().st_mode)


@tap.test
def another_name():
    content = samples.png(300, 200, RED)
    with shown('photo.png', content) as annex:
        annex.wait_for_pixels(RED, 300 * 200)
        open_dialog(annex)
        annex.press('ctrl+a')
        annex.type('copy.png')
        annex.press('Return')
        annex.wait('Saved “copy.png”')
        assert (annex.folders.work / 'copy.png').read_bytes() == content
        assert not (annex.folders.work / 'photo.png').exists()


@tap.test
def a_failure_is_told():
    with shown('photo.png', samples.png(300, 200, RED)) as annex:
        annex.wait_for_pixels(RED, 300 * 200)
        annex.folders.work.chmod(0o500)
        open_dialog(annex)
        annex.press('Return')
        annex.wait_all(('Could not Save “photo.png”', None), ('The folder does not allow new files.', None))
        annex.screenshot('save-failed')
        annex.folders.work.chmod(0o700)
        assert [path.name for path in annex.folders.work.iterdir()] == [NEIGHBOUR]
        annex.focus(annex.window_id)
        annex.press('Escape')
        annex.wait_gone('Could not Save “photo.png”')


@tap.test
def changing_ones_mind_is_silent():
    with shown('photo.png', samples.png(300, 200, RED)) as annex:
        annex.wait_for_pixels(RED, 300 * 200)
        open_dialog(annex)
        annex.press('Escape')
        annex.wait_gone('Save Attachment')
        assert not [text for text in annex.texts() if 'Saved' in text or 'Could not' in text]
        assert [path.name for path in annex.folders.work.iterdir()] == [NEIGHBOUR]


@tap.test
def what_can_run_is_asked_about_first():
    with shown('photo.jpg', b'\x7fELF\x02\x01\x01' + bytes(60)) as annex:
        annex.wait('File Type not Shown', 'label')
        annex.press('ctrl+s')
        annex.wait('Save a File That Can Run?')
        annex.screenshot('save-dangerous')
        annex.press('Escape')
        annex.wait_gone('Save a File That Can Run?')
        assert [path.name for path in annex.folders.work.iterdir()] == [NEIGHBOUR]


tap.main()
