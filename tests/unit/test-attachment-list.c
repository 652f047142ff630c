/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-attachment-list.h"
#include "annex-chat-reading.h"
#include "annex-participant-messages.h"

#include <time.h>

#define N_BITS 15
#define N_ITEMS (1 << N_BITS)

typedef char *(*IdFunc) (guint i);

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

static char *
dup_ordinary_id (guint i)
{
  return g_strdup_printf ("%0*u", 2 * N_BITS, i * 2654435761U);
}

static AnnexTranscriptPage *
create_page (char *(*dup_id) (guint i))
{
  g_autoptr (GString) json = g_string_new ("{\"Transcript\":[");
  g_autoptr (JsonNode) root = NULL;
  AnnexTranscriptPage *page;

  for (guint i = 0; i < N_ITEMS; i++)
    {
      g_autofree char *id = dup_id (i);

      g_string_append_printf (json, "%s{\"Id\":\"%s\",\"Type\":\"ATTACHMENT\",\"Attachments\":[{\"AttachmentId\":\"%s\"}]}", i > 0 ? "," : "", id, id);
    }
  g_string_append (json, "]}");
  root = json_from_string (json->str, NULL);
  page = annex_participant_read_transcript_page (json_node_get_object (root), NULL);
  g_assert_nonnull (page);

  return page;
}

/* Reads the page twice, as when the chat looks for news. Returns: seconds of this process alone that it took */
static double
read_page (AnnexTranscriptPage *page)
{
  g_autoptr (AnnexEndpoint) endpoint = annex_endpoint_new_for_url ("https://service.example", NULL);
  g_autoptr (AnnexRetry) retry = annex_retry_new (get_zero, NULL);
  g_autoptr (AnnexParticipantClient) client = annex_participant_client_new (endpoint, retry);
  g_autoptr (SoupSession) session = annex_download_session_new (NULL);
  g_autoptr (AnnexFetchQueue) queue = annex_fetch_queue_new (session, get_zero, NULL);
  g_autoptr (AnnexAttachmentList) list = annex_attachment_list_new (client, NULL, queue);
  g_autoptr (AnnexChatReading) reading = annex_chat_reading_new (NULL);
  const clock_t begun = clock ();

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

  return (double) (clock () - begun) / CLOCKS_PER_SEC;
}

/* Identifiers that were chosen to be slow are no slower than others. */
static void
test_colliding_ids (void)
{
  g_autoptr (AnnexTranscriptPage) ordinary = create_page (dup_ordinary_id);
  g_autoptr (AnnexTranscriptPage) colliding = create_page (dup_colliding_id);
  double seconds;

  g_assert_cmpuint (g_str_hash (annex_transcript_item_get_id (colliding->items->pdata[0])),
                    ==,
                    g_str_hash (annex_transcript_item_get_id (colliding->items->pdata[N_ITEMS - 1])));

  seconds = read_page (ordinary);
  g_assert_cmpfloat (read_page (colliding), <, 4 * seconds + 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attachment-list/colliding-ids", test_colliding_ids);

  return g_test_run ();
}
