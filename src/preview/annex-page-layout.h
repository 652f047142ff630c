/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

G_BEGIN_DECLS

/* Where the pages of a document lie below one another, in logical pixels. Pages whose size is not known yet are taken
 * to be as large as the first one. */
typedef struct _AnnexPageLayout AnnexPageLayout;

AnnexPageLayout *annex_page_layout_new (AnnexDocument *document,
                                        double         width);
void             annex_page_layout_free (AnnexPageLayout *self);
double           annex_page_layout_get_width (AnnexPageLayout *self);
double           annex_page_layout_get_height (AnnexPageLayout *self);
void             annex_page_layout_get_rect (AnnexPageLayout *self,
                                             guint            page,
                                             graphene_rect_t *rect);
guint            annex_page_layout_find (AnnexPageLayout *self,
                                         double           y);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexPageLayout, annex_page_layout_free)

G_END_DECLS
