# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""What is written anywhere while something runs."""

import contextlib
import os
import subprocess
from pathlib import Path

# What the toolkit keeps for itself below a home: fonts, shaders; and the program's settings
CACHES = ('cache/fontconfig', 'cache/mesa_shader_cache', 'cache/gtk-4.0', 'cache/dconf', 'config/dconf', 'config/gtk-4.0/', 'config/glib-2.0/settings')
# Where a program may leave something that does not look where it should; on the machine itself others write there as well
ELSEWHERE = ('/tmp', '/var/tmp', '/dev/shm') if 'ANNEX_ROOT' in os.environ else ('/dev/shm',)


@contextlib.contextmanager
def watched_files(*folders):
    """Collects the paths of all that is created or written below the folders."""
    paths = set()
    watcher = subprocess.Popen(['inotifywait', '--monitor', '--recursive', '--event', 'create,modify,moved_to', '--format', '%w%f',
                                *map(str, folders)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for line in watcher.stderr:
        if 'Watches established' in line:
            break
    try:
        yield paths
    finally:
        # Everything before this file has been told about when the file has
        last = f'{folders[0]}/end-of-watch'
        Path(last).touch()
        for line in watcher.stdout:
            if line.strip() == last:
                break
            paths.add(line.strip())
        watcher.kill()
        watcher.communicate()


def written(paths, folders, service):
    """Those of the paths that nobody but the program can have written."""
    return [path for path in paths if not path.removeprefix(f'{folders.top}/').startswith(CACHES)
            and not path.startswith(('/dev/shm', f'{service.folder}/')) and not path.endswith('/bus.log')]
