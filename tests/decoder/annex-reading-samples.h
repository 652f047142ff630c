/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PDF documents with something to read in them, made by the tests. */

/* How a document is locked; qpdf does it. */
typedef enum
{
  SAMPLE_ENCRYPTION_RC4_40,
  SAMPLE_ENCRYPTION_RC4_128,
  SAMPLE_ENCRYPTION_AES_128,
  SAMPLE_ENCRYPTION_AES_256,
} SampleEncryption;

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
GBytes *sample_encrypted (SampleEncryption encryption,
                          const char      *password,
                          const char      *text);

G_END_DECLS
