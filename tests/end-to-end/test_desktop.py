# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""The installed desktop entry: what it names is there, and what it promises happens, over the session bus and by command line."""

from pathlib import Path

import bus
import tap
from bus import BusProgram, Installation
from harness import APPLICATION_ID, APPLICATION_PATH, Atspi, GLib, PREFIX, PROGRAM, Program

PASTE = 'Connect'
PHOTO = 'IMG_2041.jpg'


def exported_actions():
    """The application's own actions on the bus: name to (enabled, type of its parameter, state)."""
    answer = bus.SESSION.call_sync(APPLICATION_ID, APPLICATION_PATH, 'org.gtk.Actions', 'DescribeAll', None,
                                   GLib.VariantType('(a{s(bgav)})'), 0, 20000, None)
    return answer.unpack()[0]


def sample_services(annex):
    """How many sample services the program has started that still run."""
    count = 0
    for stat in Path('/proc').glob('[0-9]*/stat'):
        try:
            name, fields = stat.read_text().rsplit(')', 1)
        except OSError:
            continue
        count += name.split('(')[1].startswith('annex-sample') and int(fields.split()[1]) == annex.pid and fields.split()[0] != 'Z'
    return count


def wait_for_pasted(annex, text):
    def pasted():
        field = annex.find('Paste the connection details…', 'text')
        return field and Atspi.Text.get_text(field.accessible, 0, -1) == text

    tap.wait_for(pasted, f'“{text}” in the dialog')


def see_connect(annex):
    annex.wait(PASTE, 'button')


def see_sample(annex):
    annex.wait(f'{PHOTO}, …', 'list item')


# What is seen of each action of the desktop entry
SEEN = {'connect': see_connect, 'open-sample': see_sample}


@tap.test
def everything_that_the_entry_names_is_there():
    entry = bus.key_file(bus.DESKTOP_FILE)
    assert set(bus.actions()) == set(SEEN), bus.actions()
    icons = PREFIX / 'share' / 'icons' / 'hicolor'
    icon = entry.get_string('Desktop Entry', 'Icon')
    assert icon == APPLICATION_ID, icon
    assert (icons / 'scalable' / 'apps' / f'{icon}.svg').exists()
    assert (icons / 'symbolic' / 'apps' / f'{icon}-symbolic.svg').exists()
    assert entry.get_boolean('Desktop Entry', 'DBusActivatable')
    assert bus.key_file(bus.SERVICE_FILE).get_string('D-BUS Service', 'Name') == APPLICATION_ID
    for action in bus.actions():
        assert entry.get_string(f'Desktop Action {action}', 'Name')


@tap.test
def the_bus_starts_it_and_a_window_opens():
    with Installation() as installation, BusProgram(installation) as annex:
        annex.wait('No Active Chats', 'label')
        actions = exported_actions()
        for action in bus.actions():
            enabled, parameter, _ = actions[action]
            assert enabled and parameter == '', (action, actions[action])
        installation.launch()
        annex.wait('No Active Chats', 'label')
        assert len(annex.windows()) == 1


@tap.test
def the_bus_starts_it_for_each_action():
    for action in bus.actions():
        with Installation() as installation, BusProgram(installation, action) as annex:
            SEEN[action](annex)
            assert len(annex.windows()) == 1


@tap.test
def actions_reach_the_program_that_runs():
    with Installation() as installation, BusProgram(installation) as annex:
        annex.wait('No Active Chats', 'label')
        for action in bus.actions():
            installation.launch(action)
            SEEN[action](annex)
            if action == 'connect':
                annex.press('Escape')
                annex.wait_gone(PASTE)


@tap.test
def asking_twice_to_connect_shows_one_dialog():
    with Installation() as installation, BusProgram(installation, 'connect') as annex:
        see_connect(annex)
        annex.type('half of it')
        wait_for_pasted(annex, 'half of it')
        installation.launch('connect')
        wait_for_pasted(annex, 'half of it')
        annex.press('Escape')
        annex.wait_gone(PASTE)


@tap.test
def asking_twice_for_the_sample_keeps_the_first():
    with Installation() as installation, BusProgram(installation, 'open-sample') as annex:
        installation.launch('open-sample')
        see_sample(annex)
        installation.launch('open-sample')
        see_sample(annex)
        assert len(annex.windows()) == 1
        assert sample_services(annex) == 1, sample_services(annex)
        annex.select(PHOTO)
        annex.wait(f'{PHOTO}, …', 'image')


@tap.test
def the_command_lines_do_the_same():
    for action in bus.actions():
        program, *arguments = bus.command_line(action)
        assert program == PROGRAM.name, program
        with Program(*arguments) as annex:
            SEEN[action](annex)


@tap.test
def a_command_line_reaches_the_program_that_runs():
    with Program() as annex:
        annex.wait('No Active Chats', 'label')
        for action in bus.actions():
            Program(*bus.command_line(action)[1:], settle=False).wait_for_end()
            SEEN[action](annex)
            if action == 'connect':
                annex.press('Escape')
                annex.wait_gone(PASTE)
        assert len(annex.windows()) == 1


tap.main()
