/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pdf-decoder-private.h"

#include <string.h>

/* Where the outline goes round in circles, the same entries come again and again; the limits end that. */
typedef struct
{
  AnnexPdfDecoder     *decoder;
  AnnexDecoderOutline *outline;
  guint32              count;
} Walk;

/* As much of a title as there is room for, whole characters. */
static void
copy_title (AnnexDecoderOutlineEntry *entry,
            const char               *title)
{
  g_autofree char *valid = g_utf8_make_valid (title != NULL ? title : "", -1);
  gsize            length = strlen (valid);

  while (length > ANNEX_DECODER_MAX_TITLE)
    length = (gsize) (g_utf8_prev_char (valid + length) - valid);
  memcpy (entry->title, valid, length);
  entry->title[length] = '\0';
}

static void
add_entry (Walk             *walk,
           PopplerIndexIter *iter,
           guint32           depth)
{
  AnnexDecoderOutlineEntry *entry = &walk->outline->entries[walk->count++];
  g_autoptr (PopplerAction) action = poppler_index_iter_get_action (iter);

  memset (entry, 0, sizeof *entry);
  entry->depth = depth;
  entry->page = ANNEX_DECODER_NO_PAGE;
  if (action != NULL && action->type == POPPLER_ACTION_GOTO_DEST)
    annex_pdf_decoder_resolve (walk->decoder, action->goto_dest.dest, &entry->page, &entry->top);
  copy_title (entry, action != NULL ? action->any.title : NULL);
}

static void
add_entries (Walk             *walk,
             PopplerIndexIter *iter,
             guint32           depth)
{
  do
    {
      g_autoptr (PopplerIndexIter) child = NULL;

      if (walk->count >= ANNEX_DECODER_MAX_OUTLINE)
        return;
      add_entry (walk, iter, depth);
      if (depth < ANNEX_DECODER_MAX_OUTLINE_DEPTH)
        child = poppler_index_iter_get_child (iter);
      if (child != NULL)
        add_entries (walk, child, depth + 1);
    }
  while (poppler_index_iter_next (iter));
}

/* Fills in the outline, as much as there is room for; nothing when there is none. */
void
annex_pdf_decoder_get_outline (AnnexPdfDecoder     *self,
                               AnnexDecoderOutline *outline,
                               AnnexDecoderReply   *reply)
{
  g_autoptr (PopplerIndexIter) iter = poppler_index_iter_new (self->document);
  Walk walk = { self, outline, 0 };

  if (iter != NULL)
    add_entries (&walk, iter, 0);
  reply->count = walk.count;
  reply->status = ANNEX_DECODER_OK;
}
