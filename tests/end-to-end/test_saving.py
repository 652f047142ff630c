# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""A copy for the agent, through the file dialog."""

import samples
import tap
from harness import Folders, Program, Service

RED = 'e01020'


def open_dialog(annex):
    """Asks for the file dialog, and gives it the keyboard."""
    annex.press('ctrl+s')
    dialog = tap.wait_for(lambda: [window for window in annex.windows() if window != annex.window_id], 'the file dialog')[0]
    annex.focus(dialog)
    annex.wait('Save Attachment', 'dialog')


def enter(annex, path):
    """Writes the whole path into the dialog's entry, and accepts."""
    annex.press('ctrl+a')
    annex.type(str(path))
    annex.press('Return')


@tap.test
def identical_bytes_and_a_toast():
    content = samples.png(300, 200, RED, comment='kept as it is')
    folders = Folders()
    with Service() as service:
        service.add('photo.png', content)
        with Program('--chat=-', hand_off=service.hand_off, folders=folders) as annex:
            annex.select('photo.png')
            annex.wait_for_pixels(RED, 300 * 200)
            open_dialog(annex)
            annex.wait('photo.png', 'text')
            enter(annex, folders.top / 'copy.png')
            annex.wait('Saved “copy.png”')
            annex.screenshot('saved')
            saved = folders.top / 'copy.png'
            assert saved.read_bytes() == content
            assert saved.stat().st_mode & 0o777 == 0o600, oct(saved.stat().st_mode)
    folders.remove()


@tap.test
def a_failure_is_told():
    folders = Folders()
    with Service() as service:
        service.add('photo.png', samples.png(300, 200, RED))
        with Program('--chat=-', hand_off=service.hand_off, folders=folders) as annex:
            annex.select('photo.png')
            annex.wait_for_pixels(RED, 300 * 200)
            closed = folders.top / 'closed'
            closed.mkdir(mode=0o500)
            open_dialog(annex)
            enter(annex, closed / 'copy.png')
            annex.wait('Could not Save “photo.png”')
            annex.screenshot('save-failed')
            annex.wait('The folder does not allow new files.')
            assert not list(closed.iterdir())
            annex.focus(annex.window_id)
            annex.press('Escape')
            annex.wait_gone('Could not Save “photo.png”')
    folders.remove()


@tap.test
def changing_ones_mind_is_silent():
    folders = Folders()
    with Service() as service:
        service.add('photo.png', samples.png(300, 200, RED))
        with Program('--chat=-', hand_off=service.hand_off, folders=folders) as annex:
            annex.select('photo.png')
            annex.wait_for_pixels(RED, 300 * 200)
            open_dialog(annex)
            annex.press('Escape')
            annex.wait_gone('Save Attachment')
            assert not [text for text in annex.texts() if 'Saved' in text or 'Could not' in text]
            assert not list(folders.work.iterdir())
    folders.remove()


@tap.test
def what_can_run_is_asked_about_first():
    with Service() as service:
        service.add('photo.jpg', b'\x7fELF\x02\x01\x01' + bytes(60))
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.click(annex.wait('photo.jpg, …', 'list item'))
            annex.wait('File Type not Shown', 'label')
            annex.press('ctrl+s')
            annex.wait('Save a File That Can Run?')
            annex.screenshot('save-dangerous')
            annex.press('Escape')
            annex.wait_gone('Save a File That Can Run?')


tap.main()
