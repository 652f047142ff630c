/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The bytes of one attachment, in a sealed memfd: they cannot change any more, and are gone with the last reference. */
#define ANNEX_TYPE_CONTENT (annex_content_get_type ())
G_DECLARE_FINAL_TYPE (AnnexContent, annex_content, ANNEX, CONTENT, GObject)

AnnexContent *annex_content_new_for_bytes (GBytes  *bytes,
                                           GError **error);
guint64       annex_content_get_size (AnnexContent *self);
int           annex_content_get_fd (AnnexContent *self);
const char   *annex_content_get_sha256 (AnnexContent *self);
GBytes       *annex_content_dup_head (AnnexContent *self,
                                      gsize         max_length);
GBytes       *annex_content_map (AnnexContent *self,
                                 GError      **error);

/* Collects the bytes of a download and seals them into an #AnnexContent. */
#define ANNEX_TYPE_CONTENT_WRITER (annex_content_writer_get_type ())
G_DECLARE_FINAL_TYPE (AnnexContentWriter, annex_content_writer, ANNEX, CONTENT_WRITER, GObject)

AnnexContentWriter *annex_content_writer_new (guint64  max_size,
                                              GError **error);
gboolean            annex_content_writer_append (AnnexContentWriter *self,
                                                 gconstpointer       data,
                                                 gsize               length,
                                                 GError            **error);
guint64             annex_content_writer_get_size (AnnexContentWriter *self);
AnnexContent       *annex_content_writer_seal (AnnexContentWriter *self,
                                               GError            **error);

G_END_DECLS
