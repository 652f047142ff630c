# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Runs the functions marked with @test one after the other and reports in TAP."""

import os
import sys
import time
import traceback

# Waits that take longer are told about
SLOW_SECONDS = 4

tests = []


class Skip(Exception):
    """Raised by a test that cannot run here."""


def test(function):
    tests.append(function)
    return function


def say(text):
    for line in str(text).splitlines():
        print(f'# {line}', flush=True)


def run_one(number, function, *arguments):
    name = function.__name__.replace('_', '-')
    began = time.monotonic()
    try:
        function(*arguments)
    except Skip as reason:
        print(f'ok {number} {name} # SKIP {reason}', flush=True)
        return True
    except Exception:
        say(traceback.format_exc())
        print(f'not ok {number} {name}', flush=True)
        return False
    print(f'ok {number} {name}', flush=True)
    say(f'{time.monotonic() - began:.1f} s')
    return True


def main(*arguments):
    """Runs all tests, or those whose names are given; ends the program."""
    wanted = sys.argv[1:]
    chosen = [function for function in tests if not wanted or function.__name__ in wanted]
    print('TAP version 14')
    print(f'1..{len(chosen)}', flush=True)
    # Each is run, whatever became of the ones before it
    results = [run_one(number, function, *arguments) for number, function in enumerate(chosen, 1)]
    sys.stdout.flush()
    os._exit(0 if all(results) else 1)


def wait_for(predicate, what, seconds=30, every=0.05):
    """Returns what the predicate returns as soon as that is true."""
    began = time.monotonic()
    deadline = began + seconds
    while True:
        found = predicate()
        if found:
            if time.monotonic() > began + SLOW_SECONDS:
                say(f'{time.monotonic() - began:.1f} s for {what() if callable(what) else what}'[:200])
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f'waited in vain for {what() if callable(what) else what}')
        time.sleep(every)
