# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""The Flatpak as it is installed: started by `flatpak run`, looked at from outside."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent
BUILD = Path(os.environ['ANNEX_BUILD'])
sys.path.insert(0, str(SOURCE / 'tests' / 'end-to-end'))
os.environ.setdefault('ANNEX_PREFIX', '/app')
os.environ.setdefault('ANNEX_SCREENSHOTS', str(SOURCE / '_build' / 'screenshots-flatpak'))
os.environ.setdefault('ANNEX_SCRIPTED_SERVICE', 'scripted-service')

# Where the development root sees it, too
tempfile.tempdir = str(BUILD)

import harness  # noqa: E402
from harness import APPLICATION_ID, Atspi, GLib  # noqa: E402

HOME = Path(os.environ['HOME'])
RUNTIME = Path(os.environ['XDG_RUNTIME_DIR'])
INSTALLATION = Path(os.environ['FLATPAK_USER_DIR'])


class Service(harness.Service):
    """The service of the development root, in this machine's network, which the Flatpak shares."""

    # The home is another, but the root is where it has been made
    command = ['env', f"XDG_CACHE_HOME={os.environ['ANNEX_CACHE']}",
               str(SOURCE / 'flatpak' / 'root'), '--network', '--', str(BUILD / 'tests/end-to-end/scripted-service')]


def flatpak(*options):
    return ['flatpak', 'run', '--user', '--die-with-parent', *options, APPLICATION_ID]


class Program(harness.Program):
    """A window of the Flatpak. Its processes have other numbers inside, and its bus connections are those of proxies."""

    command = flatpak()

    def find_application(self):
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            try:
                if application is not None and application.get_name() == 'annex':
                    return application
            except GLib.Error:
                pass
        return None

    def count_like(self, rgb, tolerance=10):
        """How many pixels of the window have nearly this colour."""
        pixels = subprocess.run(['import', '-silent', '-window', self.window_id, '-depth', '8', 'rgb:-'],
                                check=True, timeout=60, capture_output=True).stdout
        near = -1
        for channel, value in enumerate(bytes.fromhex(rgb)):
            table = bytes(abs(other - value) <= tolerance for other in range(256))
            near &= int.from_bytes(pixels[channel::3].translate(table), 'big')
        return near.bit_count()

    def windows(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'annex'],
                               capture_output=True, text=True, check=False).stdout.split()
        return [window for window in found if self.geometry(window)['WIDTH'] > 50]


def processes(name):
    """Status fields of all of this Flatpak's processes with the name."""
    found = []
    for status in Path('/proc').glob('[0-9]*/status'):
        try:
            fields = dict(line.split(':\t', 1) for line in status.read_text().splitlines() if ':\t' in line)
            info = (status.parent / 'root/.flatpak-info').read_text()
        except OSError:
            continue
        if fields['Name'] == name and f'name={APPLICATION_ID}\n' in info and str(INSTALLATION) in info:
            found.append(fields)
    return found


def run(*arguments, options=(), hand_off=None, seconds=120):
    """Runs the Flatpak to its end."""
    done = subprocess.run([*flatpak(*options), *arguments], input=hand_off, capture_output=True, text=True,
                          timeout=seconds, check=False)
    assert not harness.ALARMS.search(done.stderr), done.stderr
    return done
