# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Configures, builds, installs into the build folder, runs the tests and counts them."""

import argparse
import fcntl
import json
import os
import re
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
SUITES = ['unit', 'service', 'decoder', 'ui', 'end-to-end', 'lint']
# What the sanitizers' own memory keeps from being tested: limits on the address space. The release's window is tested
# as a Flatpak.
RELEASE_SUITES = ['decoder']
LOG_LINES = 100
LOCKS = []

PRESETS = {
    'sanitized': ['--buildtype=debugoptimized', '-Db_sanitize=address,undefined', '-Db_lundef=false'],
    'plain': ['--buildtype=debugoptimized'],
    'release': ['--buildtype=release'],
    'coverage': ['--buildtype=debug', '-Db_coverage=true'],
}

SUBTEST = re.compile(r'^(?P<not>not )?ok\b[^#]*(#\s*(?P<directive>SKIP|TODO))?', re.IGNORECASE)


class Count:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.failures = []

    def add(self, test):
        """Counts what one test program reported: its subtests where it speaks TAP, otherwise itself."""
        passed = failed = skipped = 0
        for line in test.get('stdout', '').splitlines():
            found = SUBTEST.match(line)
            directive = found and (found['directive'] or '').upper()
            if not found:
                continue
            if directive == 'SKIP':
                skipped += 1
            elif found['not'] and directive != 'TODO':
                failed += 1
            else:
                passed += 1
        bad = test['result'] in ('FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT', 'UNEXPECTEDPASS')
        if passed + failed + skipped == 0 and not bad:
            skipped, passed = (1, 0) if test['result'] == 'SKIP' else (0, 1)
        if bad:
            failed = max(failed, 1)
            self.failures.append(test['name'])
        self.passed += passed
        self.failed += failed
        self.skipped += skipped

    def __str__(self):
        return f'{self.passed} passed, {self.failed} failed, {self.skipped} skipped'


def say(text):
    print(f'tests/run: {text}', flush=True)


def run(command, **kwargs):
    return subprocess.run([str(part) for part in command], cwd=SOURCE, check=False, **kwargs)


def need(command, what):
    """Runs a step without which there is nothing to test; says what it said only where that matters."""
    done = run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace')
    if done.returncode != 0:
        print('\n'.join(done.stdout.splitlines()[-LOG_LINES:]))
        say(f'{what} failed')
        print('0 passed, 1 failed, 0 skipped')
        sys.exit(1)
    if 'warning:' in done.stdout:
        print(done.stdout)


def build_folder(preset):
    root = os.environ.get('ANNEX_ROOT', 'native')
    return SOURCE / '_build' / f'{root.split("-")[0]}-{preset}'


def lock(folder):
    """Keeps others out of the build folder until this process ends."""
    folder.parent.mkdir(exist_ok=True)
    file = open(folder.with_suffix('.lock'), 'a')
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say(f'waiting for another run in {folder.relative_to(SOURCE)}')
        fcntl.flock(file, fcntl.LOCK_EX)
    LOCKS.append(file)


def configure(folder, preset, werror):
    """Configures once, and anew where the options or the root have changed."""
    options = PRESETS[preset] + [f'-Dwerror={str(werror).lower()}', f'--prefix={folder}/install', '--libdir=lib']
    stamp = folder / 'annex-options'
    wanted = json.dumps([options, os.environ.get('ANNEX_ROOT')])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f'configuring {folder.relative_to(SOURCE)}')
    wipe = ['--wipe'] if (folder / 'meson-private').exists() else []
    need(['meson', 'setup', *wipe, *options, folder], 'the configuration')
    stamp.write_text(wanted)


def build(preset, werror):
    folder = build_folder(preset)
    lock(folder)
    configure(folder, preset, werror)
    say(f'building {folder.relative_to(SOURCE)}')
    # Programs that run while building are not what is tested
    os.environ['ASAN_OPTIONS'] = 'detect_leaks=0'
    need(['ninja', '--quiet', '-C', folder], 'the build')
    need(['meson', 'install', '--no-rebuild', '--only-changed', '--quiet', '-C', folder], 'the installation')
    del os.environ['ASAN_OPTIONS']
    return folder


def test(folder, names, extra, count):
    say(f'testing {folder.relative_to(SOURCE)}')
    suites = [name for name in names if name in SUITES]
    command = ['meson', 'test', '--no-rebuild', '-C', folder, '--print-errorlogs', f'--max-lines={LOG_LINES}', *extra]
    for suite in suites:
        command += ['--suite', suite]
    command += [name for name in names if name not in SUITES]
    # A wrapper's name becomes part of the log's
    for log in (folder / 'meson-logs').glob('testlog*.json'):
        log.unlink()
    done = run(command)
    logs = list((folder / 'meson-logs').glob('testlog*.json'))
    if not logs:
        if suites and done.returncode == 0:
            say(f'nothing there for {" ".join(suites)}')
        else:
            count.failed += 1
            count.failures.append(f'meson test in {folder.name}')
        return
    for line in logs[0].read_text().splitlines():
        count.add(json.loads(line))


def report_coverage(folder):
    need(['gcovr', '--root', SOURCE, '--filter', SOURCE / 'src' / '(service|transfer|chat)',
          '--exclude-lines-by-pattern', r'.*(g_assert|g_return_|G_DEFINE_).*', '--exclude-throw-branches',
          '--gcov-ignore-parse-errors=all', '--print-summary', '--txt', folder / 'coverage.txt', folder], 'gcovr')
    print((folder / 'coverage.txt').read_text())


def parse_arguments():
    parser = argparse.ArgumentParser(prog='tests/run', description='Builds Annex and runs its tests.')
    parser.add_argument('names', nargs='*', metavar='SUITE|TEST',
                        help=f'what to run: suites ({", ".join(SUITES)}, flatpak) or tests; everything when left out')
    parser.add_argument('--no-sanitizers', action='store_true', help='build without sanitizers')
    parser.add_argument('--release', action='store_true', help='build as a release')
    parser.add_argument('--coverage', action='store_true', help='measure what the tests reach')
    parser.add_argument('--valgrind', action='store_true', help='run the tests in valgrind')
    parser.add_argument('--repeat', type=int, default=1, metavar='N', help='run each test N times')
    parser.add_argument('--suite', metavar='trixie|forky', help='in which Debian')
    parser.add_argument('--native', action='store_true', help='on this machine as it is')
    return parser.parse_args()


def choose_preset(options):
    if options.coverage:
        return 'coverage'
    if options.release:
        return 'release'
    if options.no_sanitizers or options.valgrind:
        return 'plain'
    return 'sanitized'


def main():
    options = parse_arguments()
    ci = bool(os.environ.get('CI'))
    count = Count()
    extra = [f'--repeat={options.repeat}'] if options.repeat > 1 else []
    if options.valgrind:
        extra += ['--wrap=valgrind --error-exitcode=1 --leak-check=full --errors-for-leak-kinds=definite', '-t', '10']

    preset = choose_preset(options)
    folder = build(preset, werror=ci)
    test(folder, options.names, extra, count)
    if options.coverage:
        report_coverage(folder)
    if ci and preset == 'sanitized' and not options.names:
        test(build('release', werror=True), RELEASE_SUITES, extra, count)

    if count.failures:
        say('failed: ' + ', '.join(dict.fromkeys(count.failures)))
    print(count, flush=True)
    sys.exit(1 if count.failed or count.passed + count.skipped == 0 else 0)


main()
