/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text from a decoder, made fit to be shown. */

gboolean annex_clean_text_is_harmless (gunichar character);
char    *annex_clean_text_line (const char *text);

G_END_DECLS
