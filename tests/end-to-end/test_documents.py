# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Documents in the window: pages, words, links, and what is never done."""

import os
import re
import subprocess
from contextlib import contextmanager

import samples
import tap
from harness import Atspi, Folders, Program, Service

COLOURS = ('c01020', '10a020', '1020c0', '806010')
# Without a portal the toolkit's own file chooser runs in the program, and GTK 4.18 leaks what it has read of a folder.
NO_LEAKS = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'}


@contextmanager
def reading(content=None, size=(1000, 760), **keywords):
    """A window that shows a report, or the content."""
    with Service() as service:
        service.add('other.png', samples.png(60, 40, '123456'), 'image/png')
        service.add('report.pdf', content or samples.report(colours=COLOURS), 'application/pdf')
        with Program('--chat=-', hand_off=service.hand_off, **keywords) as annex:
            annex.resize(*size)
            annex.select('report.pdf')
            yield annex


def shown(annex, page, n_pages=4):
    annex.wait(f'Page {page} of {n_pages}')


def entry_text(annex):
    text = annex.wait('Page', 'text').accessible.get_text_iface()
    return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))


@tap.test
def pages():
    with reading() as annex:
        shown(annex, 1)
        annex.wait_for_pixels(COLOURS[0], 5000)
        annex.screenshot_when_settled('reading')
        annex.press('ctrl+Page_Down')
        shown(annex, 2)
        annex.press('ctrl+l')
        annex.type('4')
        annex.press('Return')
        shown(annex, 4)
        annex.wait_for_pixels(COLOURS[3], 5000)
        assert entry_text(annex) == '4', entry_text(annex)
        # What is no page is not gone to, and Escape leaves the entry as it was
        annex.press('ctrl+l')
        annex.type('99')
        annex.press('Return')
        annex.press('Escape')
        tap.wait_for(lambda: entry_text(annex) == '4', 'the number of the page')
        annex.press('p')
        shown(annex, 3)
        annex.press('ctrl+Home')
        shown(annex, 1)
        annex.press('ctrl+End')
        shown(annex, 4)


@tap.test
def remembered():
    with reading() as annex:
        annex.press('ctrl+l')
        annex.type('3')
        annex.press('Return')
        shown(annex, 3)
        annex.press('ctrl+2')
        annex.wait('Zoom: 200 %', 'button')
        annex.press('alt+Page_Down')
        annex.wait('other.png, …', 'image')
        annex.press('alt+Page_Up')
        annex.wait('report.pdf, …', 'document')
        shown(annex, 3)
        annex.wait('Zoom: 200 %', 'button')


@tap.test
def zoomed_and_laid_out():
    with reading() as annex:
        shown(annex, 1)
        annex.press('ctrl+1')
        annex.wait('Zoom: 100 %', 'button')
        annex.press('ctrl+plus')
        annex.wait_gone('Zoom: 100 %')
        # As large as on paper, wherever the focus is
        annex.click(annex.wait('report.pdf, …', 'document'))
        annex.press('ctrl+0')
        annex.wait('Zoom: 100 %', 'button')
        annex.press('f')
        annex.press('d')
        annex.wait_for_pixels(COLOURS[1], 2000)
        annex.screenshot_when_settled('dual')
        # The shortcut is a letter only where nothing is written
        annex.press('ctrl+f')
        annex.type('hay')
        annex.wait('1 of 12', 'label')


@tap.test
def read_on():
    with reading() as annex:
        shown(annex, 1)
        annex.click(annex.wait('report.pdf, …', 'document'))
        for _ in range(30):
            annex.press('space')
            if annex.find('other.png, …', 'image'):
                break
        annex.wait('other.png, …', 'image')
        annex.press('alt+Page_Up')
        shown(annex, 4)
        annex.click(annex.wait('report.pdf, …', 'document'))
        annex.press('shift+space')
        shown(annex, 3)


@tap.test
def found():
    with reading() as annex:
        shown(annex, 1)
        annex.press('slash')
        annex.wait('Find in File')
        annex.type('needle')
        annex.wait('1 of 3', 'label')
        shown(annex, 2)
        annex.screenshot_when_settled('search')
        annex.press('Return')
        annex.wait('2 of 3', 'label')
        shown(annex, 3)
        annex.press('shift+Return')
        annex.wait('1 of 3', 'label')
        annex.press('F3', 'F3')
        annex.wait('3 of 3', 'label')
        annex.press('ctrl+a')
        annex.type('straw')
        annex.wait('No results', 'label')
        annex.press('Escape')
        annex.wait_gone('No results')
        annex.press('ctrl+a', 'ctrl+c')
        annex.wait('Text copied')


@tap.test
def outline():
    with reading() as annex:
        shown(annex, 1)
        annex.press('ctrl+shift+t')
        annex.click(annex.wait('Outline', 'page tab'))
        annex.wait('Beginning, page 1', 'list item')
        annex.screenshot_when_settled('outline')
        annex.click(annex.wait('The third part, page 3'))
        shown(annex, 3)


@tap.test
def link_is_asked_about():
    with reading(environment={'BROWSER': '/bin/false'}) as annex:
        shown(annex, 1)
        annex.wait_for_pixels(COLOURS[0], 5000)
        annex.press('ctrl+1')
        annex.wait('Zoom: 100 %', 'button')
        annex.screenshot_when_settled('links')
        page = annex.wait('report.pdf, …', 'document').accessible.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        window = annex.geometry(annex.window_id)
        square = find_square(annex, COLOURS[0])

        def point(box):
            # From the square, whose place in points is known
            return (window['X'] + square[0] + (box[0] + box[2]) // 2 * 96 // 72 - 72 * 96 // 72,
                    window['Y'] + square[1] + (400 - (box[1] + box[3]) // 2) * 96 // 72)

        assert page.width > 0
        _, uri, program = (point(box) for _, box, _ in samples.REPORT_LINKS)
        subprocess.run(['xdotool', 'mousemove', *map(str, program)], check=True, timeout=20)
        annex.wait('This link is inactive', 'label')
        subprocess.run(['xdotool', 'mousemove', *map(str, uri)], check=True, timeout=20)
        annex.wait('https://xn--bcher-kva.example/path?q=1', 'label')
        subprocess.run(['xdotool', 'click', '1'], check=True, timeout=20)
        annex.wait('Open Link?', 'label')
        annex.wait('xn--bcher-kva.example', 'label')
        annex.screenshot_when_settled('link-dialog')
        annex.press('Return')
        annex.wait_gone('Open Link?')
        to_page = point(samples.REPORT_LINKS[0][1])
        subprocess.run(['xdotool', 'mousemove', *map(str, to_page), 'click', '1'], check=True, timeout=20)
        shown(annex, 3)


def find_square(annex, rgb):
    """Left and top of the square, in pixels of the window."""
    width = annex.geometry(annex.window_id)['WIDTH']
    pixels = subprocess.run(['import', '-silent', '-window', annex.window_id, '-depth', '8', 'rgb:-'],
                            check=True, timeout=60, capture_output=True).stdout
    start = pixels.find(bytes.fromhex(rgb) * 20)
    return start // 3 % width, start // 3 // width


@tap.test
def inactive():
    with reading() as annex:
        annex.wait('1 link, 1 embedded file, JavaScript — inactive')
        annex.screenshot_when_settled('inactive')
        annex.press('alt+Return')
        annex.wait('Inactive Content', 'list item')
        annex.press('Escape')


@tap.test
def locked():
    with reading(samples.locked_pdf('open sesame', COLOURS[0])) as annex:
        annex.wait('Password Required')
        annex.wait('Unlock', 'button')
        annex.screenshot_when_settled('password')
        annex.type('wrong')
        annex.press('Return')
        annex.wait('Incorrect password', 'label')
        annex.screenshot_when_settled('password-wrong')
        # What was wrong is selected, and replaced
        annex.type('open sesame')
        annex.press('Return')
        annex.wait_for_pixels(COLOURS[0], 2000)
        shown(annex, 1, 1)
        # It is asked for again, because nothing has kept it
        annex.press('alt+Page_Down')
        annex.wait('other.png, …', 'image')
        annex.press('alt+Page_Up')
        annex.wait('Password Required')


@tap.test
def narrow():
    with reading(size=(360, 640)) as annex:
        shown(annex, 1)
        annex.wait_for_pixels(COLOURS[0], 2000)
        annex.screenshot_when_settled('reading-narrow')
        assert annex.geometry(annex.window_id)['WIDTH'] <= 376
        annex.press('ctrl+shift+t')
        annex.screenshot_when_settled('pane-narrow')


@tap.test
def dark():
    with reading(environment={'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}) as annex:
        shown(annex, 1)
        annex.press('ctrl+shift+t', 'ctrl+f')
        annex.type('page')
        annex.wait('1 of 5', 'label')
        annex.screenshot_when_settled('reading-dark')


def run_tool(*command):
    return subprocess.run(command, check=True, timeout=60, capture_output=True, text=True).stdout


@contextmanager
def printing(annex):
    """Opens it, and makes it the window that clicks go to."""
    window = annex.window_id
    annex.press('ctrl+p')
    annex.wait('Print', 'dialog')
    annex.window_id = tap.wait_for(lambda: [other for other in annex.windows() if other != window], 'the window of the dialog')[0]
    annex.focus(annex.window_id)
    annex.click(annex.wait('Print to File', 'table cell'))
    yield
    annex.wait_gone('C_urrent Page')
    annex.window_id = window
    annex.focus(window)


def has_colour(document, page, rgb):
    pixels = subprocess.run(['pdftoppm', '-r', '20', '-f', str(page), '-l', str(page), str(document)], check=True, timeout=60, capture_output=True).stdout
    wanted = bytes.fromhex(rgb)
    # Drawn in the cage, and put on the paper as a picture
    return any(all(abs(one - other) < 8 for one, other in zip(pixels[i:i + 3], wanted)) for i in range(len(pixels) % 3, len(pixels), 3))


@tap.test
def printed():
    folders = Folders()
    output = folders.work / 'output.pdf'
    with reading(folders=folders, environment=NO_LEAKS) as annex:
        shown(annex, 1)
        # The toolkit's preview would be a file that another program opens
        with printing(annex):
            annex.click(annex.wait('Preview', 'button'))
            annex.wait('Print preview is not available')
        assert not list(folders.top.rglob('*.pdf')), list(folders.top.rglob('*.pdf'))

        with printing(annex):
            annex.click(annex.wait('Pages:', 'radio button'))
            annex.click(annex.wait('Pages:', 'text'))
            annex.type('2-3')
            annex.screenshot('print-dialog')
            annex.click(annex.wait('Print', 'button'))
        tap.wait_for(lambda: output.exists() and b'%%EOF' in output.read_bytes()[-20:], 'what is printed')
        told = subprocess.run(['pdfinfo', str(output)], check=True, timeout=60, capture_output=True, text=True).stdout
        assert re.search(r'^Pages: +2$', told, re.MULTILINE) and 'report' not in told, told
        for page in (1, 2):
            assert has_colour(output, page, COLOURS[page]) and not has_colour(output, page, COLOURS[0]), page
    folders.remove()


@tap.test
def safe_copy():
    folders = Folders()
    (folders.work / 'neighbour.txt').touch()
    with reading(folders=folders, environment=NO_LEAKS) as annex:
        shown(annex, 1)
        annex.press('ctrl+alt+s')
        annex.wait('Save a Safe Copy?')
        annex.screenshot_when_settled('safe-copy')
        annex.press('Return')
        dialog = tap.wait_for(lambda: [window for window in annex.windows() if window != annex.window_id], 'the file dialog')[0]
        annex.focus(dialog)
        annex.wait_all(('Save Safe Copy', None), ('neighbour.txt', None))
        annex.press('Return')
        annex.wait('Saved “report (safe copy).pdf”')
        annex.screenshot_when_settled('safe-copy-saved')
    saved = folders.work / 'report (safe copy).pdf'
    assert saved.stat().st_mode & 0o777 == 0o600, oct(saved.stat().st_mode)
    facts = dict(line.split(':', 1) for line in run_tool('pdfinfo', str(saved)).splitlines())
    assert facts['Pages'].strip() == '4' and facts['JavaScript'].strip() == 'no' and facts['Page size'].strip().startswith('595 x 842'), facts
    assert run_tool('pdftotext', str(saved), '-').strip() == ''
    assert run_tool('pdfdetach', '-list', str(saved)).startswith('0 '), 'embedded files'
    assert b'/Annot' not in saved.read_bytes()
    folders.remove()


@tap.test
def print_dialog():
    with reading(environment=NO_LEAKS) as annex:
        shown(annex, 1)
        annex.press('ctrl+p')
        dialog = tap.wait_for(lambda: [window for window in annex.windows() if window != annex.window_id], 'the print dialog')[0]
        annex.focus(dialog)
        annex.wait('Print…', 'dialog')
        annex.press('Escape')
        tap.wait_for(lambda: annex.windows() == [annex.window_id], 'the print dialog to go')


tap.main()
