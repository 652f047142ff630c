/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PDF documents with something to read in them, made by the tests. */

GBytes *sample_text (const char *const *lines,
                     double             width,
                     double             height);
GBytes *sample_columns (const char *const *left,
                        const char *const *right);
GBytes *sample_words (const char *page,
                      const char *content);
GBytes *sample_objects (const char *const *objects,
                        const char        *trailer);
GBytes *sample_many_words (guint n_pages);
GBytes *sample_encrypted (const char *password,
                          guint       bits,
                          const char *text);

G_END_DECLS
