/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Logical pixels of the longer side of a page's picture. */
#define ANNEX_THUMBNAIL_SIDE 120

/* A small picture of a page with its number, in a room that is the same for all pages. */
#define ANNEX_TYPE_THUMBNAIL (annex_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (AnnexThumbnail, annex_thumbnail, ANNEX, THUMBNAIL, GtkWidget)

GtkWidget *annex_thumbnail_new (void);
void       annex_thumbnail_set_page (AnnexThumbnail *self,
                                     guint           page);
guint      annex_thumbnail_get_page (AnnexThumbnail *self);
void       annex_thumbnail_set_size (AnnexThumbnail        *self,
                                     const graphene_size_t *size);
void       annex_thumbnail_set_turns (AnnexThumbnail *self,
                                      guint           turns);
void       annex_thumbnail_set_texture (AnnexThumbnail *self,
                                        GdkTexture     *texture);
void       annex_thumbnail_get_pixels (AnnexThumbnail *self,
                                       guint          *width,
                                       guint          *height);

G_END_DECLS
