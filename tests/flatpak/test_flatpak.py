# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""What an agent does with the installed Flatpak, and what the Flatpak must not be able to do."""

import configparser
import contextlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import packaged
from packaged import APPLICATION_ID, INSTALLATION, RUNTIME, SOURCE, Program, Service, processes, run

import samples
import tap
from harness import APPLICATION_PATH, Folders, Gio, GLib

RED = 'e01020'
GREEN = '10a040'
# Of the pictures that were made with losses
BLUE = '2040c0'
# What is Flatpak's own, whatever the program
FLATPAKS = ('.ld.so', '.local', 'cache', 'config', 'data')
EXPORTS = INSTALLATION / 'exports/share'


@contextlib.contextmanager
def shown(name, content):
    """A window that shows the attachment."""
    with Service() as service:
        service.add(name, content)
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.select(name)
            yield annex, service


def count_colours(annex, box):
    """How many colours there are in a part of the window."""
    crop = subprocess.run(['import', '-silent', '-window', annex.window_id, '-crop', box, '-format', '%k', 'info:'],
                          check=True, capture_output=True, text=True, timeout=60)
    return int(crop.stdout)


# Without a window


@tap.test
def its_version():
    assert run('--version').stdout.startswith('annex '), 'no version'


@tap.test
def the_list_of_a_chat_handed_over_on_standard_input():
    with Service() as service:
        service.add('one.png', samples.png(30, 20, RED))
        service.add('two.pdf', samples.pdf(2, RED))
        done = run('--list', '--json', '--chat=-', hand_off=service.hand_off)
        assert done.returncode == 0, done.stderr
        assert sorted(item['name'] for item in json.loads(done.stdout)['attachments']) == ['one.png', 'two.pdf'], done.stdout


@tap.test
def denied_and_throttled_have_a_status_of_their_own():
    with Service() as service:
        service.add('one.png', samples.png(30, 20, RED))
        service.refuse(403, 'AccessDeniedException')
        folder = Folders()
        options = [f'--filesystem={folder.work}']
        done = run('--save=all', f'--to={folder.work}', '--chat=-', options=options, hand_off=service.hand_off)
        assert done.returncode == 3, (done.returncode, done.stderr)
        service.do('clear-faults')
        service.refuse(429, 'ThrottlingException')
        done = run('--save=all', f'--to={folder.work}', '--chat=-', options=options, hand_off=service.hand_off)
        assert done.returncode == 4, (done.returncode, done.stderr)
        assert not list(folder.work.iterdir())
        folder.remove()


# In a window


@tap.test
def a_picture():
    with shown('photo.png', samples.png(300, 200, RED)) as (annex, _):
        annex.wait_for_pixels(RED, 300 * 200)


@tap.test
def a_photograph_in_heic():
    with shown('IMG_2043.HEIC', (SOURCE / 'data/sample/corner.heic').read_bytes()) as (annex, _):
        # The page beside the list; a plain page with a sentence has some hundred colours
        tap.wait_for(lambda: count_colours(annex, '600x500+400+100') > 20000, 'a photograph', every=0.5)
        annex.screenshot('heic')


@tap.test
def a_picture_in_every_format():
    """Made in the development root; each decoder must be in the Flatpak."""
    for path in sorted((packaged.BUILD / 'pictures').iterdir()):
        with shown(path.name, path.read_bytes()) as (annex, _):
            tap.wait_for(lambda: annex.count_like(BLUE) > 50000, f'{path.name} in its colour', every=0.2)


@tap.test
def a_document():
    with shown('policy.pdf', samples.pdf(3, GREEN)) as (annex, _):
        annex.wait_for_pixels(GREEN, 1000)
        annex.wait('Page 1 of 3')


@tap.test
def a_document_without_its_own_fonts():
    """Japanese, for which the Flatpak's own character maps and the runtime's fonts are read in the cage."""
    with shown('japanese.pdf', samples.pdf_with_predefined_encoding('90ms-RKSJ-H', '日本語日本語'.encode('cp932'))) as (annex, _):
        annex.wait('Page 1 of 1')
        # Black writing, and not empty boxes or nothing
        annex.wait_for_pixels('000000', 2000)
        annex.screenshot('japanese')


@tap.test
def denied():
    with Service() as service:
        service.add('one.png', samples.png(30, 20, RED))
        service.refuse(403, 'AccessDeniedException')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.select('one.png')
            annex.wait('Access Denied')
            annex.screenshot('denied')


@tap.test
def throttled():
    with Service() as service:
        service.add('one.png', samples.png(300, 200, RED))
        service.refuse(429, 'ThrottlingException')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.select('one.png')
            annex.wait('Too Many Requests', seconds=60)
            annex.screenshot('throttled')
            service.do('clear-faults')
            annex.press('ctrl+r')
            annex.wait_for_pixels(RED, 300 * 200)


# Files

def has_documents():
    """Whether the document portal is there, which needs the machine's FUSE."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    try:
        bus.call_sync('org.freedesktop.portal.Documents', '/org/freedesktop/portal/documents',
                      'org.freedesktop.portal.Documents', 'GetMountPoint', None, None, 0, 20000, None)
    except GLib.Error:
        return False
    return os.access('/dev/fuse', os.R_OK | os.W_OK) and (RUNTIME / 'doc').is_mount()


@tap.test
def a_copy_through_the_portal():
    if not has_documents():
        raise tap.Skip('there is no document portal here: /dev/fuse cannot be used')
    content = samples.png(300, 200, RED, comment='kept as it is')
    target = Path(os.environ['HOME']) / 'kept.png'
    with shown('photo.png', content) as (annex, _):
        annex.wait_for_pixels(RED, 300 * 200)
        annex.press('ctrl+s')
        dialog = tap.wait_for(lambda: subprocess.run(
            ['xdotool', 'search', '--onlyvisible', '--name', 'Save Attachment'],
            capture_output=True, text=True, check=False).stdout.split(), 'the portal’s dialog')[0]
        annex.focus(dialog)
        annex.press('ctrl+a')
        annex.type(str(target))
        annex.press('Return')
        annex.wait('Saved “kept.png”')
        annex.screenshot('saved')
        assert target.read_bytes() == content
        assert target.stat().st_mode & 0o777 == 0o600, oct(target.stat().st_mode)
        # The program has seen a folder of the document portal, never the home
        assert not (Path(f'/proc/{processes("annex")[0]["Pid"]}/root') / str(target)[1:]).exists()


# From the desktop


def call(method, *arguments):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    return bus.call_sync(APPLICATION_ID, APPLICATION_PATH, 'org.freedesktop.Application', method, *arguments, None, 0, 60000, None)


class Activated(Program):
    """What the session bus starts; the bus gives no process to hold."""

    def __init__(self, action=None):
        self.action = action
        super().__init__(settle=False)
        self.wait_for_window()

    @property
    def command(self):
        # The desktop's call: it returns when the program has answered, and the program goes on
        method = 'ActivateAction' if self.action else 'Activate'
        parameters = [self.action, '[]', '{}'] if self.action else ['{}']
        return ['gdbus', 'call', '--session', '--dest', APPLICATION_ID, '--object-path', APPLICATION_PATH,
                '--method', f'org.freedesktop.Application.{method}', *parameters]

    def check_alive(self):
        assert self.process.poll() in (None, 0), self.read_output()

    def close(self):
        self.activate('quit')
        tap.wait_for(lambda: not processes('annex'), 'the program to end')
        self.dispose()


@tap.test
def started_by_the_session_bus():
    with Activated() as annex:
        annex.wait('No Active Chats')


@tap.test
def the_actions_of_the_desktop_entry():
    entry = configparser.ConfigParser(interpolation=None, strict=False)
    entry.read(EXPORTS / f'applications/{APPLICATION_ID}.desktop')
    actions = [name for name in entry['Desktop Entry']['Actions'].split(';') if name]
    assert entry['Desktop Entry']['DBusActivatable'] == 'true'
    assert 'open-sample' in actions, actions
    with Activated('open-sample') as annex:
        annex.wait('14 attachments')


# What it must not do


@tap.test
def the_permissions_are_the_least():
    shown_ones = subprocess.run(['flatpak', 'info', '--user', '--show-permissions', APPLICATION_ID],
                                check=True, capture_output=True, text=True).stdout
    permissions = configparser.ConfigParser(strict=False)
    permissions.read_string(shown_ones)
    context = {name: sorted(value.strip(';').split(';')) for name, value in permissions['Context'].items()}
    assert context == {'shared': ['ipc', 'network'], 'sockets': ['fallback-x11', 'wayland', 'x11'], 'devices': ['dri']}, context
    assert [name for name in permissions.sections() if name != 'Context'] == [], shown_ones


@tap.test
def a_decoder_is_caged():
    """Beyond Flatpak's own filter there is another one around what reads the file."""
    with shown('photo.png', samples.png(300, 200, RED)) as (annex, _):
        annex.wait_for_pixels(RED, 300 * 200)
        viewers, decoders = processes('annex'), processes('annex-decoder')
        assert viewers and decoders, (viewers, decoders)
        for decoder in decoders:
            assert (decoder['Seccomp'], decoder['NoNewPrivs']) == ('2', '1'), decoder
            assert int(decoder['Seccomp_filters']) > int(viewers[0]['Seccomp_filters']), (decoder['Seccomp_filters'], viewers[0]['Seccomp_filters'])
            assert int(decoder['CapEff'], 16) == 0, decoder


@tap.test
def every_attack_from_inside_the_cage_is_refused():
    """The cage's own attackers, in this Flatpak: files, network, programs, memory that can run, limits."""
    program = packaged.BUILD / 'tests/decoder/test-cage'
    command = packaged.flatpak(f'--filesystem={program.parent}:ro', f'--command={program}', '--env=LC_ALL=C.UTF-8')
    # What works outside the cage is for the native run: Flatpak itself refuses some of it
    done = subprocess.run([*command, '--tap', '-p', '/cage/refused', '-p', '/cage/allowed'], capture_output=True, text=True, timeout=300, check=False)
    lines = done.stdout.splitlines()
    for line in lines:
        tap.say(line)
    assert done.returncode == 0, done.stderr
    assert sum(line.startswith('ok ') and 'SKIP' not in line for line in lines) > 20, 'too few attacks'


@tap.test
def nothing_stays_but_settings():
    with Service() as service:
        service.add('photo.png', samples.png(300, 200, RED, comment='canary'))
        service.add('policy.pdf', samples.pdf(3, GREEN, comment='canary'))
        folders = Folders()
        with Program('--chat=-', hand_off=service.hand_off, folders=folders) as annex:
            annex.select('photo.png')
            annex.wait_for_pixels(RED, 300 * 200)
            annex.select('policy.pdf')
            annex.wait_for_pixels(GREEN, 1000)
    data = folders.top / '.var/app' / APPLICATION_ID
    left = [path.relative_to(data) for path in data.rglob('*') if path.is_file() and path.relative_to(data).parts[0] != '.ld.so']
    assert {str(path) for path in left} <= {'config/glib-2.0/settings/keyfile'}, left
    assert {path.name for path in data.iterdir()} <= set(FLATPAKS), list(data.iterdir())
    elsewhere = [path for path in folders.top.rglob('*') if path.is_file() and b'canary' in path.read_bytes()]
    assert not elsewhere, elsewhere
    folders.remove()


# What a catalogue gets


@tap.test
def what_is_exported():
    for path in (f'applications/{APPLICATION_ID}.desktop', f'icons/hicolor/scalable/apps/{APPLICATION_ID}.svg', f'icons/hicolor/symbolic/apps/{APPLICATION_ID}-symbolic.svg',
                 f'dbus-1/services/{APPLICATION_ID}.service'):
        assert (EXPORTS / path).is_file(), path


@tap.test
def it_was_built_without_a_warning():
    log = Path(os.environ['ANNEX_CACHE']) / 'annex/builder' / os.environ['ANNEX_SUITE'] / 'log'
    own = log.read_text(errors='replace').split('Building module annex', 1)[1]
    # Meson's word about how this builder calls it is not about us
    warnings = [line for line in own.splitlines() if 'warning:' in line.lower() and 'meson setup' not in line]
    assert not warnings, warnings


@tap.test
def two_builds_are_the_same():
    folders = [packaged.BUILD / name for name in ('first', 'second')]
    for folder in folders:
        subprocess.run([SOURCE / 'flatpak/build', f'--suite={os.environ["ANNEX_SUITE"]}', f'--only={folder}'], check=True,
                       capture_output=True, env={**os.environ, 'XDG_CACHE_HOME': os.environ['ANNEX_CACHE']})
    different = subprocess.run(['diff', '--recursive', '--brief', '--no-dereference', *folders], capture_output=True, text=True, check=False)
    assert different.returncode == 0, different.stdout
    size = sum(path.stat().st_size for path in folders[0].rglob('*') if path.is_file() and 'debug' not in path.parts)
    tap.say(f'{size / 1e6:.1f} MB installed')
    for folder in folders:
        shutil.rmtree(folder)


tap.main()
