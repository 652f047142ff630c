/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-attachment-list.h"
#include "annex-chat-reading.h"
#include "annex-id-tree.h"
#include "annex-participant-messages.h"

#define N_BITS 15
#define N_ITEMS (1 << N_BITS)

static double
get_zero (gpointer user_data)
{
  return 0;
}

/* Two pairs of letters that GLib's hash cannot tell apart, as the digits of a number. */
static char *
dup_colliding_id (guint i)
{
  GString *id = g_string_new (NULL);

  for (guint bit = 0; bit < N_BITS; bit++)
    g_string_append (id, (i >> bit & 1) != 0 ? "Bc" : "CB");

  return g_string_free_and_steal (id);
}

static AnnexTranscriptPage *
create_page (void)
{
  g_autoptr (GString) json = g_string_new ("{\"Transcript\":[");
  g_autoptr (JsonNode) root = NULL;
  AnnexTranscriptPage *page;

  for (guint i = 0; i < N_ITEMS; i++)
    {
      g_autofree char *id = dup_colliding_id (i);

      g_string_append_printf (json, "%s{\"Id\":\"%s\",\"Type\":\"ATTACHMENT\",\"Attachments\":[{\"AttachmentId\":\"%s\"}]}", i > 0 ? "," : "", id, id);
    }
  g_string_append (json, "]}");
  root = json_from_string (json->str, NULL);
  page = annex_participant_read_transcript_page (json_node_get_object (root), NULL);
  g_assert_nonnull (page);

  return page;
}

/* Reads the page twice, as when the chat looks for news. */
static void
read_page (AnnexTranscriptPage *page)
{
  g_autoptr (AnnexEndpoint) endpoint = annex_endpoint_new_for_url ("https://service.example", NULL);
  g_autoptr (AnnexRetry) retry = annex_retry_new (get_zero, NULL);
  g_autoptr (AnnexParticipantClient) client = annex_participant_client_new (endpoint, retry);
  g_autoptr (SoupSession) session = annex_download_session_new (NULL);
  g_autoptr (AnnexFetchQueue) queue = annex_fetch_queue_new (session, get_zero, NULL);
  g_autoptr (AnnexAttachmentList) list = annex_attachment_list_new (client, NULL, queue);
  g_autoptr (AnnexChatReading) reading = annex_chat_reading_new (NULL);

  for (guint i = 0; i < 2; i++)
    {
      annex_chat_reading_begin (reading, i == 0);
      annex_attachment_list_begin_reading (list);
      g_assert_cmpuint (annex_attachment_list_take_page (list, page->items), ==, 0);
      annex_chat_reading_take_page (reading, page, 0);
      annex_chat_reading_complete (reading);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, N_ITEMS);
  g_assert_true (annex_chat_reading_get_has_all_news (reading));
}

/* Identifiers that were chosen to collide in GLib's hash of strings are listed like others. */
static void
test_colliding_ids (void)
{
  g_autoptr (AnnexTranscriptPage) colliding = create_page ();

  g_assert_cmpuint (g_str_hash (annex_transcript_item_get_id (colliding->items->pdata[0])),
                    ==,
                    g_str_hash (annex_transcript_item_get_id (colliding->items->pdata[N_ITEMS - 1])));

  read_page (colliding);
}

/* What they are kept in does not hash them: it stays as flat as a balanced tree. */
static void
test_flat_tree (void)
{
  g_autoptr (GTree) tree = annex_id_tree_new (NULL);

  for (guint i = 0; i < N_ITEMS; i++)
    {
      g_autofree char *id = dup_colliding_id (i);

      g_assert_true (annex_id_tree_add (tree, id));
      g_assert_false (annex_id_tree_add (tree, id));
    }

  g_assert_cmpint (g_tree_nnodes (tree), ==, N_ITEMS);
  g_assert_cmpint (g_tree_height (tree), <=, 22);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attachment-list/colliding-ids", test_colliding_ids);
  g_test_add_func ("/attachment-list/flat-tree", test_flat_tree);

  return g_test_run ();
}
