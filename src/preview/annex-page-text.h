/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>
#include <graphene.h>

G_BEGIN_DECLS

/* The text of a page in reading order, and where each of its characters is. Immutable, boxed, counted by thread-safe
 * references. The text is valid UTF-8; of control characters it has only tabs and newlines, which end lines, and it has
 * nothing that turns the direction of writing or cannot be seen, but for soft hyphens. Positions are numbers of
 * characters, or of the places between them: 0…n. Boxes are in points of the upright page, from its top left corner. */
typedef struct _AnnexPageText AnnexPageText;

#define ANNEX_TYPE_PAGE_TEXT (annex_page_text_get_type ())
GType          annex_page_text_get_type (void);
AnnexPageText *annex_page_text_ref (AnnexPageText *self);
void           annex_page_text_unref (AnnexPageText *self);
const char    *annex_page_text_get_text (AnnexPageText *self);
guint          annex_page_text_get_n_characters (AnnexPageText *self);
gboolean       annex_page_text_is_shortened (AnnexPageText *self);
gboolean       annex_page_text_is_empty (AnnexPageText *self);
void           annex_page_text_get_box (AnnexPageText   *self,
                                        guint            index,
                                        graphene_rect_t *box);
guint          annex_page_text_find (AnnexPageText          *self,
                                     const graphene_point_t *point);
char          *annex_page_text_dup_range (AnnexPageText *self,
                                          guint          start,
                                          guint          end);
GArray        *annex_page_text_list_boxes (AnnexPageText *self,
                                           guint          start,
                                           guint          end);
void           annex_page_text_get_word (AnnexPageText *self,
                                         guint          position,
                                         guint         *start,
                                         guint         *end);
guint          annex_page_text_move_by_word (AnnexPageText *self,
                                             guint          position,
                                             int            direction);
void           annex_page_text_get_line (AnnexPageText *self,
                                         guint          position,
                                         guint         *start,
                                         guint         *end);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexPageText, annex_page_text_unref)

G_END_DECLS
