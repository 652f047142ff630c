# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Each folder of src/ includes only what lies below it, and only the libraries that are its own."""

import re

import lint

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')

# Whose headers a folder may include besides its own
BELOW = {
    'service': set(),
    'transfer': {'service'},
    'chat': {'service', 'transfer'},
    'decoder': {'decoder/protocol'},
    'decoder/protocol': set(),
    'preview': {'service', 'transfer', 'decoder/protocol'},
    'sample': set(),
    'ui': {'service', 'transfer', 'chat', 'preview', 'sample'},
    '.': {'ui'},
}

# Which libraries it may use besides the C library's and the kernel's
LIBRARIES = {
    'glib': re.compile(r'^(glib|gio|gobject|gmodule)'),
    'soup': re.compile(r'^libsoup/'),
    'json': re.compile(r'^json-glib/'),
    'gtk': re.compile(r'^(gtk|gdk|gsk|graphene|pango|cairo)'),
    'adwaita': re.compile(r'^(adwaita|adw-)'),
    'vips': re.compile(r'^vips/'),
    'poppler': re.compile(r'^(poppler|glib/poppler)'),
    'seccomp': re.compile(r'^seccomp'),
    'cairo': re.compile(r'^cairo'),
}
USES = {
    'service': {'glib', 'soup', 'json'},
    'transfer': {'glib', 'soup'},
    'chat': {'glib', 'json'},
    'decoder': {'glib', 'vips', 'poppler', 'seccomp', 'cairo'},
    'decoder/protocol': {'glib'},
    'preview': {'glib', 'gtk', 'cairo'},
    'sample': {'glib', 'soup', 'json'},
    'ui': {'glib', 'gtk', 'adwaita', 'cairo', 'json'},
    '.': {'glib'},
}


def folder_of(path):
    return path.parent.relative_to(lint.ROOT / 'src').as_posix()


def check_own(path, line, folder, header, owners):
    owner = owners.get(header.rsplit('/', 1)[-1])
    if '/' in header:
        lint.complain(path, line, f'“{header}”: headers are included by their name alone')
    elif owner is not None and owner != folder and owner not in BELOW[folder]:
        lint.complain(path, line, f'{folder} may not include {owner}/{header}')


def check_library(path, line, folder, header):
    names = {name for name, pattern in LIBRARIES.items() if pattern.match(header)}
    if names and not names & USES[folder]:
        lint.complain(path, line, f'{folder} may not use {"/".join(sorted(names))} ({header})')


paths = lint.files('.c', '.h', under=('src',))
owners = {path.name: folder_of(path) for path in paths if path.suffix == '.h'}
for path in paths:
    folder = folder_of(path)
    if folder not in BELOW:
        lint.complain(path, 1, f'src/{folder} is no layer of the project')
        continue
    for line, code in enumerate(path.read_text().splitlines(), 1):
        found = INCLUDE.match(code)
        if found and found[1] == '"':
            check_own(path, line, folder, found[2], owners)
        elif found:
            check_library(path, line, folder, found[2])
lint.finish()
