# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""A Wayland compositor without a screen, and the program in it: what most desktops are today."""

import json
import os
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

import tap
from harness import Atspi, Program, SCREENSHOTS

# No bars, no borders and no other keys: the window is all there is on the screen.
CONFIGURATION = '''
xwayland disable
default_border none
default_floating_border none
focus_follows_mouse no
output * resolution {width}x{height} scale {scale}
'''


class Pointer:
    """A mouse of the compositor's, by its protocol wlr-virtual-pointer: it is there for as long as this is."""

    # What is asked of the objects of the protocols, and how they are numbered there
    GET_REGISTRY, BIND, CREATE, MOVE_TO, BUTTON, FRAME, SCROLL_SOURCE, SCROLL_STEP = 1, 0, 0, 1, 2, 4, 5, 7
    DISPLAY, REGISTRY, MANAGER, POINTER = 1, 2, 3, 4
    MANAGER_NAME = b'zwlr_virtual_pointer_manager_v1'
    LEFT, RIGHT = 0x110, 0x111

    def __init__(self, path):
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.settimeout(20)
        self.connection.connect(str(path))
        self.send(self.DISPLAY, self.GET_REGISTRY, struct.pack('=I', self.REGISTRY))
        number = self.find_manager()
        name = self.MANAGER_NAME + b'\0'
        self.send(self.REGISTRY, self.BIND, struct.pack('=II', number, len(name)) + name + bytes(-len(name) % 4) +
                  struct.pack('=II', 1, self.MANAGER))
        self.send(self.MANAGER, self.CREATE, struct.pack('=II', 0, self.POINTER))

    def send(self, thing, what, arguments=b''):
        self.connection.sendall(struct.pack('=II', thing, (8 + len(arguments)) << 16 | what) + arguments)

    def find_manager(self):
        """The number under which the registry has it."""
        received = b''
        while self.MANAGER_NAME not in received:
            received += self.connection.recv(65536)
        start = 0
        while True:
            size = struct.unpack_from('=I', received, start + 4)[0] >> 16
            if self.MANAGER_NAME in received[start:start + size]:
                return struct.unpack_from('=I', received, start + 8)[0]
            start += size

    def now(self):
        return int(time.monotonic() * 1000) & 0xffffffff

    def move(self, x, y, extent):
        """To a place on a screen of that extent, in whatever measure."""
        self.send(self.POINTER, self.MOVE_TO, struct.pack('=IIIII', self.now(), int(x), int(y), *extent))
        self.send(self.POINTER, self.FRAME)

    def press(self, button, down):
        self.send(self.POINTER, self.BUTTON, struct.pack('=III', self.now(), button, int(down)))
        self.send(self.POINTER, self.FRAME)

    def click(self, button=LEFT):
        self.press(button, True)
        self.press(button, False)

    def scroll(self, steps):
        """Turns the wheel, downwards where that is more than 0."""
        for _ in range(abs(steps)):
            step = steps // abs(steps)
            self.send(self.POINTER, self.SCROLL_SOURCE, struct.pack('=I', 0))
            self.send(self.POINTER, self.SCROLL_STEP, struct.pack('=IIii', self.now(), 0, step * 15 * 256, step))
            self.send(self.POINTER, self.FRAME)

    def close(self):
        self.connection.close()


class Compositor:
    """Sway, drawing into memory, on a screen of that many device pixels to each of its own."""

    def __init__(self, scale=1, size=(800, 600)):
        if not shutil.which('sway'):
            raise tap.Skip('there is no sway')
        self.folder = Path(tempfile.mkdtemp(prefix='sway-'))
        configuration = self.folder / 'config'
        width, height = (int(side * scale) for side in size)
        configuration.write_text(CONFIGURATION.format(width=width, height=height, scale=scale))
        runtime = self.folder / 'runtime'
        runtime.mkdir(mode=0o700)
        self.socket = runtime / 'sway.sock'
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ('DISPLAY', 'GDK_BACKEND')},
            'XDG_RUNTIME_DIR': str(runtime), 'SWAYSOCK': str(self.socket), 'XDG_SESSION_TYPE': 'wayland',
            'WLR_BACKENDS': 'headless', 'WLR_RENDERER': 'pixman', 'WLR_LIBINPUT_NO_DEVICES': '1'}
        self.log = (self.folder / 'log').open('w+')
        self.process = subprocess.Popen(['sway', '--config', str(configuration)], env=self.environment, stdout=self.log, stderr=self.log)
        display = tap.wait_for(lambda: self.socket.exists() and [path for path in runtime.glob('wayland-*') if path.suffix != '.lock'],
                               'the compositor')[0]
        self.environment['WAYLAND_DISPLAY'] = str(display)
        self.environment['GDK_BACKEND'] = 'wayland'
        self.pointer = Pointer(display)

    def tell(self, *command):
        done = subprocess.run(['swaymsg', '--raw', *command], env=self.environment, check=True, timeout=20, capture_output=True, text=True)
        return json.loads(done.stdout)

    def set_scale(self, scale, size=(800, 600)):
        width, height = (int(side * scale) for side in size)
        self.tell('output', '*', 'resolution', f'{width}x{height}', 'scale', str(scale))

    def windows(self, pid):
        """What the process shows, with the place of each in the compositor's coordinates."""
        found = []

        def look(node):
            if node.get('pid') == pid and node.get('visible'):
                found.append(node)
            for child in node['nodes'] + node['floating_nodes']:
                look(child)

        look(self.tell('-t', 'get_tree'))
        return found

    def point(self, x, y):
        """Moves the pointer there."""
        output = self.tell('-t', 'get_outputs')[0]['rect']
        self.pointer.move(x, y, (output['width'], output['height']))

    def press(self, *keys):
        """Presses keys, each with what is held meanwhile: ctrl+c."""
        for key in keys:
            *held, last = key.split('+')
            hold = [word for name in held for word in ('-M', name)]
            release = [word for name in held for word in ('-m', name)]
            subprocess.run(['wtype', *hold, '-s', '40', '-k', last, '-s', '40', *release], env=self.environment, check=True, timeout=20)

    def type(self, text):
        subprocess.run(['wtype', '-d', '20', text], env=self.environment, check=True, timeout=60)

    def shoot(self, *arguments):
        """What is on the screen, without the pointer."""
        return subprocess.run(['grim', *arguments], env=self.environment, check=True, timeout=60, capture_output=True).stdout

    def clipboard(self, kind):
        """What has been copied, as that type; nothing where there is none of it."""
        return subprocess.run(['wl-paste', '--no-newline', '--type', kind], env=self.environment, check=False, timeout=20, capture_output=True).stdout

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.pointer.close()
        self.process.kill()
        self.process.wait(30)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class WaylandProgram(Program):
    """The program in a compositor."""

    def __init__(self, compositor, *arguments, **options):
        self.compositor = compositor
        environment = {name: compositor.environment[name] for name in ('XDG_RUNTIME_DIR', 'WAYLAND_DISPLAY', 'GDK_BACKEND', 'XDG_SESSION_TYPE')}
        # An event that has come, but not been handled when the program ends, is never freed by GTK 4.18
        environment['ASAN_OPTIONS'] = os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'
        super().__init__(*arguments, environment={**environment, **options.pop('environment', {})}, **options)

    def windows(self):
        return self.compositor.windows(self.pid)

    def focus(self, window):
        self.compositor.tell(f'[pid={self.pid}]', 'focus')

    def press(self, *keys):
        self.compositor.press(*keys)

    def type(self, text):
        self.compositor.type(text)

    def place(self, node):
        """The middle of it, in the compositor's coordinates."""
        extents = node.accessible.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        window = self.windows()[0]['rect']
        return window['x'] + extents.x + extents.width // 2, window['y'] + extents.y + extents.height // 2

    def click(self, node, button=Pointer.LEFT):
        self.compositor.point(*self.place(node))
        self.compositor.pointer.click(button)

    def geometry(self, window):
        return {name.upper(): window['rect'][name] for name in ('x', 'y', 'width', 'height')}

    def grab(self):
        # P6, width, height and the largest value, each followed by one white space
        header, pixels = re.fullmatch(rb'P6\s(\d+\s\d+)\s255\s(.*)', self.compositor.shoot('-t', 'ppm', '-'), re.DOTALL).groups()
        return *map(int, header.split()), pixels

    def screenshot(self, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f'{name}.png'
        self.compositor.shoot(str(path))
        return path
