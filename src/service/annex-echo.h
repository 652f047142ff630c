/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *annex_echo_drop (const char *text,
                             const char *secret);
const char *annex_echo_drop_url (const char *text,
                                 GUri       *url);

G_END_DECLS
