# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""What a store of the Flathub kind refuses, as far as it can be seen without a network.

Each function takes something that was parsed already and returns what is wrong with it, in words."""

import re

# GNOME's runtimes, and whether they are still supported; a new one is added here when it appears
RUNTIMES = {'47': False, '48': False, '49': False, '50': True, '51': True}
FINISH_ARGS = {'--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11', '--device=dri'}
# (pattern, why); that something is not in FINISH_ARGS is said of all others
REFUSED_ARGS = [
    (r'--filesystem=', 'files come by the portals'),
    (r'--socket=(session|system)-bus$', 'the whole bus'),
    (r'--(system-)?(talk|own)-name=.*\*', 'names on the bus by a pattern'),
    (r'--device=all$', 'every device'),
    (r'--socket=x11$', 'X11 where there is Wayland; fallback-x11 is meant'),
    (r'--allow=devel$', 'other processes could be looked into'),
]
CLEANUP = {'headers': ('/include',), 'static libraries': ('*.a', '/lib/*.a'), 'pkg-config files': ('/lib/pkgconfig',)}

NAME_LETTERS, SUMMARY_LETTERS = 20, 35
LEAST_WIDTH, LONG_SIDE, SHORT_SIDE = 620, 1600, 900
NARROWEST, WIDEST = 1.3, 2.0


# The manifest


def is_hex(text, digits):
    return isinstance(text, str) and re.fullmatch(f'[0-9a-f]{{{digits}}}', text) is not None


def check_source(source, is_ours):
    """One source of a module; the folder of the checkout is one of ours alone."""
    if not isinstance(source, dict):
        return [f'source {source}: is in another file, which nobody checks']
    kind = source.get('type')
    where = f'source {source.get("url") or source.get("path") or kind}'
    said = []
    if kind in ('archive', 'file') and 'url' in source:
        if not is_hex(source.get('sha256'), 64):
            said.append(f'{where}: is not pinned by its sha256')
        if not source['url'].startswith('https://'):
            said.append(f'{where}: is not fetched by https')
    elif kind == 'git':
        if not is_hex(source.get('commit'), 40):
            said.append(f'{where}: is not pinned by its commit')
    elif kind == 'dir':
        if not is_ours:
            said.append(f'{where}: only the program itself is built from the checkout')
    elif kind not in ('archive', 'file', 'patch', 'shell', 'script', 'inline'):
        said.append(f'{where}: of this type nothing is pinned')
    return said


def check_build_options(options, where):
    said = [f'{where}: {arg} while building' for arg in options.get('build-args', []) if arg.startswith('--share=')]
    return said + [line for arch in options.get('arch', {}).values() for line in check_build_options(arch, where)]


def check_module(module, command):
    """A module with those inside it; one that stands in a file of its own is given parsed."""
    name = module.get('name', 'a module without a name')
    said = check_build_options(module.get('build-options', {}), name)
    for source in module.get('sources', []):
        said += [f'{name}: {line}' for line in check_source(source, name == command)]
    if not module.get('sources') and not module.get('modules') and module.get('buildsystem') != 'simple':
        said.append(f'{name}: has no source')
    for inner in module.get('modules', []):
        said += check_module(inner, command) if isinstance(inner, dict) else [f'{name}: {inner} is nested too deep to be checked']
    return said


def check_finish_args(args):
    said = []
    for arg in args:
        reasons = [why for pattern, why in REFUSED_ARGS if re.match(pattern, arg)]
        if reasons:
            said.append(f'{arg}: {reasons[0]}')
        elif arg not in FINISH_ARGS:
            said.append(f'{arg}: is more than the program needs')
    return said + [f'{arg}: is missing' for arg in sorted(FINISH_ARGS - set(args))]


def check_runtime(manifest):
    said = []
    version = str(manifest.get('runtime-version'))
    if manifest.get('runtime') != 'org.gnome.Platform' or manifest.get('sdk') != 'org.gnome.Sdk':
        said.append('the runtime is not org.gnome.Platform with org.gnome.Sdk')
    if version not in RUNTIMES:
        said.append(f'runtime {version}: is not known here; is it a released one?')
    elif not RUNTIMES[version]:
        said.append(f'runtime {version}: is at the end of its life')
    return said


def check_manifest(manifest, application_id, command, modules):
    """The manifest; `modules` are those that it has in files of their own, parsed."""
    said = []
    identity = manifest.get('id', manifest.get('app-id'))
    if identity != application_id:
        said.append(f'id {identity}: is not {application_id}')
    if application_id.endswith('Devel'):
        said.append(f'id {application_id}: is one for development')
    if manifest.get('command') != command:
        said.append(f'command {manifest.get("command")}: is not {command}')
    if manifest.get('branch') not in (None, 'stable') or manifest.get('default-branch') not in (None, 'stable'):
        said.append('the branch is not stable')
    said += check_runtime(manifest) + check_finish_args(manifest.get('finish-args', []))
    said += check_build_options(manifest.get('build-options', {}), 'build-options')
    for what, patterns in CLEANUP.items():
        if not set(patterns) & set(manifest.get('cleanup', [])):
            said.append(f'cleanup: {what} would be installed')
    inline = [module for module in manifest.get('modules', []) if isinstance(module, dict)]
    for module in inline + modules:
        said += check_module(module, command)
    if command not in [module.get('name') for module in inline]:
        said.append(f'modules: {command} itself is not among them')
    return said


# The metainfo


def words(element):
    return ' '.join(''.join(element.itertext()).split()) if element is not None else ''


def check_texts(component):
    said = []
    name, summary = words(component.find('name')), words(component.find('summary'))
    if not name or len(name) > NAME_LETTERS:
        said.append(f'name “{name}”: has none or more than {NAME_LETTERS} letters')
    if not summary or len(summary) > SUMMARY_LETTERS or summary.endswith('.'):
        said.append(f'summary “{summary}”: has none or more than {SUMMARY_LETTERS} letters, or a full stop')
    if not words(component.find('description/p')):
        said.append('the description is missing')
    if not component.findall('keywords/keyword'):
        said.append('keywords are missing')
    developer = component.find('developer')
    if developer is None or not developer.get('id') or not words(developer.find('name')):
        said.append('the developer, with id and name, is missing')
    return said


def check_identity(component, application_id):
    said = []
    if component.get('type') != 'desktop-application':
        said.append('is not a desktop-application')
    if words(component.find('id')) != application_id:
        said.append(f'id {words(component.find("id"))}: is not {application_id}')
    if words(component.find('launchable[@type="desktop-id"]')) != f'{application_id}.desktop':
        said.append('launchable: is not the desktop entry')
    if component.find('translation[@type="gettext"]') is None:
        said.append('translation: is missing')
    if words(component.find('metadata_license')) not in ('CC0-1.0', 'FSFAP', 'MIT'):
        said.append('metadata_license: does not let everybody copy it')
    if not words(component.find('project_license')):
        said.append('project_license: is missing')
    for kind in ('homepage', 'bugtracker', 'vcs-browser'):
        if not words(component.find(f'url[@type="{kind}"]')).startswith('https://'):
            said.append(f'url {kind}: is missing or not https')
    return said


def check_facts(component):
    said = []
    if component.find('content_rating[@type="oars-1.1"]') is None:
        said.append('content_rating: one of OARS 1.1 is missing')
    for scheme in ('light', 'dark'):
        color = words(component.find(f'branding/color[@type="primary"][@scheme_preference="{scheme}"]'))
        if not re.fullmatch('#[0-9a-f]{6}', color) or color in ('#ffffff', '#000000'):
            said.append(f'branding: the {scheme} colour is missing, or is none')
    for relation in ('requires', 'recommends', 'supports'):
        if not len(component.findall(f'{relation}/*')):
            said.append(f'{relation}: is missing')
    if component.find('requires/display_length') is None:
        said.append('requires: nothing says how wide the display must be')
    return said


def check_releases(component, version):
    release = component.find('releases/release')
    if release is None:
        return ['releases: there is none']
    said = []
    if release.get('version') != version:
        said.append(f'releases: the first is {release.get("version")}, not {version}')
    if not re.fullmatch(r'\d{4}-\d\d-\d\d', release.get('date', '')):
        said.append('releases: the first has no date')
    if not words(release.find('description')):
        said.append('releases: the first has no notes')
    return said


def check_screenshots(component):
    shots = component.findall('screenshots/screenshot')
    said = [] if shots else ['screenshots: there is none']
    if shots and [shot.get('type') for shot in shots].count('default') != 1:
        said.append('screenshots: not exactly one is the default')
    if shots and not {'gnome', 'gnome:dark'} <= {shot.get('environment') for shot in shots}:
        said.append('screenshots: light and dark ones are not both there')
    for number, shot in enumerate(shots, 1):
        caption = words(shot.find('caption'))
        if not caption or caption.endswith('.'):
            said.append(f'screenshot {number}: has no caption, or one with a full stop')
        if not re.fullmatch(r'https://raw\.githubusercontent\.com/[\w-]+/[\w-]+/[\w.-]+/data/screenshots/[\w-]+\.png', words(shot.find('image'))):
            said.append(f'screenshot {number}: is not one of data/screenshots')
    return said


def check_metainfo(component, application_id, version):
    return (check_identity(component, application_id) + check_texts(component) + check_facts(component) + check_releases(component, version)
            + check_screenshots(component))


def check_picture(content):
    """The bytes of a screenshot."""
    if content[:8] != b'\x89PNG\r\n\x1a\n' or content[12:16] != b'IHDR':
        return ['is not a PNG']
    width, height = int.from_bytes(content[16:20], 'big'), int.from_bytes(content[20:24], 'big')
    long, short = max(width, height), min(width, height)
    said = []
    if width < LEAST_WIDTH:
        said.append(f'is {width} pixels wide, less than {LEAST_WIDTH}')
    if long > LONG_SIDE or short > SHORT_SIDE:
        said.append(f'is {width}x{height}, more than {LONG_SIDE}x{SHORT_SIDE}')
    if not NARROWEST <= long / max(short, 1) <= WIDEST:
        said.append(f'is {width}x{height}, which no display looks like')
    return said


# The desktop entry, the service, the icons


def check_action(entry, action, application_actions):
    group = f'Desktop Action {action}'
    if group not in entry:
        return [f'action {action}: has no group']
    said = []
    if not entry[group].get('Name'):
        said.append(f'action {action}: has no name')
    # A desktop shows these words to everyone on the computer
    if not re.fullmatch(r'annex( --[a-z-]+)+', entry[group].get('Exec', '')):
        said.append(f'action {action}: runs something else than the program with options that have no value')
    if action not in application_actions:
        said.append(f'action {action}: is none of the application’s, so the session bus cannot activate it')
    return said


def check_desktop_entry(entry, application_id, command, application_actions):
    """The desktop entry as a ConfigParser, and the names of the application's actions without a parameter."""
    main = entry['Desktop Entry'] if 'Desktop Entry' in entry else {}
    wanted = {'Type': 'Application', 'Icon': application_id, 'Exec': command, 'DBusActivatable': 'true'}
    said = [f'{key}: is not {value}' for key, value in wanted.items() if main.get(key) != value]
    said += [f'{key}: is missing' for key in ('Name', 'Comment', 'Categories', 'Keywords') if not main.get(key)]
    actions = [action for action in main.get('Actions', '').split(';') if action]
    for action in actions:
        said += check_action(entry, action, application_actions)
    for group in entry.sections():
        if group.startswith('Desktop Action ') and group[len('Desktop Action '):] not in actions:
            said.append(f'{group}: is not among the actions')
    return said


def check_service(service, application_id, command):
    section = service['D-BUS Service'] if 'D-BUS Service' in service else {}
    said = []
    if section.get('Name') != application_id:
        said.append(f'Name: is not {application_id}')
    if not section.get('Exec', '').endswith(f'/{command} --gapplication-service'):
        said.append('Exec: does not start the program as a service')
    return said


def check_icon(svg, size, symbolic):
    """The root of an SVG."""
    said = []
    if svg.get('viewBox') != f'0 0 {size} {size}' or svg.get('width') != str(size) or svg.get('height') != str(size):
        said.append(f'is not {size} by {size}')
    tags = {element.tag.rsplit('}', 1)[-1] for element in svg.iter() if isinstance(element.tag, str)}
    for tag in sorted(tags & {'image', 'text', 'script', 'style', 'foreignObject'}):
        said.append(f'has a {tag}')
    if symbolic and tags - {'svg', 'g', 'path', 'circle', 'rect'}:
        said.append('is symbolic and has more than shapes')
    if symbolic and any('stroke' in element.attrib for element in svg.iter()):
        said.append('is symbolic and has strokes, which are not recoloured everywhere')
    if symbolic and len({element.get('fill') for element in svg.iter() if element.get('fill')}) > 1:
        said.append('is symbolic and has more than one colour')
    return said
