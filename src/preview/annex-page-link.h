/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>
#include <graphene.h>

G_BEGIN_DECLS

/**
 * AnnexPageLinkKind:
 * @ANNEX_PAGE_LINK_PAGE: to a page of the same document
 * @ANNEX_PAGE_LINK_URI: to an https or mailto address, which is opened only when somebody has read and confirmed it
 * @ANNEX_PAGE_LINK_INACTIVE: to anything else; nothing is ever done
 *
 * Where a link leads.
 */
typedef enum
{
  ANNEX_PAGE_LINK_PAGE,
  ANNEX_PAGE_LINK_URI,
  ANNEX_PAGE_LINK_INACTIVE,
} AnnexPageLinkKind;

/* A link on a page. Immutable, boxed, counted by thread-safe references. */
typedef struct _AnnexPageLink AnnexPageLink;

#define ANNEX_TYPE_PAGE_LINK (annex_page_link_get_type ())
GType             annex_page_link_get_type (void);
AnnexPageLink    *annex_page_link_ref (AnnexPageLink *self);
void              annex_page_link_unref (AnnexPageLink *self);
AnnexPageLinkKind annex_page_link_get_kind (AnnexPageLink *self);
void              annex_page_link_get_box (AnnexPageLink   *self,
                                           graphene_rect_t *box);
guint             annex_page_link_get_page (AnnexPageLink *self);
double            annex_page_link_get_top (AnnexPageLink *self);
const char       *annex_page_link_get_uri (AnnexPageLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexPageLink, annex_page_link_unref)

G_END_DECLS
