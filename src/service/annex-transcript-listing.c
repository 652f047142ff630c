/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-transcript-listing.h"

#include "annex-id-tree.h"

/* A server that always has one more page must come to an end too; this many pages have 50,000 items. */
#define MAX_PAGES 500

/* The service may send a page without an item and a token; one that goes on like that has nothing more to tell. */
#define MAX_EMPTY_PAGES 10

/* So many pages come as fast as they can: more than a long chat has. */
#define N_FAST_PAGES 8

/*< private >
 * annex_transcript_listing_new:
 * @query: which part of the transcript; copied
 * @page_func: (nullable): called for each page
 * @page_data: (transfer full): what @page_func is called with
 * @page_data_free: (nullable): frees @page_data
 *
 * Returns: (transfer full): a listing before its first page
 */
AnnexTranscriptListing *
annex_transcript_listing_new (const AnnexTranscriptQuery *query,
                              AnnexTranscriptPageFunc     page_func,
                              gpointer                    page_data,
                              GDestroyNotify              page_data_free)
{
  AnnexTranscriptListing *self = g_new0 (AnnexTranscriptListing, 1);

  self->query = *query;
  self->page_func = page_func;
  self->page_data = page_data;
  self->page_data_free = page_data_free;
  self->start_item_id = g_strdup (query->start_item_id);
  self->query.start_item_id = self->start_item_id;
  self->seen = annex_id_tree_new (NULL);
  if (query->start_item_id != NULL)
    annex_id_tree_add (self->seen, query->start_item_id);

  return self;
}

/*< private >
 * annex_transcript_listing_free:
 * @self: (transfer full): a listing
 *
 * Frees @self.
 */
void
annex_transcript_listing_free (AnnexTranscriptListing *self)
{
  if (self->page_data_free != NULL)
    self->page_data_free (self->page_data);
  g_free (self->start_item_id);
  g_free (self->next_token);
  g_tree_unref (self->seen);
  g_clear_object (&self->life);
  g_free (self);
}

/* Returns: (nullable): identifier of the newest item of a page, on which a page from old to new ends */
static const char *
find_last_id (const AnnexTranscriptPage *page)
{
  for (guint i = page->items->len; i > 0; i--)
    {
      const char *id = annex_transcript_item_get_id (g_ptr_array_index (page->items, i - 1));

      if (id != NULL)
        return id;
    }

  return NULL;
}

/* Returns: whether asking on would never end */
static gboolean
is_endless (AnnexTranscriptListing    *self,
            const AnnexTranscriptPage *page,
            const char                *place)
{
  self->n_pages++;
  self->n_empty = page->items->len == 0 ? self->n_empty + 1 : 0;

  return self->n_pages >= MAX_PAGES || self->n_empty >= MAX_EMPTY_PAGES || !annex_id_tree_add (self->seen, place);
}

/*< private >
 * annex_transcript_listing_advance:
 * @self: a listing
 * @page: the page that came; is told when the pages end only because they would never end
 *
 * Goes on to the next page: backward with the token, forward from the newest item.
 *
 * Returns: whether there is a next page, and it is not one that was asked for before
 */
gboolean
annex_transcript_listing_advance (AnnexTranscriptListing *self,
                                  AnnexTranscriptPage    *page)
{
  const char *place = self->query.backward ? page->next_token : find_last_id (page);

  if (page->next_token == NULL || place == NULL)
    return FALSE;

  page->is_repeated = is_endless (self, page, place);
  if (page->is_repeated)
    return FALSE;

  if (self->query.backward)
    g_set_str (&self->next_token, place);
  else
    g_set_str (&self->start_item_id, place);
  self->query.start_item_id = self->start_item_id;

  return TRUE;
}

/*< private >
 * annex_transcript_listing_pace:
 * @self: a listing
 * @now_us: monotonic time, in microseconds
 * @interval_ms: how long after a page the next one may be asked for, when there were many
 *
 * Finds when the next page may be asked for. When it is now, it counts as asked for.
 *
 * Returns: microseconds to wait, or 0
 */
gint64
annex_transcript_listing_pace (AnnexTranscriptListing *self,
                               gint64                  now_us,
                               guint                   interval_ms)
{
  if (self->n_pages >= N_FAST_PAGES && now_us < self->next_time_us)
    return self->next_time_us - now_us;

  self->next_time_us = now_us + (gint64) interval_ms * 1000;

  return 0;
}
