# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Pictures that are too large, very large, very many or without an end, and whatever people have thought of to break a viewer."""

import contextlib
import os
import re
import struct
import subprocess
import tempfile
from pathlib import Path

import tap
from harness import PROGRAM, Folders, Program, Service
from samples import chunk, png
from screen import Screen, settled
from watch import ELSEWHERE, watched_files, written

MIB = 1024 * 1024
CORPUS = Path(__file__).resolve().parents[3] / 'shared' / 'corpus'
SANITIZED = b'__asan_init' in PROGRAM.read_bytes()
# What the sanitizer keeps of what was freed is no leak.
FRUGAL = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1'}
# What a decoder works for a frame or two of the endless picture, in seconds
SHARE = 0.2 if SANITIZED else 0.05
# Files of the corpus that are looked at in the window: every so many. All of them are looked at without one elsewhere.
CORPUS_STEP = 40 if SANITIZED else 12


def resident(pid):
    return int(re.search(r'^VmRSS:\s+(\d+) kB$', Path(f'/proc/{pid}/status').read_text(), re.MULTILINE)[1]) * 1024


def call(*command):
    subprocess.run([str(part) for part in command], check=True, timeout=120, capture_output=True)


@tap.test
def too_large():
    header = b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 65000, 65000, 1, 0, 0, 0, 0)) + chunk(b'IDAT', b'') + chunk(b'IEND', b'')
    with Service() as service:
        service.add('huge.png', header, 'image/png')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.resize(1000, 700)
            annex.select('huge.png')
            annex.wait('Image too Large to Show', 'label')
            assert any('65000' in text and '×' in text for text in annex.texts()), annex.texts()
            annex.wait('Save As…', 'button')
            annex.screenshot_when_settled('too-large')


@tap.test
def a_telephone_picture_of_108_megapixels():
    folder = Path(tempfile.mkdtemp(prefix='large-'))
    call('vips', 'black', folder / 'ground.v', 12000, 9000, '--bands', 3)
    call('vips', 'linear', folder / 'ground.v', folder / 'grey.v', 1, 90, '--uchar')
    call('vips', 'black', folder / 'black.v', 16, 16, '--bands', 3)
    call('vips', 'linear', folder / 'black.v', folder / 'mark.v', 1, '224 16 32', '--uchar')
    # Whole blocks of the format, so that they are of one colour
    call('vips', 'insert', folder / 'grey.v', folder / 'mark.v', f'{folder}/photo.jpg[Q=98]', 375 * 16, 281 * 16)
    done = subprocess.run(['vips', 'getpoint', str(folder / 'photo.jpg'), '6008', '4504'], check=True, capture_output=True, text=True)
    red = tuple(int(float(value)) for value in done.stdout.split())

    def has(annex, size):
        found = Screen(annex).find(red)
        return found and (found[2] - found[0] + 1, found[3] - found[1] + 1) == (size, size)

    with Service() as service:
        service.add('photo.jpg', (folder / 'photo.jpg').read_bytes(), 'image/jpeg')
        with Program('--chat=-', hand_off=service.hand_off, environment=FRUGAL) as annex:
            annex.resize(1000, 700)
            annex.select('photo.jpg')
            annex.wait('photo.jpg, …', 'image')
            before = resident(annex.pid)
            for percent, keys in ((100, 'ctrl+1'), (200, 'ctrl+2')):
                annex.press(keys)
                annex.wait(f'Zoom: {percent} %', 'button')
                tap.wait_for(lambda: has(annex, 16 * percent // 100), f'its own pixels at {percent} %', 60, 0.3)
            for _ in range(12):
                annex.press('plus')
            annex.wait('Zoom: 2000 %', 'button')
            tap.wait_for(lambda: has(annex, 320), 'its own pixels at 2000 %', 60, 0.3)
            annex.screenshot_when_settled('large-2000')
            tap.say(f'{(resident(annex.pid) - before) // MIB} MiB more than fitted')
            # All of its pixels would be 412
            assert resident(annex.pid) < before + 200 * MIB, (before, resident(annex.pid))


@tap.test
def the_35th_picture_takes_no_more_than_the_tenth():
    with Service() as service:
        service.do('quotas', enforced=False)
        colours = [f'{16 + 6 * number:02x}4080' for number in range(36)]
        for number, colour in enumerate(colours):
            service.add(f'{number:02}.png', png(3000, 2000, colour), 'image/png')
        with Program('--chat=-', hand_off=service.hand_off, environment=FRUGAL) as annex:
            annex.resize(1000, 700)
            used = []
            annex.wait(f'{len(colours) - 1:02}.png, …', 'list item')
            for number, colour in enumerate(reversed(colours), 1):
                annex.press('alt+Page_Down')
                annex.wait_for_pixels(colour, 200000)
                annex.press('ctrl+1')
                annex.wait('Zoom: 100 %', 'button')
                if number in (10, 35):
                    settled(annex)
                used.append(resident(annex.pid))
                assert len(annex.decoders()) <= 3, annex.decoders()
            tap.say(f'{used[9] // MIB} MiB with the tenth, {used[34] // MIB} MiB with the 35th')
            # One of them is 23 MiB in memory
            assert used[34] < used[9] + 24 * MIB, [value // MIB for value in used]


def endless_gif(n_frames):
    """Every frame sets one pixel of a picture of 1792 by 1792."""
    frames = b''.join(b'!\xf9\4\4\0\0\0\0,' + struct.pack('<HHHHB', number % 1792, number // 1792, 1, 1, 0) + b'\2\2\x4c\1\0'
                      for number in range(n_frames))
    return b'GIF89a' + struct.pack('<HHBBB', 1792, 1792, 0x80, 0, 0) + bytes([10, 20, 30, 255, 255, 255]) + frames + b';'


def worked(annex):
    """Seconds of processor time that the busiest of its decoders has had."""
    ticks = [0]
    for pid in annex.decoders():
        with contextlib.suppress(OSError):
            ticks.append(sum(map(int, Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[11:13])))
    return max(ticks) / os.sysconf('SC_CLK_TCK')


class Work:
    """What decoders do, one after the other: each is replaced when it has had its share."""

    def __init__(self, annex):
        self.annex, self.last, self.done = annex, worked(annex), 0

    def has_done(self, seconds):
        now = worked(self.annex)
        self.done += now - self.last if now >= self.last else now
        self.last = now
        return self.done >= seconds

    def wait_for_more(self):
        self.done = 0
        tap.wait_for(lambda: self.has_done(SHARE), 'the next frames')


@tap.test
def twenty_thousand_frames():
    with Service() as service:
        service.add('endless.gif', endless_gif(2500 if SANITIZED else 20000), 'image/gif')
        with Program('--chat=-', hand_off=service.hand_off, environment=FRUGAL) as annex:
            annex.resize(1000, 900)
            annex.select('endless.gif')
            annex.wait('endless.gif, …', 'image')
            annex.wait('Pause', 'button')
            used = []
            work = Work(annex)
            for _ in range(40):
                work.wait_for_more()
                used.append(resident(annex.pid))
            tap.say(f'{used[8] // MIB} MiB at first, {max(used[8:]) // MIB} MiB at most afterwards')
            assert max(used[8:]) < used[8] + 40 * MIB, [value // MIB for value in used]
            annex.screenshot('endless')


# In /proc/net
TIME_WAIT = '06'


def strange_connections():
    """Whatever leads, or waits, elsewhere than to what listens on this machine: the sample service. What is only remembered for a
    while is nobody's any more, and may be of the test before."""
    lines = [(family, *line.split()[1:4]) for family in ('tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6') if (Path('/proc/net') / family).exists()
             for line in (Path('/proc/net') / family).read_text().splitlines()[1:] if line.split()[3] != TIME_WAIT]
    listening = {local.split(':')[1] for _, local, _, state in lines if state == '0A'}
    return {line for line in lines if not {line[1].split(':')[1], line[2].split(':')[1]} & listening}


# The title of the page, where there is no picture and no document
ENDS = ('Could not Open Attachment', 'Image too Large to Show', 'No Preview Available', 'File Type not Shown', 'Missing Image Format', 'Empty File', 'Password Required')


def look_at_all(kind, content_type):
    """Each of the files ends as what it is, or as one of the ends, and leaves nothing behind."""
    if not CORPUS.exists():
        raise tap.Skip('these files are not here')
    files = [path for folder in sorted(CORPUS.glob(kind)) for path in sorted(folder.iterdir())][::CORPUS_STEP]
    folders = Folders()
    strangers, ends = set(), {}
    with Service() as service, watched_files(folders.top, *ELSEWHERE) as paths:
        service.do('quotas', enforced=False)
        names = [f'{number:03}{path.suffix.lower()}' for number, path in enumerate(files)]
        for name, path in zip(names, files):
            service.add(name, path.read_bytes(), content_type)
        with Program('--chat=-', hand_off=service.hand_off, folders=folders) as annex:
            annex.resize(1000, 700)
            annex.wait(f'{names[-1]}, …', 'list item')
            for name in reversed(names):
                annex.press('alt+Page_Down')
                annex.wait(name, 'label')

                def end():
                    nodes = annex.nodes()
                    strangers.update(strange_connections() if 'ANNEX_ROOT' in os.environ else ())
                    for role in ('image', 'document'):
                        if annex.find(f'{name}, …', role, nodes):
                            return role
                    return next((title for title in ENDS if annex.find(title, 'label', nodes)), None)

                how = tap.wait_for(end, f'an end of {name}', 40)
                ends[how] = ends.get(how, 0) + 1
            tap.say(ends)
            assert len(annex.decoders()) <= 3, annex.decoders()
    assert not strangers, strangers
    assert not written(paths, folders, service), written(paths, folders, service)
    assert ends.get('image', 0) + ends.get('document', 0) > len(files) // 3, ends
    folders.remove()


@tap.test
def pictures_that_were_made_to_break_viewers():
    look_at_all('images-*', 'image/png')


@tap.test
def documents_that_were_made_to_break_viewers():
    look_at_all('pdf-*', 'application/pdf')


tap.main()
