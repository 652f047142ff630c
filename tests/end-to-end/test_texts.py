# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Texts and tables in the window: what is read, found, sorted and copied, as it is seen from outside."""

import os
import subprocess

import tap
from harness import Program, Service

LETTER = '\r\n'.join(['Sehr geehrte Damen und Herren,', '', 'die Größe passt nicht: 12,50 € zu viel.'] +
                     [f'Zeile {n}: Grüße aus Köln' for n in range(1, 400)])
TRICK = 'access_level = "user\u202e \u2066// Check if admin\u2069 \u2066"\nbell\a, nothing\0, zero\u200bwidth\n'
WIDE = {'width': 1162, 'height': 730}
# What the toolkit keeps of what it drew is only known for its own when the whole stack is looked at.
WHOLE_STACK = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':fast_unwind_on_malloc=0'}


def table(n_rows):
    rows = [f'{n};Kunde {n % 97};{n * 7 % 1000},{n % 100:02};=HYPERLINK("http://127.0.0.1/{n}")' for n in range(1, n_rows + 1)]
    return '\r\n'.join(['Nummer;Name;Betrag;Bemerkung'] + rows) + '\r\n'


def activate(node):
    """Presses a button that is too small to be hit where the accessibility bus says that it is."""
    assert node.accessible.get_action_iface().do_action(0), node


def read_clipboard():
    return subprocess.run(['xclip', '-out', '-selection', 'clipboard'], check=True, timeout=20, capture_output=True).stdout.decode()


def show(annex, name, role):
    annex.click(annex.wait(f'{name}…', 'list item'))
    annex.wait(f'{name}…', role)


def copied(annex, *keys):
    """What is on the clipboard when the keys have been pressed."""
    subprocess.run(['xclip', '-in', '-selection', 'clipboard', '/dev/null'], check=True, timeout=20)
    annex.press(*keys)
    text = []

    def is_there():
        text[:] = [read_clipboard()]
        return text[0]

    tap.wait_for(is_there, 'something on the clipboard', every=0.2)
    return text[0]


@tap.test
def text_is_read_and_copied():
    with Service() as service:
        service.add('letter.txt', LETTER.encode('cp1252'), 'text/plain')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.resize(**WIDE)
            show(annex, 'letter.txt', 'text')
            annex.wait('The encoding is probably Windows-1252.', 'label')
            annex.screenshot_when_settled('text')
            annex.click(annex.wait('letter.txt…', 'text'))
            assert copied(annex, 'ctrl+a', 'ctrl+c') == LETTER.replace('\r\n', '\n')


@tap.test
def text_is_found():
    with Service() as service:
        service.add('letter.txt', LETTER.encode(), 'text/plain')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.resize(**WIDE)
            show(annex, 'letter.txt', 'text')
            annex.press('ctrl+f')
            annex.wait('Find in File', 'entry')
            annex.type('GRUESSE')
            annex.wait('No results', 'label')
            annex.press('ctrl+a')
            annex.type('koln')
            annex.wait('1 of 399', 'label')
            annex.press('Return', 'Return')
            annex.wait('3 of 399', 'label')
            annex.screenshot_when_settled('text-found')
            annex.press('shift+Return', 'Escape')
            annex.wait_gone('2 of 399')


@tap.test
def tricks_are_seen():
    with Service() as service:
        service.add('notes.txt', TRICK.encode(), 'text/plain')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            show(annex, 'notes.txt', 'text')
            annex.screenshot_when_settled('text-tricks')
            annex.click(annex.wait('notes.txt…', 'text'))
            text = copied(annex, 'ctrl+a', 'ctrl+c')
            assert '⟨U+202E⟩ ⟨U+2066⟩// Check if admin⟨U+2069⟩' in text, text
            assert 'bell␇, nothing␀, zero⟨U+200B⟩width' in text, text


@tap.test
def table_is_sorted():
    with Service() as service:
        service.add('orders.csv', table(30000).encode(), 'text/csv')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.resize(**WIDE)
            show(annex, 'orders.csv', 'table')
            annex.wait('Betrag', 'label')
            annex.screenshot_when_settled('table')
            annex.click(annex.wait('Betrag', 'label'))
            annex.wait('Original Order', 'button')
            # Not as a double click
            annex.screenshot_when_settled('table-ascending')
            annex.click(annex.wait('Betrag', 'label'))
            annex.wait('999,57', 'label')
            annex.screenshot_when_settled('table-sorted')
            activate(annex.wait('Original Order', 'button'))
            annex.wait_gone('Original Order')


@tap.test
def table_is_found_and_seen_as_text():
    with Service() as service:
        service.add('orders.csv', table(30000).encode(), 'text/csv')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.resize(**WIDE)
            show(annex, 'orders.csv', 'table')
            annex.press('ctrl+f')
            annex.wait('Find in File', 'entry')
            annex.type('kunde 96')
            annex.wait('1 of 309', 'label')
            annex.press('Return')
            annex.wait('2 of 309', 'label')
            annex.screenshot_when_settled('table-found')
            annex.press('Escape')
            annex.wait_gone('2 of 309')
            annex.screenshot_when_settled('table-found-closed')
            activate(annex.wait('Show as Text', 'toggle button'))
            annex.wait('orders.csv…', 'text')
            activate(annex.wait('Show as Text', 'toggle button'))
            annex.wait('orders.csv…', 'table')


@tap.test
def looks():
    with Service() as service:
        service.add('orders.csv', table(100).encode(), 'text/csv')
        service.add('letter.txt', LETTER.encode(), 'text/plain')
        for name, width, height, environment in (('narrow', 360, 640, {}), ('dark', 1162, 730, {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'})):
            with Program('--chat=-', hand_off=service.hand_off, environment={**WHOLE_STACK, **environment}) as annex:
                annex.resize(width, height)
                for file, role in (('orders.csv', 'table'), ('letter.txt', 'text')):
                    show(annex, file, role)
                    annex.screenshot_when_settled(f'{name}-{file.partition(".")[0]}')
                    if name == 'narrow':
                        annex.press('alt+Left')
                        annex.wait(f'{file}…', 'list item')


tap.main()
