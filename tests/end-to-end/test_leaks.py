# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""No token, URL, file name or content of the customer in arguments, environment, logs or on the disk."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import samples
import tap
from harness import Folders, Program, Service, run
from watch import CACHES, ELSEWHERE, watched_files, written

RED = 'e01020'
NAME = 'canary-name-5d1f'
CUSTOMER = 'Canary Customer 77e2'
CONTENT = 'canary-content-9b04'
# Parts of every pre-signed URL
URL = ['X-Amz-Signature', 'X-Amz-Credential', 'X-Amz-Security-Token']
LOUD = {'G_MESSAGES_DEBUG': 'all', 'G_ENABLE_DIAGNOSTIC': '1'}


def get_canaries(hand_off):
    chat = json.loads(hand_off)
    tokens = [chat[name] for name in ('connectionToken', 'participantToken') if name in chat]
    # A part of a token is as good a sign as the whole
    return [token[:24] for token in tokens] + [NAME, CUSTOMER, CONTENT, *URL]


def find_in(text, canaries, where):
    return [f'“{canary}” in {where}' for canary in canaries if canary.encode() in text]


def read(path):
    try:
        return Path(path).read_bytes()
    except OSError:
        # It ended meanwhile, or not even its own user may look
        return b''


def get_family(pid):
    """The process and all below it."""
    parents = {}
    for stat in Path('/proc').glob('[0-9]*/stat'):
        fields = read(stat).rpartition(b')')[2].split()
        if fields:
            parents[int(stat.parent.name)] = int(fields[1])
    family = {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in family} - family
        if not more:
            return family
        family |= more


class Processes:
    """Looks at the arguments and the environment of a process and its children all the time."""

    def __init__(self, pid, canaries):
        self.pid, self.canaries = pid, canaries
        self.found, self.names, self.n_looks = set(), set(), 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self):
        while not self.ended.is_set():
            for pid in get_family(self.pid):
                self.names.add(read(f'/proc/{pid}/comm').decode().strip())
                for file in ('cmdline', 'environ'):
                    self.found |= set(find_in(read(f'/proc/{pid}/{file}'), self.canaries, f'{file} of a process'))
            self.n_looks += 1
            time.sleep(0.02)

    def end(self):
        self.ended.set()
        self.thread.join()
        return sorted(self.found)


def search_files(folder, canaries):
    found = []
    for path in Path(folder).rglob('*'):
        found += find_in(str(path).encode(), canaries, 'a path')
        if path.is_file() and not path.is_symlink():
            found += find_in(read(path), canaries, path)
    return found


@tap.test
def the_search_finds_what_it_should():
    folders = Folders()
    with watched_files(folders.top) as paths:
        (folders.work / 'leak').write_text(f'x{NAME}x')
        (folders.work / f'{CUSTOMER}.txt').write_text('')
    assert f'{folders.work}/leak' in paths, paths
    assert len(search_files(folders.top, [NAME, CUSTOMER, CONTENT])) == 2
    folders.remove()

    in_arguments = subprocess.Popen(['sh', '-c', 'sleep 5 & wait', NAME])
    in_environment = subprocess.Popen(['sh', '-c', 'sleep 5 & wait'], env={**os.environ, 'X': CUSTOMER})
    watches = [Processes(process.pid, [NAME, CUSTOMER]) for process in (in_arguments, in_environment)]
    tap.wait_for(lambda: all(watch.found for watch in watches), 'the canaries')
    assert [len(watch.end()) for watch in watches] == [1, 1]
    for process in (in_arguments, in_environment):
        process.kill()
        process.wait()


def fill(service):
    """Adds what a session meets: good files, and every way to fail that has words from outside in it."""
    for number in range(2):
        service.add(f'{NAME}-{number}.png', samples.png(300, 200, RED, CONTENT), 'image/png')
    for number in range(len(FAULTS)):
        service.add(f'{NAME}-fault-{number}.png', samples.png(300, 200, RED, CONTENT), 'image/png')
    service.add(f'{NAME}.pdf', samples.pdf(3, RED, CONTENT), 'application/pdf')
    service.add(f'{NAME}-damaged.pdf', b'%PDF-1.4\n' + CONTENT.encode(), 'application/pdf')
    service.add(f'{NAME}-throttled.png', samples.png(300, 200, RED, CONTENT), 'image/png')
    service.add(f'{NAME}.exe', b'MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0' + bytes(60) + CONTENT.encode(), 'application/octet-stream')


FAULTS = [
    {'operation': 'GetAttachment', 'status': 403, 'body': json.dumps({'message': f'{NAME} {CUSTOMER}'})},
    {'operation': 'GetAttachment', 'status': 200, 'body': json.dumps({'Url': f'http://example.com/{NAME}?X-Amz-Signature=1'})},
    {'operation': 'GetObject', 'status': 403, 'body': f'<Error><Code>{NAME}</Code><Message>{CUSTOMER}</Message></Error>'},
    {'operation': 'GetObject', 'status': 302, 'headers': f'Location: http://127.0.0.1:9/{NAME}?X-Amz-Signature=2'},
    {'operation': 'GetObject', 'kind': 'expired'},
    {'operation': 'GetObject', 'kind': 'cut-off'},
]
N_FILES = 6 + len(FAULTS)


def fail_in_every_way(annex, service):
    for number, fault in enumerate(FAULTS):
        service.fault(**fault)
        annex.select(f'{NAME}-fault-{number}.png')
        annex.wait('More Information', 'button')
        row = annex.wait(f'{NAME}-fault-{number}.png, …', 'list item')
        assert row.name.endswith('Could not be loaded'), row
        service.do('clear-faults')


def be_throttled(annex, service):
    service.fault('GetAttachment', status=429, body=json.dumps({'Message': NAME}))
    annex.select(f'{NAME}-throttled.png')
    annex.wait('Too Many Requests', 'label')
    service.do('clear-faults')
    annex.wait_for_pixels(RED, 300 * 200)


def end_chat(annex, service):
    service.do('end')
    annex.press('F5')
    annex.wait('Chat ended — …')


def look_at_everything(annex, service):
    annex.wait(f'{N_FILES} attachments')
    for number in range(2):
        annex.select(f'{NAME}-{number}.png')
        annex.wait_for_pixels(RED, 300 * 200)
    annex.select(f'{NAME}.pdf')
    annex.wait('Page 1 of 3')
    annex.select(f'{NAME}-damaged.pdf')
    annex.wait('Could not Open Attachment')
    annex.select(f'{NAME}.exe')
    annex.wait('File Type not Shown')
    fail_in_every_way(annex, service)
    be_throttled(annex, service)
    end_chat(annex, service)


def hold_session(folders, service, hand_off, canaries):
    """A session of an agent, and a second start that hands the chat over again. Returns what was printed."""
    annex = Program('--chat=-', hand_off=hand_off, folders=folders, environment=LOUD)
    processes = Processes(annex.pid, canaries)
    try:
        annex.wait(f'{N_FILES} attachments')
        assert read(f'/proc/{annex.pid}/coredump_filter').strip().strip(b'0') == b'', 'memory may get into a core dump'
        second = Program('--chat=-', hand_off=hand_off, folders=folders, environment=LOUD, settle=False)
        others = Processes(second.pid, canaries)
        printed = second.wait_for_end()
        found = others.end()
        look_at_everything(annex, service)
        found += processes.end()
        printed += annex.close()
    except BaseException:
        processes.end()
        annex.__exit__(*sys.exc_info())
        raise
    assert not found, found
    assert {'annex', 'annex-decoder'} <= processes.names and processes.n_looks > 20, processes.names
    return printed


@tap.test
def a_whole_session_leaves_nothing():
    folders = Folders()
    with Service() as service, watched_files(folders.top, *ELSEWHERE) as paths:
        service.do('quotas', enforced=False)
        fill(service)
        hand_off = json.dumps({**json.loads(service.hand_off), 'displayName': CUSTOMER})
        canaries = get_canaries(hand_off)
        printed = hold_session(folders, service, hand_off, canaries)

    assert 'DEBUG' in printed and 'GetAttachment' in printed, 'the log is not loud enough to prove anything'
    assert not find_in(printed.encode(), canaries, 'the log'), find_in(printed.encode(), canaries, 'the log')
    for folder in (folders.top, '/dev/shm'):
        assert not search_files(folder, canaries), search_files(folder, canaries)
    ours = written(paths, folders, service)
    assert not ours, ours
    folders.remove()


@tap.test
def details_hold_no_secret():
    with Service() as service:
        fill(service)
        canaries = get_canaries(service.hand_off)
        service.fault('GetObject', status=403, headers='x-amz-request-id: 4442587FB7D0A2F9',
                      body=f'<Error><Code>AccessDenied</Code><Message>{CUSTOMER}</Message></Error>')
        with Program('--chat=-', hand_off=service.hand_off) as annex:
            annex.select(f'{NAME}-0.png')
            annex.click(annex.wait('More Information', 'button'))
            annex.wait('Copy Details', 'button')
            details = annex.wait('Problem: …').name
            assert 'Operation: GetObject' in details and 'HTTP status: 403' in details and 'Request ID: 4442587FB7D0A2F9' in details, details
            assert not find_in(details.encode(), canaries, 'the details'), details
            annex.screenshot('details')
            annex.press('Escape')


@tap.test
def without_a_display_nothing_is_left_either():
    folders = Folders()
    with Service() as service, watched_files(folders.top) as paths:
        service.do('quotas', enforced=False)
        fill(service)
        canaries = get_canaries(service.hand_off)
        listed = run('--list', '--json', '--chat=-', hand_off=service.hand_off, folders=folders, environment=LOUD)
        service.fault('GetObject', status=403, body=f'<Error><Code>{NAME}</Code></Error>', times=0)
        denied = run('--save=all', '--to=.', '--chat=-', hand_off=service.hand_off, folders=folders, environment=LOUD)
    secrets = [canary for canary in canaries if canary not in (NAME, CUSTOMER)]
    assert listed.returncode == 0 and NAME in listed.stdout
    assert denied.returncode != 0
    for done in (listed, denied):
        log = '\n'.join(line for line in (done.stdout + done.stderr).splitlines() if 'DEBUG' in line)
        assert not find_in(log.encode(), canaries, 'the log'), find_in(log.encode(), canaries, 'the log')
        assert not find_in((done.stdout + done.stderr).encode(), secrets, 'the output')
    ours = [path for path in paths if not path.removeprefix(f'{folders.top}/').startswith(CACHES)]
    assert not ours, ours
    folders.remove()


tap.main()
