# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""What the desktop and a store are told about the program is complete, and the same everywhere."""

import configparser
import json
import re
import xml.etree.ElementTree as ElementTree

import lint
import store_rules as rules

COMMAND = 'annex'
INSTALLED = {'.desktop', '.metainfo.xml', '.service', '.svg', '-symbolic.svg', '.gschema.xml'}

top = (lint.ROOT / 'meson.build').read_text()
application_id = re.search(r"^application_id = '(.+)'$", top, re.MULTILINE)[1]
version = re.search(r"^  version: '(.+)',$", top, re.MULTILINE)[1]
substitutions = {'APPLICATION_ID': application_id, 'VERSION': version, 'BINDIR': '/usr/bin'}


def read(path):
    """A file with what the build system writes into it; or None, and a complaint."""
    if not path.exists():
        lint.complain(path, 1, 'is missing')
        return None
    return re.sub('@([A-Z_]+)@', lambda match: substitutions.get(match[1], match[0]), path.read_text())


def check(path, parse, rule, *arguments):
    text = read(path)
    if text is None:
        return None
    try:
        parsed = parse(text)
    except (ValueError, ElementTree.ParseError, configparser.Error) as error:
        lint.complain(path, 1, f'cannot be read: {error}')
        return None
    for line in rule(parsed, *arguments):
        lint.complain(path, 1, line)
    return parsed


def parse_keys(text):
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read_string(text)
    return parser


def application_actions():
    """The names of the application's own actions that take no parameter."""
    source = (lint.ROOT / 'src' / 'ui' / 'annex-application.c').read_text()
    return set(re.findall(r'\{ \.name = "([a-z-]+)", \.activate = \w+ \}', source))


def check_data(data):
    check(data / 'annex.desktop.in.in', parse_keys, rules.check_desktop_entry, application_id, COMMAND, application_actions())
    check(data / 'annex.service.in', parse_keys, rules.check_service, application_id, COMMAND)
    check(data / 'icons' / 'annex.svg', ElementTree.fromstring, rules.check_icon, 128, False)
    check(data / 'icons' / 'annex-symbolic.svg', ElementTree.fromstring, rules.check_icon, 16, True)
    component = check(data / 'annex.metainfo.xml.in.in', ElementTree.fromstring, rules.check_metainfo, application_id, version)
    named = {rules.words(image).rsplit('/', 1)[-1] for image in component.iter('image')} if component is not None else set()
    for name in named:
        if not (data / 'screenshots' / name).exists():
            lint.complain(data / 'annex.metainfo.xml.in.in', 1, f'{name} is not in data/screenshots')
    for picture in lint.files(under=('data/screenshots',)):
        if picture.name not in named:
            lint.complain(picture, 1, 'is not in the metainfo')
        for line in rules.check_picture(picture.read_bytes()):
            lint.complain(picture, 1, line)
    build = read(data / 'meson.build') or ''
    for suffix in sorted(INSTALLED - set(re.findall(r"application_id \+ '([^']+)'", build))):
        lint.complain(data / 'meson.build', 1, f'nothing is installed as {application_id}{suffix}')


def check_flatpak(folder):
    modules = []

    def check_all(parsed):
        for name in [module for module in parsed.get('modules', []) if isinstance(module, str)]:
            check(folder / name, json.loads, lambda module: modules.append(module) or [])
        return rules.check_manifest(parsed, application_id, COMMAND, modules)

    check(folder / f'{application_id}.json', json.loads, check_all)


check_data(lint.ROOT / 'data')
check_flatpak(lint.ROOT / 'flatpak')
lint.finish()
