/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-folded-text.h"
#include "annex-outline-item-private.h"
#include "annex-page-link-private.h"
#include "annex-page-text-private.h"
#include "fuzz.h"

#include <string.h>
#include <unistd.h>

/* What a decoder that a file has taken over may leave in the memory that it shares: whatever it is, it is refused, or what
 * is made of it holds. */

#define N_PAGES 3

/* Returns: (transfer full): memory with @data in it at @offset */
static AnnexSharedMemory *
create_memory (gsize         length,
               gsize         offset,
               gconstpointer data,
               gsize         size)
{
  AnnexSharedMemory *memory = annex_shared_memory_new (length, NULL);

  g_assert (pwrite (annex_shared_memory_get_fd (memory), data, MIN (size, length - offset), (off_t) offset) >= 0);

  return memory;
}

static void
use_text (AnnexPageText *text)
{
  const guint n = annex_page_text_get_n_characters (text);
  g_autoptr (AnnexFoldedText) folded = annex_folded_text_new (annex_page_text_get_text (text));
  g_autoptr (AnnexFoldedText) wanted = annex_folded_text_new ("a");
  g_autoptr (GArray) boxes = annex_page_text_list_boxes (text, 0, n);
  guint start = 0, end = 0, i;

  g_assert (g_utf8_strlen (annex_page_text_get_text (text), -1) == (glong) n);
  while (annex_folded_text_find (folded, wanted, end, &start, &end))
    g_assert (start < end && end <= n);
  for (i = 0; i <= MIN (n, 50); i++)
    {
      graphene_point_t point = GRAPHENE_POINT_INIT ((float) i, (float) i);

      g_assert (annex_page_text_find (text, &point) <= n);
      annex_page_text_get_line (text, i, &start, &end);
      g_assert (start <= i && i <= end && end <= n);
      annex_page_text_get_word (text, i, &start, &end);
      g_assert (start <= end && end <= n);
      g_assert (annex_page_text_move_by_word (text, i, 1) >= i && annex_page_text_move_by_word (text, i, 1) <= n);
      g_assert (annex_page_text_move_by_word (text, i, -1) <= i);
    }
}

static void
try_text (const guint8 *data,
          gsize         size)
{
  g_autofree char            *copy = g_strndup ((const char *) data, size);
  g_autofree char            *valid = g_utf8_make_valid (copy, -1);
  g_autofree AnnexDecoderBox *boxes = NULL;
  g_autoptr (AnnexSharedMemory) memory = create_memory (sizeof (AnnexDecoderPageText), 0, data, size);
  g_autoptr (AnnexPageText) honest = NULL;
  g_autoptr (AnnexPageText) received = NULL;
  const glong       n = g_utf8_strlen (valid, -1);
  AnnexDecoderReply reply = { .length = (guint32) size, .count = (guint32) MAX (0, g_utf8_strlen (copy, -1)) };
  glong             i;

  boxes = g_new0 (AnnexDecoderBox, (gsize) n + 1);
  for (i = 0; i < n; i++)
    boxes[i] = (AnnexDecoderBox) { (float) (i % 60), (float) (i / 60), (float) (i % 60 + 1), (float) (i / 60 + 1) };
  honest = annex_page_text_new (valid, boxes, (guint) n);
  use_text (honest);
  received = annex_page_text_new_from_decoder (memory, &reply);
  if (received != NULL)
    use_text (received);
}

/* One link is well formed but for its address, of the other every byte is chosen. */
static void
try_links (const guint8 *data,
           gsize         size)
{
  AnnexDecoderLink links[2] = { { .box = { 1, 1, 2, 2 }, .kind = ANNEX_DECODER_LINK_URI } };
  g_autoptr (AnnexSharedMemory) memory = NULL;
  guint n;

  memcpy (links[0].uri, data, MIN (size, sizeof links[0].uri));
  memcpy (&links[1], data, MIN (size, sizeof links[1]));
  memory = create_memory (sizeof (AnnexDecoderPageLinks), 0, links, sizeof links);
  for (n = 1; n <= G_N_ELEMENTS (links); n++)
    {
      const AnnexDecoderReply reply = { .count = n };
      g_autoptr (GPtrArray) received = annex_page_link_list_from_decoder (memory, &reply, N_PAGES);
      guint i;

      for (i = 0; received != NULL && i < received->len; i++)
        {
          AnnexPageLink *link = g_ptr_array_index (received, i);
          const char    *uri = annex_page_link_get_uri (link);

          g_assert (uri == NULL || g_str_has_prefix (uri, "https://") || g_str_has_prefix (uri, "mailto:"));
          g_assert (uri == NULL || (strlen (uri) <= ANNEX_DECODER_MAX_URI && g_str_is_ascii (uri) && g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL)));
          g_assert (annex_page_link_get_page (link) < N_PAGES);
        }
    }
}

static void
try_outline (const guint8 *data,
             gsize         size)
{
  AnnexDecoderOutlineEntry entries[2] = { 0 };
  g_autoptr (AnnexSharedMemory) memory = NULL;
  guint n;

  memcpy (entries[0].title, data, MIN (size, sizeof entries[0].title));
  memcpy (&entries[1], data, MIN (size, sizeof entries[1]));
  memory = create_memory (sizeof (AnnexDecoderOutline), 0, entries, sizeof entries);
  for (n = 1; n <= G_N_ELEMENTS (entries); n++)
    {
      const AnnexDecoderReply reply = { .count = n };
      g_autoptr (GListModel) outline = annex_outline_item_list_from_decoder (memory, &reply, N_PAGES);
      guint i;

      for (i = 0; outline != NULL && i < g_list_model_get_n_items (outline); i++)
        {
          g_autoptr (AnnexOutlineItem) item = g_list_model_get_item (outline, i);

          g_assert (g_utf8_validate (annex_outline_item_get_title (item), -1, NULL));
          g_assert (annex_outline_item_get_page (item) < N_PAGES);
        }
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  try_text (data, MIN (size, ANNEX_DECODER_MAX_PAGE_TEXT));
  try_links (data, size);
  try_outline (data, size);

  return 0;
}
