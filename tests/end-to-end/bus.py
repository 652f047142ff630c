# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Lets the session bus start the installed program, as the desktop does."""

import os
import shlex
import signal
import time
from pathlib import Path

import tap
from harness import APPLICATION_ID, PREFIX, PROGRAM_DEBUG, Folders, Gio, GLib, Program, gi

gi.require_version('GioUnix', '2.0')
from gi.repository import GioUnix  # noqa: E402

DESKTOP_FILE = PREFIX / 'share' / 'applications' / f'{APPLICATION_ID}.desktop'
SERVICE_FILE = PREFIX / 'share' / 'dbus-1' / 'services' / f'{APPLICATION_ID}.service'
BUS = ('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus')


# Held all the time: the bus forgets what a sender asked of a program that is still starting once the sender is gone.
SESSION = Gio.bus_get_sync(Gio.BusType.SESSION)


def call_bus(method, parameters, reply=None):
    answer = SESSION.call_sync(*BUS, method, parameters, GLib.VariantType(reply) if reply else None, 0, 20000, None)
    return answer.unpack()


def key_file(path):
    file = GLib.KeyFile()
    file.load_from_file(str(path), GLib.KeyFileFlags.NONE)
    return file


def actions():
    """The actions of the installed desktop entry."""
    return key_file(DESKTOP_FILE).get_string_list('Desktop Entry', 'Actions')


def command_line(action):
    """What the desktop entry says is run for the action, the program's name first."""
    return shlex.split(key_file(DESKTOP_FILE).get_string(f'Desktop Action {action}', 'Exec'))


class BusProcess:
    """A process that is the bus's child; looks like a Popen."""

    def __init__(self, pid, status_file):
        self.pid, self.status_file, self.returncode = pid, status_file, None

    def poll(self):
        text = self.status_file.read_text() if self.status_file.exists() else ''
        if text.endswith('\n'):
            self.returncode = int(text)
        return self.returncode

    def send_signal(self, number):
        os.kill(self.pid, number)

    def wait(self, seconds):
        tap.wait_for(lambda: self.poll() is not None, 'annex to end', seconds)


class Installation:
    """Shows the installed service file to the session bus for a while. Its command line is kept; what it prints is too."""

    def __init__(self):
        # The bus is told about folders that go away again
        if 'ANNEX_VIRTUAL_DISPLAY' not in os.environ:
            raise tap.Skip('the session bus is somebody’s own')
        self.folders = Folders()
        self.log, self.status = self.folders.top / 'log', self.folders.top / 'status'
        self.file = Path(os.environ['XDG_RUNTIME_DIR']) / 'dbus-1' / 'services' / SERVICE_FILE.name
        self.desktop = GioUnix.DesktopAppInfo.new_from_filename(str(DESKTOP_FILE))

    def __enter__(self):
        installed = key_file(SERVICE_FILE)
        command = installed.get_string('D-BUS Service', 'Exec')
        name = installed.get_string('D-BUS Service', 'Name')
        script = f'{command} >{self.log} 2>&1; echo $? >{self.status}'
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(f'[D-BUS Service]\nName={name}\nExec=/bin/sh -c "{script}"\n')
        environment = {**os.environ, **PROGRAM_DEBUG, 'GSK_RENDERER': 'cairo', **self.folders.environment}
        call_bus('UpdateActivationEnvironment', GLib.Variant('(a{ss})', (environment,)))
        call_bus('ReloadConfig', None)
        return self

    def __exit__(self, *_):
        self.file.unlink()
        call_bus('ReloadConfig', None)
        self.folders.remove()

    def launch(self, action=None):
        """Does what the desktop does with the entry, or with one of its actions."""
        context = Gio.AppLaunchContext()
        if action is None:
            assert self.desktop.launch([], context)
        else:
            # The method is not bound in every version of the bindings
            type(self.desktop).launch_action(self.desktop, action, context)
        # The call is on its way only when somebody looks after it
        deadline = time.monotonic() + 0.5
        while time.monotonic() < deadline:
            GLib.MainContext.default().iteration(False)
            time.sleep(0.01)

    def pid(self):
        try:
            return call_bus('GetConnectionUnixProcessID', GLib.Variant('(s)', (APPLICATION_ID,)), '(u)')[0]
        except GLib.Error:
            return None


class BusProgram(Program):
    """Annex, started by the bus because of one launch."""

    def __init__(self, installation, action=None):
        assert installation.pid() is None, 'annex runs already'
        installation.status.unlink(missing_ok=True)
        installation.log.unlink(missing_ok=True)
        installation.launch(action)
        self.folders, self.own_folders = installation.folders, False
        pid = tap.wait_for(installation.pid, 'annex on the bus')
        self.output = installation.log.open()
        self.process = BusProcess(pid, installation.status)
        self.window_id = None
        self.wait_for_window()

    def dispose(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(30)
        self.output.close()
