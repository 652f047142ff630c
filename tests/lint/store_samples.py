# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Good samples of what tests/lint/store.py reads, and what makes each of them a bad one."""

import configparser
import json
import re
import shutil
import xml.etree.ElementTree as ElementTree

import store_rules as rules

ID = 'org.example.Annex'
SHA256, COMMIT = '0123456789abcdef' * 4, '0123456789' * 4

MANIFEST = '''{"id": "org.example.Annex", "runtime": "org.gnome.Platform", "runtime-version": "51", "sdk": "org.gnome.Sdk", "command": "annex",
 "finish-args": ["--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"],
 "cleanup": ["/include", "/lib/pkgconfig", "*.a"],
 "modules": [{"name": "git", "sources": [{"type": "git", "url": "https://example.org/git", "tag": "1", "commit": "%s"}]},
  {"name": "annex", "sources": [{"type": "dir", "path": ".."}]}]}''' % COMMIT

MODULE = '''{"name": "library", "sources": [{"type": "archive", "url": "https://example.org/a.tar.gz", "sha256": "%s"}],
 "modules": [{"name": "inner", "sources": [{"type": "file", "url": "https://example.org/b", "sha256": "%s"}]}]}''' % (SHA256, SHA256)

METAINFO = '''<component type="desktop-application"><id>org.example.Annex</id>
<metadata_license>CC0-1.0</metadata_license><project_license>GPL-3.0-or-later</project_license>
<name>Annex</name><summary>See what is there</summary><description><p>It shows.</p></description>
<developer id="org.example"><name>Somebody</name></developer>
<launchable type="desktop-id">org.example.Annex.desktop</launchable><translation type="gettext">annex</translation>
<url type="homepage">https://example.org</url><url type="bugtracker">https://example.org</url><url type="vcs-browser">https://example.org</url>
<screenshots>
<screenshot type="default" environment="gnome"><image>https://raw.githubusercontent.com/a/b/main/data/screenshots/light.png</image>
<caption>Light</caption></screenshot>
<screenshot environment="gnome:dark"><image>https://raw.githubusercontent.com/a/b/main/data/screenshots/dark.png</image>
<caption>Dark</caption></screenshot>
</screenshots>
<branding><color type="primary" scheme_preference="light">#99c1f1</color><color type="primary" scheme_preference="dark">#1a5fb4</color></branding>
<keywords><keyword>one</keyword></keywords><content_rating type="oars-1.1"/>
<requires><display_length compare="ge">360</display_length></requires><recommends><control>keyboard</control></recommends>
<supports><control>touch</control></supports>
<releases><release version="1" date="2026-01-01"><description><p>New.</p></description></release></releases></component>'''

ENTRY = '''[Desktop Entry]
Type=Application
Name=Annex
Comment=See
Keywords=one;
Exec=annex
Icon=org.example.Annex
Categories=Office;
DBusActivatable=true
Actions=connect;
[Desktop Action connect]
Name=Connect
Exec=annex --connect
'''

SERVICE = '[D-BUS Service]\nName=org.example.Annex\nExec=/usr/bin/annex --gapplication-service\n'
ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"><path fill="#222" d="M0 0z"/></svg>'


def parse_keys(text):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string(text)
    return parser


def picture(width, height, head=b'\x89PNG\r\n\x1a\n'):
    return head + b'\0\0\0\rIHDR' + width.to_bytes(4, 'big') + height.to_bytes(4, 'big')


def copy_tree(source, target, names):
    """Copies some files and folders of the project, adds a good manifest, and returns the application's identifier."""
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (source / name).is_dir() else shutil.copy
        copy(source / name, target / name)
    identity = re.search("^application_id = '(.+)'$", (source / 'meson.build').read_text(), re.MULTILINE)[1]
    (target / 'flatpak').mkdir()
    (target / 'flatpak' / f'{identity}.json').write_text(MANIFEST.replace(ID, identity))
    return identity


RULES = {
    'manifest': (MANIFEST, lambda text: rules.check_manifest(json.loads(text), ID, 'annex', [json.loads(MODULE)])),
    'module': (MODULE, lambda text: rules.check_manifest(json.loads(MANIFEST), ID, 'annex', [json.loads(text)])),
    'metainfo': (METAINFO, lambda text: rules.check_metainfo(ElementTree.fromstring(text), ID, '1')),
    'entry': (ENTRY, lambda text: rules.check_desktop_entry(parse_keys(text), ID, 'annex', {'connect', 'about'})),
    'service': (SERVICE, lambda text: rules.check_service(parse_keys(text), ID, 'annex')),
    'icon': (ICON, lambda text: rules.check_icon(ElementTree.fromstring(text), 16, True)),
    'picture': ('1152x720', lambda text: rules.check_picture(picture(*map(int, text.split('x'))))),
    'identifier': (ID, lambda text: rules.check_manifest(json.loads(MANIFEST.replace(ID, text)), text, 'annex', [])),
    'file': ('\x89PNG', lambda text: rules.check_picture(picture(1152, 720, text.encode('latin-1') + b'\r\n\x1a\n'))),
}

# (rule, what is in the good sample, what is in the bad one, what is said)
FAULTS = [
    ('manifest', '"id": "org.example.Annex"', '"id": "org.example.Other"', 'is not org.example.Annex'),
    ('identifier', 'org.example.Annex', 'org.example.AnnexDevel', 'for development'),
    ('manifest', '"command": "annex"', '"command": "sh"', 'command sh'),
    ('manifest', '"command": "annex"', '"command": "annex", "branch": "master"', 'not stable'),
    ('manifest', '"runtime": "org.gnome.Platform"', '"runtime": "org.kde.Platform"', 'is not org.gnome.Platform'),
    ('manifest', '"runtime-version": "51"', '"runtime-version": "48"', 'end of its life'),
    ('manifest', '"runtime-version": "51"', '"runtime-version": "master"', 'not known'),
    ('manifest', '"--device=dri"', '"--device=all"', 'every device'),
    ('manifest', '"--device=dri"', '"--device=dri", "--filesystem=home"', 'portals'),
    ('manifest', '"--device=dri"', '"--device=dri", "--filesystem=xdg-download:ro"', 'portals'),
    ('manifest', '"--device=dri"', '"--device=dri", "--socket=session-bus"', 'whole bus'),
    ('manifest', '"--device=dri"', '"--device=dri", "--socket=system-bus"', 'whole bus'),
    ('manifest', '"--device=dri"', '"--device=dri", "--talk-name=*"', 'by a pattern'),
    ('manifest', '"--device=dri"', '"--device=dri", "--talk-name=org.freedesktop.*"', 'by a pattern'),
    ('manifest', '"--device=dri"', '"--device=dri", "--talk-name=org.freedesktop.Notifications"', 'more than the program needs'),
    ('manifest', '"--device=dri"', '"--device=dri", "--allow=devel"', 'looked into'),
    ('manifest', '"--device=dri"', '"--device=dri", "--socket=pulseaudio"', 'more than the program needs'),
    ('manifest', 'fallback-x11', 'x11', 'fallback-x11 is meant'),
    ('manifest', '"--share=network", ', '', '--share=network: is missing'),
    ('manifest', '"/include", ', '', 'headers would be installed'),
    ('manifest', ', "*.a"', '', 'static libraries would be installed'),
    ('manifest', '"/lib/pkgconfig", ', '', 'pkg-config files would be installed'),
    ('manifest', '"modules": [', '"build-options": {"build-args": ["--share=network"]}, "modules": [', '--share=network while building'),
    ('manifest', f', "commit": "{COMMIT}"', '', 'not pinned by its commit'),
    ('manifest', f'"tag": "1", "commit": "{COMMIT}"', '"branch": "main"', 'not pinned by its commit'),
    ('manifest', '"name": "annex"', '"name": "other"', 'only the program itself'),
    ('manifest', '"name": "annex"', '"name": "other"', 'annex itself is not among them'),
    ('module', f'.gz", "sha256": "{SHA256}"', '.gz"', 'not pinned by its sha256'),
    ('module', f'/b", "sha256": "{SHA256}"', '/b", "sha256": "0123"', 'not pinned by its sha256'),
    ('module', 'https://example.org/a', 'http://example.org/a', 'not fetched by https'),
    ('module', '"archive"', '"svn"', 'nothing is pinned'),
    ('module', '[{"type": "file"', '["more.json", {"type": "file"', 'in another file'),
    ('module', '[{"name": "inner"', '["deep.json", {"name": "inner"', 'too deep'),
    ('metainfo', '<id>org.example.Annex<', '<id>org.example.annex<', 'is not org.example.Annex'),
    ('metainfo', 'desktop-application', 'console-application', 'not a desktop-application'),
    ('metainfo', 'Annex.desktop<', 'Other.desktop<', 'launchable'),
    ('metainfo', 'type="gettext"', 'type="qt"', 'translation'),
    ('metainfo', 'CC0-1.0', 'GPL-3.0-or-later', 'metadata_license'),
    ('metainfo', 'type="homepage"', 'type="faq"', 'url homepage'),
    ('metainfo', '<name>Annex<', '<name>Annex, the Viewer of Attachments<', 'name'),
    ('metainfo', 'See what is there<', 'See what is there.<', 'full stop'),
    ('metainfo', 'See what is there<', 'See what the customer sent in a chat<', 'more than 35'),
    ('metainfo', '<p>It shows.</p>', '', 'description'),
    ('metainfo', '<keyword>one</keyword>', '', 'keywords'),
    ('metainfo', '<developer id="org.example">', '<developer>', 'developer'),
    ('metainfo', 'oars-1.1', 'oars-1.0', 'content_rating'),
    ('metainfo', '#1a5fb4', '#ffffff', 'dark colour'),
    ('metainfo', ' scheme_preference="light"', '', 'light colour'),
    ('metainfo', '<control>touch</control>', '', 'supports'),
    ('metainfo', '<display_length compare="ge">360</display_length>', '<control>keyboard</control>', 'how wide'),
    ('metainfo', '<release version="1"', '<release version="0.9"', 'is 0.9, not 1'),
    ('metainfo', ' date="2026-01-01"', '', 'no date'),
    ('metainfo', '<description><p>New.</p></description>', '', 'no notes'),
    ('metainfo', '<caption>Dark</caption>', '', 'screenshot 2: has no caption'),
    ('metainfo', 'Dark</caption>', 'Dark.</caption>', 'screenshot 2: has no caption, or one with a full stop'),
    ('metainfo', ' type="default"', '', 'not exactly one is the default'),
    ('metainfo', 'gnome:dark', 'gnome', 'light and dark'),
    ('metainfo', 'b/main/data/screenshots/dark.png', 'b/main/docs/dark.png', 'screenshot 2: is not one of data/screenshots'),
    ('entry', 'Icon=org.example.Annex', 'Icon=annex', 'Icon: is not'),
    ('entry', 'Exec=annex\n', 'Exec=annex %U\n', 'Exec: is not annex'),
    ('entry', 'DBusActivatable=true', 'DBusActivatable=false', 'DBusActivatable'),
    ('entry', 'Keywords=one;\n', '', 'Keywords: is missing'),
    ('entry', 'Actions=connect;', 'Actions=connect;about;', 'action about: has no group'),
    ('entry', 'Actions=connect;\n', '', 'is not among the actions'),
    ('entry', 'Name=Connect\n', '', 'action connect: has no name'),
    ('entry', 'connect;\n[Desktop Action connect]', 'link;\n[Desktop Action link]', 'session bus cannot activate'),
    ('entry', 'annex --connect', 'annex --chat=/a', 'no value'),
    ('entry', 'annex --connect', 'sh -c annex', 'no value'),
    ('service', 'Name=org.example.Annex', 'Name=org.example.Other', 'Name: is not'),
    ('service', ' --gapplication-service', '', 'as a service'),
    ('icon', 'viewBox="0 0 16 16"', 'viewBox="0 0 24 24"', 'is not 16 by 16'),
    ('icon', '<path', '<image href="a.png"/><path', 'has a image'),
    ('icon', '<path', '<linearGradient/><path', 'more than shapes'),
    ('icon', '<path', '<path stroke="#222"/><path', 'strokes'),
    ('icon', '<path', '<path fill="#f00"/><path', 'more than one colour'),
    ('picture', '1152', '600', 'less than 620'),
    ('picture', '1152x720', '1920x1080', 'more than 1600x900'),
    ('picture', '1152x720', '700x700', 'no display looks like'),
    ('file', 'PNG', 'JPG', 'is not a PNG'),
]
