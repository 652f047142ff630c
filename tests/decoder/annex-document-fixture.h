/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-fixture.h"
#include "annex-document-reading.h"
#include "annex-document-search.h"
#include "annex-preview-error.h"

G_BEGIN_DECLS

/* A pool of real decoders for each test of documents, gone without a trace after it, and what the tests look at. */

typedef struct
{
  AnnexDecoderPool *pool; /* (owned) */
} DocumentFixture;

/* Premultiplied. */
typedef struct
{
  guint8 red;
  guint8 green;
  guint8 blue;
  guint8 alpha;
} Colour;

#define COLOUR_RED ((Colour) { 255, 0, 0, 255 })
#define COLOUR_GREEN ((Colour) { 0, 255, 0, 255 })
#define COLOUR_BLUE ((Colour) { 0, 0, 255, 255 })
#define COLOUR_WHITE ((Colour) { 255, 255, 255, 255 })

void                    fixture_add (const char   *path,
                                     gconstpointer data,
                                     void (*function) (DocumentFixture *fixture,
                                    gconstpointer    data));
AnnexDocument          *fixture_open_or_fail (DocumentFixture *fixture,
                                              GBytes          *bytes);
GdkTexture             *fixture_draw_or_fail (AnnexDocument *document,
                                              guint          page,
                                              guint          width,
                                              guint          height);
void                    fixture_assert_size (AnnexDocument *document,
                                             guint          page,
                                             float          width,
                                             float          height);
void                    fixture_assert_refused (DocumentFixture  *fixture,
                                                GBytes           *bytes,
                                                AnnexPreviewError code,
                                                const char       *message);
void                    fixture_assert_colour (GdkTexture *texture,
                                               int         x,
                                               int         y,
                                               Colour      expected,
                                               int         tolerance);
AnnexPageText          *fixture_read (AnnexDocument *document,
                                      guint          page,
                                      GError       **error);
AnnexPageText          *fixture_read_or_fail (AnnexDocument *document,
                                              guint          page);
GPtrArray              *fixture_query_links (AnnexDocument *document,
                                             guint          page,
                                             GError       **error);
GListModel             *fixture_query_outline (AnnexDocument *document,
                                               GError       **error);
AnnexDocumentInventory *fixture_take_inventory (AnnexDocument *document,
                                                GError       **error);
void                    fixture_search (AnnexDocumentSearch *search,
                                        const char          *text,
                                        guint                page);

G_END_DECLS
