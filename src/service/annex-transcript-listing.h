/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-participant-client.h"

G_BEGIN_DECLS

/**
 * AnnexTranscriptListing:
 * @query: which part of the transcript; its `start_item_id` follows the pages
 * @page_func: (nullable): called for each page
 * @page_data: what @page_func is called with
 * @page_data_free: (nullable): frees @page_data
 * @next_token: (nullable): token of the page that is asked for next
 *
 * How far one listing of a transcript has come.
 */
typedef struct
{
  /* Input */
  AnnexTranscriptQuery    query;
  AnnexTranscriptPageFunc page_func;
  gpointer                page_data;
  GDestroyNotify          page_data_free;

  /* In progress */
  char         *start_item_id; /* (owned) (nullable) */
  char         *next_token;    /* (owned) (nullable) */
  GTree        *seen;          /* (owned) (element-type utf8): where pages have begun */
  guint         n_pages;
  guint         n_empty;      /* pages without an item, in a row */
  gint64        next_time_us; /* monotonic: before that the next page is not asked for */
  GCancellable *life;         /* (owned) (nullable): of the client, while the next page waits */
} AnnexTranscriptListing;

AnnexTranscriptListing *annex_transcript_listing_new (const AnnexTranscriptQuery *query,
                                                      AnnexTranscriptPageFunc     page_func,
                                                      gpointer                    page_data,
                                                      GDestroyNotify              page_data_free);
void                    annex_transcript_listing_free (AnnexTranscriptListing *self);
gboolean                annex_transcript_listing_advance (AnnexTranscriptListing *self,
                                                          AnnexTranscriptPage    *page);
gint64                  annex_transcript_listing_pace (AnnexTranscriptListing *self,
                                                       gint64                  now_us,
                                                       guint                   interval_ms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexTranscriptListing, annex_transcript_listing_free)

G_END_DECLS
