/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-search.h"

#include "annex-document-reading.h"
#include "annex-folded-text.h"
#include "annex-preview-error.h"
#include "annex-weak-ref.h"

/* Decoders that searching may cost, whatever is looked for, before it ends with the next page that does. The file gets so few
 * that reading it goes on only if this is less. */
#define MAX_DEATHS 1

struct _AnnexDocumentSearch
{
  GObject parent_instance;

  AnnexDocument *document; /* (owned) */

  char            *text;        /* (owned) (nullable) */
  AnnexFoldedText *wanted;      /* (owned) (nullable) */
  GCancellable    *cancellable; /* (owned) (nullable) while pages are looked through */
  guint            first;       /* the page that was begun with */
  guint            n_done;      /* pages */
  gboolean         has_more;
  gboolean         has_gaps; /* a page was left out, or a part of one */

  GArray  **pages;    /* (owned) AnnexTextRange of each page; NULL where there is none */
  gboolean *is_fatal; /* (owned) of each page: reading it has cost a decoder, which is not done twice */
  guint     n_deaths;
  guint     n_pages;
  guint     n_matches;
  gboolean  has_current;
  guint     current_page;
  guint     current_index; /* in that page */
};

G_DEFINE_FINAL_TYPE (AnnexDocumentSearch, annex_document_search, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void look_at_next (AnnexDocumentSearch *self);

static void
emit_changed (AnnexDocumentSearch *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
forget (AnnexDocumentSearch *self)
{
  guint i;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  for (i = 0; i < self->n_pages; i++)
    g_clear_pointer (&self->pages[i], g_array_unref);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->wanted, annex_folded_text_free);
  self->n_done = self->n_matches = 0;
  self->has_more = self->has_gaps = self->has_current = FALSE;
}

static guint
count_in (AnnexDocumentSearch *self,
          guint                page)
{
  return self->pages[page] != NULL ? self->pages[page]->len : 0;
}

static guint
get_page (AnnexDocumentSearch *self)
{
  return (self->first + self->n_done) % self->n_pages;
}

static void
take_first_match (AnnexDocumentSearch *self,
                  guint                page)
{
  if (self->has_current || count_in (self, page) == 0)
    return;

  self->has_current = TRUE;
  self->current_page = page;
  self->current_index = 0;
}

static void
look_through (AnnexDocumentSearch *self,
              guint                page,
              AnnexPageText       *text)
{
  g_autoptr (AnnexFoldedText) folded = annex_folded_text_new (annex_page_text_get_text (text));
  AnnexTextRange range = { 0 };

  while (annex_folded_text_find (folded, self->wanted, range.end, &range.start, &range.end))
    {
      if (self->n_matches >= ANNEX_DOCUMENT_SEARCH_MAX_MATCHES)
        {
          self->has_more = TRUE;
          break;
        }
      if (self->pages[page] == NULL)
        self->pages[page] = g_array_new (FALSE, FALSE, sizeof (AnnexTextRange));
      g_array_append_val (self->pages[page], range);
      self->n_matches++;
    }
  self->has_gaps |= annex_page_text_is_shortened (text);
  take_first_match (self, page);
}

/* A page that cannot be read has no match; who reads on says what is wrong with it. */
static void
note_error (AnnexDocumentSearch *self,
            const GError        *error)
{
  self->has_gaps = TRUE;
  if (!g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED) && !g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_SLOW))
    return;

  self->is_fatal[get_page (self)] = TRUE;
  self->has_more = self->n_deaths++ >= MAX_DEATHS;
}

static void
text_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AnnexDocumentSearch) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexPageText) text = annex_document_query_text_finish (ANNEX_DOCUMENT (source), result, &error);
  guint n_matches;

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  n_matches = self->n_matches;
  if (error != NULL)
    note_error (self, error);
  else
    look_through (self, get_page (self), text);

  self->n_done++;
  look_at_next (self);
  if (self->n_matches != n_matches || self->cancellable == NULL)
    emit_changed (self);
}

static void
look_at_next (AnnexDocumentSearch *self)
{
  while (self->n_done < self->n_pages && self->is_fatal[get_page (self)])
    {
      self->n_done++;
      self->has_gaps = TRUE;
    }

  if (self->n_done >= self->n_pages || self->has_more)
    {
      g_clear_object (&self->cancellable);
      return;
    }

  annex_document_query_text_async (self->document,
                                   get_page (self),
                                   ANNEX_DOCUMENT_PRIORITY_LAST,
                                   self->cancellable,
                                   text_cb,
                                   annex_weak_ref_new (self));
}

static void
annex_document_search_dispose (GObject *object)
{
  forget (ANNEX_DOCUMENT_SEARCH (object));

  G_OBJECT_CLASS (annex_document_search_parent_class)->dispose (object);
}

static void
annex_document_search_finalize (GObject *object)
{
  AnnexDocumentSearch *self = ANNEX_DOCUMENT_SEARCH (object);

  g_clear_object (&self->document);
  g_free (self->pages);
  g_free (self->is_fatal);

  G_OBJECT_CLASS (annex_document_search_parent_class)->finalize (object);
}

static void
annex_document_search_class_init (AnnexDocumentSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annex_document_search_dispose;
  object_class->finalize = annex_document_search_finalize;

  /**
   * AnnexDocumentSearch::changed:
   * @self: a search
   *
   * There is another match, or another current one, or all is looked through.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_document_search_init (AnnexDocumentSearch *self)
{
}

/**
 * annex_document_search_new:
 * @document: an opened document
 *
 * Returns: (transfer full): a search that looks for nothing yet
 */
AnnexDocumentSearch *
annex_document_search_new (AnnexDocument *document)
{
  AnnexDocumentSearch *self;

  g_return_val_if_fail (ANNEX_IS_DOCUMENT (document), NULL);

  self = g_object_new (ANNEX_TYPE_DOCUMENT_SEARCH, NULL);
  self->document = g_object_ref (document);
  self->n_pages = annex_document_get_n_pages (document);
  self->pages = g_new0 (GArray *, self->n_pages);
  self->is_fatal = g_new0 (gboolean, self->n_pages);

  return self;
}

/**
 * annex_document_search_get_document:
 * @self: a search
 *
 * Returns: (transfer none): the document
 */
AnnexDocument *
annex_document_search_get_document (AnnexDocumentSearch *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT_SEARCH (self), NULL);

  return self->document;
}

static void
begin (AnnexDocumentSearch *self,
       const char          *text,
       guint                page)
{
  g_autofree char *stripped = g_strstrip (g_utf8_make_valid (text, -1));
  g_autoptr (AnnexFoldedText) wanted = annex_folded_text_new (stripped);

  if (annex_folded_text_is_empty (wanted))
    return;

  self->wanted = g_steal_pointer (&wanted);
  self->first = MIN (page, self->n_pages - 1);
  self->cancellable = g_cancellable_new ();
  look_at_next (self);
}

/**
 * annex_document_search_set_text:
 * @self: a search
 * @text: (nullable): what to look for; %NULL or empty for nothing
 * @page: the page to begin with, from 0
 *
 * Looks for something, in @page and those behind it, then in those before it. The first match becomes the current one.
 * What was found before is forgotten; the same text again goes on with what there is.
 */
void
annex_document_search_set_text (AnnexDocumentSearch *self,
                                const char          *text,
                                guint                page)
{
  g_return_if_fail (ANNEX_IS_DOCUMENT_SEARCH (self));

  if (g_strcmp0 (text, self->text) == 0)
    return;

  forget (self);
  self->text = g_strdup (text);
  if (text != NULL)
    begin (self, text, page);
  emit_changed (self);
}

/**
 * annex_document_search_get_n_matches:
 * @self: a search
 *
 * Returns: how many matches have been found so far, at most %ANNEX_DOCUMENT_SEARCH_MAX_MATCHES
 */
guint
annex_document_search_get_n_matches (AnnexDocumentSearch *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT_SEARCH (self), 0);

  return self->n_matches;
}

/**
 * annex_document_search_has_more:
 * @self: a search
 *
 * Returns: whether it ended although not everything was looked through, so that there may be more matches
 */
gboolean
annex_document_search_has_more (AnnexDocumentSearch *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT_SEARCH (self), FALSE);

  return self->has_more || (self->has_gaps && self->cancellable == NULL);
}

/**
 * annex_document_search_is_complete:
 * @self: a search
 *
 * Returns: whether nothing more is looked for
 */
gboolean
annex_document_search_is_complete (AnnexDocumentSearch *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT_SEARCH (self), TRUE);

  return self->cancellable == NULL;
}

/**
 * annex_document_search_get_current_index:
 * @self: a search
 *
 * Returns: number of the current match, from 0, in the order of the pages; it grows when others are found before it. -1
 *   when there is none.
 */
int
annex_document_search_get_current_index (AnnexDocumentSearch *self)
{
  guint index, page;

  g_return_val_if_fail (ANNEX_IS_DOCUMENT_SEARCH (self), -1);

  if (!self->has_current)
    return -1;

  index = self->current_index;
  for (page = 0; page < self->current_page; page++)
    index += count_in (self, page);

  return (int) index;
}

/**
 * annex_document_search_get_current:
 * @self: a search
 * @page: (out): the page of the current match, from 0
 * @start: (out): the position in its text where the match begins
 * @end: (out): the position where it ends
 *
 * Returns: whether there is one
 */
gboolean
annex_document_search_get_current (AnnexDocumentSearch *self,
                                   guint               *page,
                                   guint               *start,
                                   guint               *end)
{
  const AnnexTextRange *range;

  g_return_val_if_fail (ANNEX_IS_DOCUMENT_SEARCH (self), FALSE);

  if (!self->has_current)
    return FALSE;

  range = &g_array_index (self->pages[self->current_page], AnnexTextRange, self->current_index);
  *page = self->current_page;
  *start = range->start;
  *end = range->end;

  return TRUE;
}

/**
 * annex_document_search_next:
 * @self: a search
 *
 * Goes to the next match of those found so far, and from the last to the first.
 */
void
annex_document_search_next (AnnexDocumentSearch *self)
{
  g_return_if_fail (ANNEX_IS_DOCUMENT_SEARCH (self));

  if (!self->has_current)
    return;

  if (++self->current_index >= count_in (self, self->current_page))
    {
      do
        self->current_page = (self->current_page + 1) % self->n_pages;
      while (count_in (self, self->current_page) == 0);
      self->current_index = 0;
    }
  emit_changed (self);
}

/**
 * annex_document_search_previous:
 * @self: a search
 *
 * Goes to the match before the current one, of those found so far, and from the first to the last.
 */
void
annex_document_search_previous (AnnexDocumentSearch *self)
{
  g_return_if_fail (ANNEX_IS_DOCUMENT_SEARCH (self));

  if (!self->has_current)
    return;

  if (self->current_index-- == 0)
    {
      do
        self->current_page = (self->current_page + self->n_pages - 1) % self->n_pages;
      while (count_in (self, self->current_page) == 0);
      self->current_index = count_in (self, self->current_page) - 1;
    }
  emit_changed (self);
}

/**
 * annex_document_search_list_matches:
 * @self: a search
 * @page: page number, from 0
 *
 * Returns: (transfer none) (element-type AnnexTextRange) (nullable): the matches of that page, in order; %NULL when there
 *   are none
 */
GArray *
annex_document_search_list_matches (AnnexDocumentSearch *self,
                                    guint                page)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT_SEARCH (self) && page < self->n_pages, NULL);

  return self->pages[page];
}
