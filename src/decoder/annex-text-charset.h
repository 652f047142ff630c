/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* Encodings older than Unicode: recognised by uchardet, converted by the C library. */
void     annex_text_charset_init (void);
guint    annex_text_charset_recognise (const guint8 *data,
                                       gsize         length);
gboolean annex_text_charset_is_escaped (const guint8 *data,
                                        gsize         length);
void     annex_text_charset_decode (guint         encoding,
                                    const guint8 *data,
                                    gsize         length,
                                    gboolean      whole,
                                    GString      *text,
                                    gboolean     *lossy);
