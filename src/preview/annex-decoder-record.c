/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-record.h"

#include "annex-preview-error.h"

/* A file that has killed so many decoders, by what is not one of many pages, does not get another. */
#define MAX_DEATHS 3

/* Nor does one with so many pages in a row that have killed one, without an answer in between, */
#define MAX_PAGES_IN_ROW 3

/* or with so many different things that have. */
#define MAX_FATAL 16

/* Nor does one that nothing could be drawn or read of so many times in a row. */
#define MAX_SLOW 8

/* One thing that has killed a decoder. */
typedef struct
{
  guint    operation; /* AnnexDecoderOperation; a drawing of the whole page is always %ANNEX_DECODER_RENDER */
  gboolean is_part;   /* of what is otherwise done at once */
  guint    page;
  guint    row; /* of the last death */
  gboolean is_forgiven;
  GError  *error; /* (owned) (nullable) NULL while it may be asked for again */
} Fatal;

struct _AnnexDecoderRecord
{
  GArray *fatal; /* (owned) Fatal */
  guint   n_deaths;
  guint   n_slow; /* since the last answer that was not only a size */
  guint   row;    /* number of these answers */
};

static void
clear_fatal (gpointer data)
{
  g_clear_error (&((Fatal *) data)->error);
}

AnnexDecoderRecord *
annex_decoder_record_new (void)
{
  AnnexDecoderRecord *self = g_new0 (AnnexDecoderRecord, 1);

  self->fatal = g_array_new (FALSE, FALSE, sizeof (Fatal));
  g_array_set_clear_func (self->fatal, clear_fatal);

  return self;
}

void
annex_decoder_record_free (AnnexDecoderRecord *self)
{
  g_array_unref (self->fatal);
  g_free (self);
}

static gboolean
is_whole (const AnnexDecoderRequest *request)
{
  return request->width == request->full_width && request->height == request->full_height;
}

/* What is drawn of a page in another size, or by another way, dies of the same; a part of it, much enlarged, need not. */
static void
classify (const AnnexDecoderRequest *request,
          Fatal                     *fatal)
{
  *fatal = (Fatal) { .operation = request->operation, .page = request->page };
  if (request->operation != ANNEX_DECODER_REGION)
    fatal->is_part = request->n_pages != 0;
  else if (is_whole (request))
    fatal->operation = ANNEX_DECODER_RENDER;
  else
    fatal->is_part = TRUE;
}

/* Returns: (nullable): what is known of the same thing */
static Fatal *
lookup (AnnexDecoderRecord        *self,
        const AnnexDecoderRequest *request)
{
  Fatal wanted;
  guint i;

  classify (request, &wanted);
  for (i = 0; i < self->fatal->len; i++)
    {
      Fatal *fatal = &g_array_index (self->fatal, Fatal, i);

      if (fatal->operation == wanted.operation && fatal->is_part == wanted.is_part && fatal->page == wanted.page)
        return fatal;
    }

  return NULL;
}

/*
 * annex_decoder_record_add_death:
 * @request: (nullable): what the decoder has died of, if that is about one of many pages
 * @error: how
 */
void
annex_decoder_record_add_death (AnnexDecoderRecord        *self,
                                const AnnexDecoderRequest *request,
                                const GError              *error)
{
  Fatal *known, added;

  if (request == NULL)
    {
      self->n_deaths++;
      return;
    }

  known = lookup (self, request);
  if (known == NULL)
    {
      classify (request, &added);
      g_array_append_val (self->fatal, added);
      known = &g_array_index (self->fatal, Fatal, self->fatal->len - 1);
    }
  known->row = self->row;
  g_clear_error (&known->error);
  known->error = g_error_copy (error);
}

/* A decoder took too long. */
void
annex_decoder_record_add_slow (AnnexDecoderRecord *self)
{
  self->n_slow++;
}

/* A size is no sign that anything can be seen of the file. */
void
annex_decoder_record_add_answer (AnnexDecoderRecord        *self,
                                 const AnnexDecoderRequest *request)
{
  if (request->operation == ANNEX_DECODER_SIZE)
    return;

  self->n_slow = 0;
  self->row++;
}

/*
 * annex_decoder_record_forgive:
 * @page: a page, from 0
 *
 * Lets the drawings of a page be asked for once more, if they have not been forgiven before.
 */
void
annex_decoder_record_forgive (AnnexDecoderRecord *self,
                              guint               page)
{
  guint i;

  for (i = 0; i < self->fatal->len; i++)
    {
      Fatal *fatal = &g_array_index (self->fatal, Fatal, i);

      if (fatal->page != page || fatal->is_forgiven || !annex_decoder_draws (fatal->operation))
        continue;
      fatal->is_forgiven = TRUE;
      g_clear_error (&fatal->error);
    }
}

/* Whether this is the first of what its page has done since the last answer. What is looked through in the background has a
 * limit of its own, and does not keep pages from being drawn. */
static gboolean
counts_in_row (AnnexDecoderRecord *self,
               guint               index)
{
  const Fatal *fatal = &g_array_index (self->fatal, Fatal, index);
  guint        i;

  if (fatal->row != self->row || fatal->operation == ANNEX_DECODER_INVENTORY)
    return FALSE;

  for (i = 0; i < index; i++)
    {
      const Fatal *other = &g_array_index (self->fatal, Fatal, i);

      if (other->page == fatal->page && other->row == self->row && other->operation != ANNEX_DECODER_INVENTORY)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_full (AnnexDecoderRecord *self)
{
  guint n_pages = 0;
  guint i;

  for (i = 0; i < self->fatal->len; i++)
    n_pages += counts_in_row (self, i);

  return n_pages >= MAX_PAGES_IN_ROW || self->fatal->len >= MAX_FATAL || self->n_deaths >= MAX_DEATHS || self->n_slow >= MAX_SLOW;
}

/*
 * annex_decoder_record_refuse:
 * @request: what is to be done
 *
 * Returns: (transfer full) (nullable): why that is not asked of a decoder: what came of it before, or that the file does not
 *   get another one; %NULL when it may be asked
 */
GError *
annex_decoder_record_refuse (AnnexDecoderRecord        *self,
                             const AnnexDecoderRequest *request)
{
  const Fatal *fatal = lookup (self, request);

  if (fatal != NULL && fatal->error != NULL)
    return g_error_copy (fatal->error);
  if (is_full (self))
    return g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED, "The file has stopped too many decoders");

  return NULL;
}
