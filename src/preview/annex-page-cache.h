/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

G_BEGIN_DECLS

/* The drawn pages of one document: those that are wanted and a bounded number of bytes of others, one drawing under way,
 * the rest on demand. Emits `changed` with the page whenever a page's texture or error is new. */
#define ANNEX_TYPE_PAGE_CACHE (annex_page_cache_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPageCache, annex_page_cache, ANNEX, PAGE_CACHE, GObject)

AnnexPageCache *annex_page_cache_new (AnnexDocument        *document,
                                      AnnexDocumentPriority priority,
                                      guint                 max_textures,
                                      gsize                 max_bytes);
AnnexDocument  *annex_page_cache_get_document (AnnexPageCache *self);
void            annex_page_cache_begin (AnnexPageCache *self);
GdkTexture     *annex_page_cache_want (AnnexPageCache *self,
                                       guint           page,
                                       guint           width,
                                       guint           height);
GdkTexture     *annex_page_cache_keep (AnnexPageCache *self,
                                       guint           page);
void            annex_page_cache_prepare (AnnexPageCache *self,
                                          guint           page,
                                          guint           width,
                                          guint           height);
void            annex_page_cache_retry (AnnexPageCache *self,
                                        guint           page);
void            annex_page_cache_end (AnnexPageCache *self);
gboolean        annex_page_cache_has_texture (AnnexPageCache *self,
                                              guint           page);
gsize           annex_page_cache_get_n_bytes (AnnexPageCache *self);
const GError   *annex_page_cache_get_error (AnnexPageCache *self,
                                            guint           page);

G_END_DECLS
