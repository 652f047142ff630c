/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document-reading.h"

G_BEGIN_DECLS

/* What there is to read and to follow on the pages that are looked at: text and links, asked for when nothing that can be
 * seen waits, a bounded number kept. Emits `changed` with the page whenever something has come. */
#define ANNEX_TYPE_PAGE_CONTENTS (annex_page_contents_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPageContents, annex_page_contents, ANNEX, PAGE_CONTENTS, GObject)

AnnexPageContents *annex_page_contents_new (AnnexDocument *document);
void               annex_page_contents_want (AnnexPageContents *self,
                                             guint              first,
                                             guint              last,
                                             guint              current);
AnnexPageText     *annex_page_contents_get_text (AnnexPageContents *self,
                                                 guint              page);
GPtrArray         *annex_page_contents_get_links (AnnexPageContents *self,
                                                  guint              page);

G_END_DECLS
