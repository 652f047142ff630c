/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-chat-reading.h"

#include "annex-id-tree.h"

struct _AnnexChatReading
{
  char *contact_id; /* (owned) (nullable) */

  /* The reading that is under way */
  gboolean is_listing; /* it goes to the end of the transcript */
  guint    n_pages;
  gboolean has_met_known;
  gboolean has_met_end;
  GTree   *newest_ids; /* (owned) (element-type utf8): items of its newest page */

  /* What all of them have shown */
  GTree   *known_ids; /* (owned) (element-type utf8): items of the newest page of the last complete one */
  guint    n_unreadable;
  guint    n_newest_unreadable; /* of these, on the newest page */
  gboolean is_incomplete;
};

static gboolean
is_known (AnnexChatReading    *self,
          AnnexTranscriptItem *item)
{
  const char *id = annex_transcript_item_get_id (item);

  return id != NULL && annex_id_tree_contains (self->known_ids, id);
}

/* The transcript of a persistent chat also tells how earlier contacts ended, and that of a chat that was transferred to
 * this agent how it left another one. */
static gboolean
is_of_this_contact (AnnexChatReading    *self,
                    AnnexTranscriptItem *item,
                    gboolean             if_unknown)
{
  const char *contact_id = annex_transcript_item_get_related_contact_id (item);

  if (contact_id != NULL)
    return g_strcmp0 (contact_id, self->contact_id) == 0;

  contact_id = annex_transcript_item_get_contact_id (item);

  return contact_id != NULL && self->contact_id != NULL ? g_str_equal (contact_id, self->contact_id) : if_unknown;
}

/* An end that comes as news is ours. In the listing only the very last item of the transcript can be. */
static gboolean
is_end (AnnexChatReading    *self,
        AnnexTranscriptItem *item,
        gboolean             is_last)
{
  const AnnexTranscriptItemKind kind = annex_transcript_item_get_kind (item);
  const gboolean                is_chat_end = kind == ANNEX_TRANSCRIPT_ITEM_CHAT_ENDED;

  if (!is_chat_end && kind != ANNEX_TRANSCRIPT_ITEM_TRANSFER_SUCCEEDED)
    return FALSE;
  if (!self->is_listing)
    return annex_transcript_item_get_id (item) != NULL && is_of_this_contact (self, item, TRUE);

  return is_last && is_of_this_contact (self, item, is_chat_end);
}

/* Looks at what is new, from the newest item back to the first that is known. */
static void
look_for_news (AnnexChatReading *self,
               GPtrArray        *items)
{
  gboolean has_ids = items->len == 0;

  for (guint i = items->len; i > 0 && !self->has_met_known; i--)
    {
      AnnexTranscriptItem *item = items->pdata[i - 1];

      self->has_met_known = is_known (self, item);
      has_ids = has_ids || annex_transcript_item_get_id (item) != NULL;
      if (!self->has_met_known && is_end (self, item, self->n_pages == 0 && i == items->len))
        self->has_met_end = TRUE;
    }

  /* Without identifiers nothing can ever be known. */
  if (!has_ids)
    self->has_met_known = TRUE;
}

static void
note_newest_ids (AnnexChatReading *self,
                 GPtrArray        *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const char *id = annex_transcript_item_get_id (items->pdata[i]);

      if (id != NULL)
        annex_id_tree_add (self->newest_ids, id);
    }
}

/* What comes after the listing reads the newest page once more, so only what is more on it counts as new. */
static void
count_unreadable (AnnexChatReading *self,
                  guint             n_unreadable)
{
  const gboolean is_newest = self->n_pages == 0;

  if (self->is_listing)
    self->n_unreadable += n_unreadable;
  else if (is_newest && n_unreadable > self->n_newest_unreadable)
    self->n_unreadable += n_unreadable - self->n_newest_unreadable;

  if (is_newest)
    self->n_newest_unreadable = n_unreadable;
}

/**
 * annex_chat_reading_new:
 * @contact_id: (nullable): the contact that the agent has, when it is known
 *
 * Makes the memory of a chat of which nothing was read yet.
 *
 * Returns: (transfer full): the memory
 */
AnnexChatReading *
annex_chat_reading_new (const char *contact_id)
{
  AnnexChatReading *self = g_new0 (AnnexChatReading, 1);

  self->contact_id = g_strdup (contact_id);
  self->newest_ids = annex_id_tree_new (NULL);
  self->known_ids = annex_id_tree_new (NULL);

  return self;
}

/**
 * annex_chat_reading_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
annex_chat_reading_free (AnnexChatReading *self)
{
  g_free (self->contact_id);
  g_tree_unref (self->newest_ids);
  g_tree_unref (self->known_ids);
  g_free (self);
}

/**
 * annex_chat_reading_begin:
 * @self: a memory
 * @is_listing: %TRUE to read the whole transcript, %FALSE to look for news only
 *
 * Begins a reading.
 */
void
annex_chat_reading_begin (AnnexChatReading *self,
                          gboolean          is_listing)
{
  self->is_listing = is_listing;
  self->n_pages = 0;
  self->has_met_known = FALSE;
  self->has_met_end = FALSE;
  g_tree_remove_all (self->newest_ids);
  if (is_listing)
    {
      g_tree_remove_all (self->known_ids);
      self->n_unreadable = 0;
      self->is_incomplete = FALSE;
    }
}

/**
 * annex_chat_reading_take_page:
 * @self: a memory
 * @page: the next page, an older one than that before
 * @n_unusable: how many attachments of it cannot be shown
 *
 * Takes over what a page says of the chat as a whole.
 */
void
annex_chat_reading_take_page (AnnexChatReading          *self,
                              const AnnexTranscriptPage *page,
                              guint                      n_unusable)
{
  look_for_news (self, page->items);
  if (self->n_pages == 0)
    note_newest_ids (self, page->items);
  count_unreadable (self, page->n_skipped + n_unusable);
  self->is_incomplete = self->is_incomplete || page->is_repeated;
  self->n_pages++;
}

/**
 * annex_chat_reading_complete:
 * @self: a memory
 *
 * Every page came that was asked for. Only then what is on the newest one counts as known: a reading that was cut off has
 * left a gap behind it.
 */
void
annex_chat_reading_complete (AnnexChatReading *self)
{
  GTree *newest_ids = self->newest_ids;

  if (g_tree_nnodes (newest_ids) == 0)
    return;

  self->newest_ids = self->known_ids;
  self->known_ids = newest_ids;
}

/**
 * annex_chat_reading_get_n_pages:
 * @self: a memory
 *
 * Returns: how many pages of this reading have come
 */
guint
annex_chat_reading_get_n_pages (AnnexChatReading *self)
{
  return self->n_pages;
}

/**
 * annex_chat_reading_get_has_all_news:
 * @self: a memory
 *
 * Returns: whether everything older was read before
 */
gboolean
annex_chat_reading_get_has_all_news (AnnexChatReading *self)
{
  return !self->is_listing && self->has_met_known;
}

/**
 * annex_chat_reading_get_has_end:
 * @self: a memory
 *
 * Returns: whether the reading says that the chat has ended, or was transferred away
 */
gboolean
annex_chat_reading_get_has_end (AnnexChatReading *self)
{
  return self->has_met_end;
}

/**
 * annex_chat_reading_get_is_incomplete:
 * @self: a memory
 *
 * Returns: whether the pages repeat themselves or never end, so that older items may be missing
 */
gboolean
annex_chat_reading_get_is_incomplete (AnnexChatReading *self)
{
  return self->is_incomplete;
}

/**
 * annex_chat_reading_get_n_unreadable:
 * @self: a memory
 *
 * Returns: how many items or attachments could not be read
 */
guint
annex_chat_reading_get_n_unreadable (AnnexChatReading *self)
{
  return self->n_unreadable;
}
