# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""Words that no file of the project may have, each with the reason why."""

import re

import lint

# (pattern, where, except where, why); paths are compared from their start
RULES = [
    (r'\b(TODO|FIXME|XXX|HACK)\b', '', ('tests/runner.py',), 'finish it, or write an issue'),
    (r'(?<![\w.*/-])/(work|root|home(?!/annex))/\w', '', (), 'a path of one machine'),
    (r'[\w.-]*(artifactory|nexus|mirror)[\w-]*\.[\w.-]+\.\w+', '', (), 'a mirror of one place'),
    (r'\t', 'src/', (), 'a tab'),
    (r'#\s*define\s+(G_LOG_DOMAIN|_GNU_SOURCE)\b', 'src/', (), 'meson.build sets it'),
    (r'-Wno-deprecated|G_GNUC_BEGIN_IGNORE_DEPRECATIONS|-Wno-error', '', (), 'deprecated interfaces are replaced, not hushed'),
    (r'#\s*pragma\s+(GCC|clang)\s+diagnostic', 'src/', (), 'warnings are mended, not hushed'),
    (r'\b(SoupLogger|soup_logger_\w+)\b', 'src/', (), 'it would write tokens and URLs to the log'),
    (r'participant/disconnect\b', 'src/', ('src/sample/',), 'looking must not change the chat'),
    (r'use-markup: *true|set_use_markup *\([^,]+, *TRUE|gtk_label_set_markup', 'src/', (), 'text from the customer is never markup'),
    (r'\bg_object_set_data(_full)?\b', 'src/', (), 'state lives in a struct'),
    (r'\b(strcpy|strcat|sprintf|gets|system|popen|g_spawn_command_line_(a)?sync|mktemp|alloca|g_alloca|g_newa0?)\s*\(', 'src/', (),
     'not safe'),
    (r'\bg_(task_run_in_thread_sync|main_context_iteration)\b', 'src/', (), 'it would block the main thread'),
    (r'\b(GLIB|GDK|ADW)_DISABLE_DEPRECATION_WARNINGS\b', '', (), 'deprecated interfaces are replaced, not hushed'),
    (r'\bjson_(object_get_(int|string|boolean|double)_member|node_get_(int|string))\b', 'src/', ('src/sample/', 'src/service/annex-json.c'),
     'untrusted JSON is read with annex-json'),
    (r'[ \t]+$', '', (), 'space at the end of a line'),
]
# These name the words
EXEMPT = ('tests/lint/', 'COPYING', 'package-lock.json')
NOT_CODE = ('.po', '.pot', '.csv', '.txt', '.png', '.http', '.eml', '.md')

rules = [(re.compile(pattern), where, excepted, why) for pattern, where, excepted, why in RULES]
for path in lint.files():
    name, text = lint.name(path), lint.text(path)
    if text is None or name.startswith(EXEMPT) or name.endswith(NOT_CODE):
        continue
    for number, line in enumerate(text.split('\n'), 1):
        for pattern, where, excepted, why in rules:
            if name.startswith(where) and not (excepted and name.startswith(excepted)) and pattern.search(line):
                lint.complain(path, number, f'“{pattern.search(line)[0]}”: {why}')
lint.finish()
