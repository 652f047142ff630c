# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Starts the installed program and a sample service with scripted faults, and looks at the window from outside."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

# For the program: what the accessibility library of this process has to say about the bus is not a fault.
PROGRAM_DEBUG = {'G_DEBUG': os.environ.pop('G_DEBUG', '')}

import gi  # noqa: E402

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

import tap  # noqa: E402

APPLICATION_ID = 'io.github.annex_viewer.Annex'
APPLICATION_PATH = '/' + APPLICATION_ID.replace('.', '/')
PREFIX = Path(os.environ['ANNEX_PREFIX'])
PROGRAM = PREFIX / 'bin' / 'annex'
SERVICE = os.environ['ANNEX_SCRIPTED_SERVICE']
SCREENSHOTS = Path(os.environ.get('ANNEX_SCREENSHOTS', os.environ.get('G_TEST_BUILDDIR', '.') + '/screenshots'))

# What no run may write, whatever else it does
ALARMS = re.compile(r'AddressSanitizer|LeakSanitizer|runtime error:|-CRITICAL|-WARNING|-ERROR')
# Words come between isolates
ISOLATES = str.maketrans('', '', '\u2068\u2069')


# What a test does not ask for does not happen by itself
SETTINGS = {'prefetch-neighbours': 'false'}


class Folders:
    """A home of its own, so that nothing is found in it that was not written by the run."""

    def __init__(self, **settings):
        self.top = Path(tempfile.mkdtemp(prefix='home-'))
        self.work = self.top / 'work'
        self.environment = {'HOME': str(self.top), 'TMPDIR': str(self.top / 'tmp')}
        for name in ('config', 'cache', 'data', 'state'):
            self.environment[f'XDG_{name.upper()}_HOME'] = str(self.top / name)
        for folder in ('work', 'tmp', 'config', 'cache', 'data', 'state'):
            (self.top / folder).mkdir()
        self.write_settings({**SETTINGS, **{name.replace('_', '-'): value for name, value in settings.items()}})
        theme = Path(os.environ.get('XDG_CONFIG_HOME', '/nonexistent')) / 'gtk-4.0'
        if theme.exists():
            shutil.copytree(theme, self.top / 'config' / 'gtk-4.0')

    def write_settings(self, settings):
        keyfile = self.top / 'config' / 'glib-2.0' / 'settings' / 'keyfile'
        keyfile.parent.mkdir(parents=True)
        lines = [f'{name}={value}\n' for name, value in settings.items()]
        keyfile.write_text(f'[{APPLICATION_PATH[1:]}]\n' + ''.join(lines))
        self.environment['GSETTINGS_BACKEND'] = 'keyfile'

    def change_setting(self, name, value):
        """Changes it for a program that runs."""
        schemas = {'GSETTINGS_SCHEMA_DIR': str(PREFIX / 'share' / 'glib-2.0' / 'schemas')}
        subprocess.run(['gsettings', 'set', APPLICATION_ID, name, value], env={**os.environ, **self.environment, **schemas}, check=True, timeout=20)

    def remove(self):
        shutil.rmtree(self.top, ignore_errors=True)


class Service:
    """The sample service; faults are pushed to it one by one."""

    command = [SERVICE]

    def __init__(self, directory=None):
        command = self.command + ([str(directory)] if directory else [])
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.hand_off = self.process.stdout.readline()
        self.folder = Path(tempfile.mkdtemp(prefix='service-'))
        if not self.hand_off:
            raise AssertionError('the sample service does not start')

    def do(self, command, **arguments):
        self.process.stdin.write(json.dumps({'do': command, **arguments}) + '\n')
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def add(self, name, content, content_type='application/octet-stream'):
        """Adds an attachment, and returns its identifier."""
        path = self.folder / 'file'
        path.write_bytes(content)
        return self.do('add', name=name, file=str(path), type=content_type)['id']

    def fault(self, operation, kind='answer', status=0, body='', headers='', times=0, fill=0):
        self.do('fault', operation=operation, kind=kind, status=status, body=body, headers=headers, times=times, fill=fill)

    def refuse(self, status, name, times=0):
        """Lets GetAttachment fail with one of the operation's exceptions."""
        self.fault('GetAttachment', status=status, body='{"message":"' + name + '"}', times=times,
                   headers=f'Content-Type: application/json\nx-amzn-ErrorType: {name}:http://internal.amazon.com/coral/')

    def count(self, operation):
        return self.do('count', operation=operation)['count']

    def close(self):
        self.process.stdin.close()
        tap.wait_for(lambda: self.process.poll() is not None, 'the sample service to end')
        status = self.process.returncode
        self.process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        assert status == 0, f'the sample service ended with {status}'

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Node:
    """One accessible as it was when it was looked at."""

    def __init__(self, accessible, name, role):
        self.accessible, self.name, self.role = accessible, name, role

    def __repr__(self):
        return f'{self.role} “{self.name}”'


def look(accessible, nodes):
    """Collects what can be seen of the accessible and all below it."""
    try:
        states = accessible.get_state_set()
        showing = states.contains(Atspi.StateType.SHOWING) or accessible.get_role() == Atspi.Role.APPLICATION
        if not showing:
            return
        role = accessible.get_role()
        nodes.append(Node(accessible, (accessible.get_name() or '').translate(ISOLATES), Atspi.role_get_name(role)))
        # A row says all about itself
        if role == Atspi.Role.LIST_ITEM:
            return
        for index in range(accessible.get_child_count()):
            child = accessible.get_child_at_index(index)
            if child is not None:
                look(child, nodes)
    except GLib.Error:
        # It went away meanwhile
        pass


class Program:
    """A running annex."""

    command = [PROGRAM]

    def __init__(self, *arguments, hand_off=None, folders=None, environment=None, settle=True):
        self.folders = folders or Folders()
        self.own_folders = folders is None
        # Not a file: some tests watch who makes files
        self.output = os.fdopen(os.memfd_create('output'), 'w+')
        self.process = subprocess.Popen(
            [*self.command, *arguments], cwd=self.folders.work, stdin=subprocess.PIPE, stdout=self.output, stderr=self.output, text=True,
            env={**os.environ, **PROGRAM_DEBUG, 'GSK_RENDERER': 'cairo', **self.folders.environment, **(environment or {})})
        if hand_off is not None:
            self.process.stdin.write(hand_off)
        self.process.stdin.close()
        self.window_id = None
        if settle:
            self.wait_for_window()

    @property
    def pid(self):
        return self.process.pid

    # The window from outside

    def find_application(self):
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            try:
                if application is not None and application.get_process_id() == self.pid:
                    return application
            except GLib.Error:
                pass
        return None

    def nodes(self):
        """All that can be seen now."""
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass
        self.check_alive()
        found = []
        application = self.find_application()
        if application is not None:
            application.clear_cache()
            look(application, found)
        return found

    def texts(self):
        return [node.name for node in self.nodes() if node.name]

    def told(self):
        """What has a name, for messages."""
        return [node for node in self.nodes() if node.name]

    def find(self, name, role=None, nodes=None):
        """The first thing with this name, which may end in … and be longer; with the role where one is given."""
        for node in nodes or self.nodes():
            if role is not None and role not in node.role:
                continue
            if node.name == name or (name.endswith('…') and node.name.startswith(name[:-1])):
                return node
        return None

    def find_all(self, wanted):
        """Whether all of these (name, role) can be seen at once."""
        nodes = self.nodes()
        return nodes and all(self.find(name, role, nodes) for name, role in wanted)

    def wait(self, name, role=None, seconds=30):
        return tap.wait_for(lambda: self.find(name, role), lambda: f'“{name}” among {self.told()}', seconds)

    def wait_all(self, *wanted):
        tap.wait_for(lambda: self.find_all(wanted), lambda: f'all of {wanted} among {self.told()}')

    def wait_gone(self, name, seconds=30):
        tap.wait_for(lambda: not self.find(name), f'“{name}” to go', seconds, 0.1)

    # Keys and pointer

    def windows(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.pid)],
                               capture_output=True, text=True, check=False).stdout.split()
        return [window for window in found if self.geometry(window)['WIDTH'] > 50]

    def geometry(self, window):
        lines = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window],
                               capture_output=True, text=True, check=False).stdout.split()
        values = dict(line.split('=') for line in lines)
        return {name: int(values.get(name, 0)) for name in ('X', 'Y', 'WIDTH', 'HEIGHT')}

    def wait_for_window(self):
        def found():
            self.check_alive()
            return self.windows()

        self.window_id = tap.wait_for(found, 'a window')[0]
        self.focus(self.window_id)

    def focus(self, window):
        subprocess.run(['xdotool', 'windowfocus', window], check=False, timeout=20)

    def resize(self, width, height):
        subprocess.run(['xdotool', 'windowsize', '--sync', self.window_id, str(width), str(height)], check=True, timeout=20)

    def press(self, *keys):
        subprocess.run(['xdotool', 'key', '--delay', '60', *keys], check=True, timeout=20)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--delay', '20', text], check=True, timeout=60)

    def click(self, node):
        place = node.accessible.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        window = self.geometry(self.window_id)
        x, y = window['X'] + place.x + place.width // 2, window['Y'] + place.y + place.height // 2
        subprocess.run(['xdotool', 'mousemove', str(x), str(y), 'click', '1'], check=True, timeout=20)

    def select(self, name):
        """Selects the row of the attachment with this name."""
        self.click(self.wait(f'{name}, …', 'list item'))
        self.wait(name, 'label')

    # What is on the screen

    def screenshot(self, name):
        """Writes a picture of the window, and returns its path."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f'{name}.png'
        subprocess.run(['import', '-silent', '-window', self.window_id, str(path)], check=True, timeout=60)
        return path

    def screenshot_when_settled(self, name):
        """The same, once the window has not changed for a while."""
        last = [None]

        def is_settled():
            before, last[0] = last[0], self.screenshot(name).read_bytes()
            return before == last[0]

        tap.wait_for(is_settled, 'the window to settle', every=0.5)
        return SCREENSHOTS / f'{name}.png'

    def grab(self):
        """The window as it is now: its width, its height and its pixels, three bytes each, row by row."""
        found = self.geometry(self.window_id)
        pixels = subprocess.run(['import', '-silent', '-window', self.window_id, '-depth', '8', 'rgb:-'],
                                check=True, timeout=60, capture_output=True).stdout
        return found['WIDTH'], found['HEIGHT'], pixels

    def count_pixels(self, rgb):
        """How many pixels of the window have exactly this colour."""
        # Never across two pixels as long as no colour of a test is another one turned round
        return self.grab()[2].count(bytes.fromhex(rgb))

    def wait_for_pixels(self, rgb, least):
        tap.wait_for(lambda: self.count_pixels(rgb) >= least, f'{least} pixels of {rgb}', every=0.1)

    # Its end

    def check_alive(self):
        assert self.process.poll() is None, f'annex ended with {self.process.returncode}:\n{self.read_output()}'

    def read_output(self):
        self.output.seek(0)
        return self.output.read()

    def activate(self, action, parameter=None):
        """Activates an action of the application over the session bus."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        parameters = GLib.Variant('(sava{sv})', (action, [parameter] if parameter is not None else [], {}))
        bus.call_sync(APPLICATION_ID, APPLICATION_PATH, 'org.gtk.Actions', 'Activate', parameters, None, 0, 20000, None)

    def decoders(self):
        """Process identifiers of its decoders."""
        found = []
        for stat in Path('/proc').glob('[0-9]*/stat'):
            try:
                name, fields = stat.read_text().rsplit(')', 1)
            except OSError:
                continue
            if name.endswith('(annex-decoder') and int(fields.split()[1]) == self.pid:
                found.append(int(stat.parent.name))
        return found

    def close(self):
        """Ends it as the agent does."""
        if self.process.poll() is None:
            self.activate('quit')
        return self.wait_for_end()

    def wait_for_end(self):
        """Its status and its output must be clean."""
        tap.wait_for(lambda: self.process.poll() is not None, 'annex to end', 60)
        status = self.process.returncode
        output = self.read_output()
        assert status == 0, f'annex ended with {status}:\n{output}'
        assert not ALARMS.search(output), output
        self.dispose()
        return output

    def dispose(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(30)
        self.output.close()
        if self.own_folders:
            self.folders.remove()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if error is None:
            self.close()
            return
        try:
            tap.say(f'on the screen: {self.texts()}')
            self.screenshot('failed')
        except Exception as second:
            tap.say(second)
        tap.say(self.read_output())
        self.dispose()


def run(*arguments, hand_off=None, environment=None, folders=None, seconds=60, pass_fds=()):
    """Runs annex to its end, without a display; returns what subprocess.run() does."""
    own = folders is None
    folders = folders or Folders()
    outside = {name: value for name, value in os.environ.items()
               if name not in ('DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS')}
    done = subprocess.run([PROGRAM, *arguments], input=hand_off, capture_output=True, text=True, timeout=seconds, check=False,
                          cwd=folders.work, env={**outside, **PROGRAM_DEBUG, **folders.environment, **(environment or {})}, pass_fds=pass_fds)
    if own:
        folders.remove()
    assert not ALARMS.search(done.stderr), done.stderr
    return done


def is_offline():
    return not Gio.NetworkMonitor.get_default().get_network_available()
