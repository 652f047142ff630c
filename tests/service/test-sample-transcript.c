/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-sample-client.h"

#include <string.h>

/* A page of a transcript: the messages' texts in one word, and the token as it was given. */
typedef struct
{
  char     *texts;      /* (owned) */
  char     *next_token; /* (owned) (nullable) */
  gboolean  has_member;
  JsonNode *root; /* (owned) */
} Page;

static void
page_free (Page *page)
{
  g_free (page->texts);
  g_free (page->next_token);
  json_node_unref (page->root);
  g_free (page);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

/* Ten messages, "0" to "9". */
static void
add_messages (Fixture *fixture)
{
  for (char letter = '0'; letter <= '9'; letter++)
    {
      const char text[] = { letter, '\0' };

      annex_sample_service_add_message (fixture->service, "CUSTOMER", text);
    }
}

static Page *
parse_page (Answer *answer)
{
  Page *page = g_new0 (Page, 1);
  g_autoptr (GString) texts = g_string_new (NULL);
  JsonArray *items;
  JsonNode  *token;

  g_assert_cmpuint (answer->status, ==, 200);
  page->root = answer_parse (answer);
  items = json_object_get_array_member (json_node_get_object (page->root), "Transcript");
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      const char *text = json_object_get_string_member_with_default (json_array_get_object_element (items, i), "Content", NULL);

      g_string_append (texts, text != NULL ? text : "-");
    }
  page->texts = g_strdup (texts->str);
  token = json_object_get_member (json_node_get_object (page->root), "NextToken");
  page->has_member = token != NULL;
  if (token != NULL && !JSON_NODE_HOLDS_NULL (token))
    page->next_token = json_node_dup_string (token);

  return page;
}

static Page *
get_page (Fixture    *fixture,
          const char *members,
          const char *next_token)
{
  g_autofree char *body = next_token != NULL ? g_strdup_printf ("{%s,\"NextToken\":\"%s\"}", members, next_token) : g_strdup_printf ("{%s}", members);
  g_autoptr (Answer) answer = fixture_call_as_agent (fixture, "transcript", body);

  return parse_page (answer);
}

/* All pages, with a bar between two of them. */
static char *
get_pages (Fixture    *fixture,
           const char *members)
{
  g_autoptr (GString) texts = g_string_new (NULL);
  g_autofree char *next_token = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (Page) page = get_page (fixture, members, next_token);

      g_string_append_printf (texts, "%s%s", i > 0 ? "|" : "", page->texts);
      g_set_str (&next_token, page->next_token);
      if (next_token == NULL || *next_token == '\0')
        return g_strdup (texts->str);
    }
  g_error ("The transcript has no end");
}

static const char *
get_item_id (JsonNode *root,
             guint     index)
{
  JsonArray *items = json_object_get_array_member (json_node_get_object (root), "Transcript");

  return json_object_get_string_member (json_array_get_object_element (items, index), "Id");
}

static void
test_directions (Fixture      *fixture,
                 gconstpointer data)
{
  static const struct
  {
    const char *members;
    const char *pages;
  } cases[] = {
    { "\"MaxResults\":3", "987|654|321|0" },
    { "\"MaxResults\":3,\"SortOrder\":\"ASCENDING\"", "789|456|123|0" },
    { "\"MaxResults\":3,\"ScanDirection\":\"BACKWARD\",\"SortOrder\":\"DESCENDING\"", "987|654|321|0" },
    { "\"MaxResults\":3,\"ScanDirection\":\"FORWARD\"", "" },
    { "\"MaxResults\":5,\"SortOrder\":\"ASCENDING\"", "56789|01234" },
    { "\"MaxResults\":3,\"StartPosition\":{\"MostRecent\":4},\"SortOrder\":\"ASCENDING\"", "678|9" },
    { "\"MaxResults\":3,\"StartPosition\":{\"MostRecent\":4},\"SortOrder\":\"DESCENDING\"", "876|9" },
    { "\"MaxResults\":3,\"StartPosition\":{\"MostRecent\":0}", "" },
    { "\"MaxResults\":3,\"StartPosition\":{\"MostRecent\":5},\"ScanDirection\":\"BACKWARD\"", "432|10" },
    { "\"MaxResults\":100,\"ScanDirection\":\"BACKWARD\"", "9876543210" },
    { "\"MaxResults\":null", "9876543210" },
  };

  add_messages (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pages = get_pages (fixture, cases[i].members);

      g_test_message ("%s", cases[i].members);
      g_assert_cmpstr (pages, ==, cases[i].pages);
    }
}

/* An item as a start position is itself the first of what is answered. */
static void
test_start_item (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (Page) all = NULL;
  g_autofree char *forward = NULL;
  g_autofree char *backward = NULL;
  g_autofree char *forward_pages = NULL;
  g_autofree char *backward_pages = NULL;

  add_messages (fixture);
  all = get_page (fixture, "\"SortOrder\":\"ASCENDING\"", NULL);
  forward = g_strdup_printf ("\"MaxResults\":3,\"SortOrder\":\"ASCENDING\",\"StartPosition\":{\"Id\":\"%s\"}", get_item_id (all->root, 5));
  backward = g_strconcat (forward, ",\"ScanDirection\":\"BACKWARD\"", NULL);
  forward_pages = get_pages (fixture, forward);
  backward_pages = get_pages (fixture, backward);

  g_assert_cmpstr (forward_pages, ==, "567|89");
  g_assert_cmpstr (backward_pages, ==, "345|012");
}

static void
test_start_time (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *past = NULL;
  g_autofree char *future = NULL;

  add_messages (fixture);
  past = get_pages (fixture, "\"MaxResults\":100,\"StartPosition\":{\"AbsoluteTime\":\"2020-01-01T00:00:00.000Z\"},\"SortOrder\":\"ASCENDING\"");
  future = get_pages (fixture, "\"MaxResults\":100,\"StartPosition\":{\"AbsoluteTime\":\"2999-01-01T00:00:00Z\"}");

  g_assert_cmpstr (past, ==, "0123456789");
  g_assert_cmpstr (future, ==, "");
}

static void
test_wrong_members (Fixture      *fixture,
                    gconstpointer data)
{
  static const char *const bodies[] = {
    "{\"MaxResults\":101}",
    "{\"MaxResults\":-1}",
    "{\"MaxResults\":\"5\"}",
    "{\"ScanDirection\":\"backward\"}",
    "{\"SortOrder\":\"UP\"}",
    "{\"SortOrder\":1}",
    "{\"NextToken\":\"\"}",
    "{\"NextToken\":\"bm90aGluZw==\"}",
    "{\"NextToken\":\"not base64 at all\"}",
    "{\"StartPosition\":[]}",
    "{\"StartPosition\":{\"Id\":\"nobody\"}}",
    "{\"StartPosition\":{\"AbsoluteTime\":\"yesterday\"}}",
    "{\"StartPosition\":{\"MostRecent\":101}}",
    "{\"ContactId\":\"\"}",
  };

  add_messages (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (Answer) answer = fixture_call_as_agent (fixture, "transcript", bodies[i]);

      g_test_message ("%s", bodies[i]);
      answer_assert_refused (answer, 400, "ValidationException");
    }
}

/* A token goes on with its own query and connection, and with no other. */
static void
test_token_scope (Fixture      *fixture,
                  gconstpointer data)
{
  static const char *const others[] = {
    "\"MaxResults\":3,\"SortOrder\":\"ASCENDING\"",
    "\"MaxResults\":3,\"ScanDirection\":\"FORWARD\"",
    "\"MaxResults\":3,\"StartPosition\":{\"MostRecent\":5}",
    "\"MaxResults\":3,\"ContactId\":\"other\"",
  };
  g_autoptr (Page) first = NULL;
  g_autoptr (Page) second = NULL;
  g_autofree char *body = NULL;
  g_autoptr (Answer) elsewhere = NULL;

  add_messages (fixture);
  first = get_page (fixture, "\"MaxResults\":3", NULL);
  second = get_page (fixture, "\"MaxResults\":3", first->next_token);
  g_assert_cmpstr (second->texts, ==, "654");
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *other = g_strdup_printf ("{%s,\"NextToken\":\"%s\"}", others[i], first->next_token);
      g_autoptr (Answer) answer = fixture_call_as_agent (fixture, "transcript", other);

      answer_assert_refused (answer, 400, "ValidationException");
    }
  body = g_strdup_printf ("{\"MaxResults\":3,\"NextToken\":\"%s\"}", first->next_token);
  elsewhere = fixture_call (fixture, "transcript", annex_sample_service_get_connection_token (fixture->service, "SUPERVISOR"), body);
  answer_assert_refused (elsewhere, 400, "ValidationException");
}

static void
test_end_markers (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (Page) absent = NULL;
  g_autoptr (Page) null = NULL;
  g_autoptr (Page) empty = NULL;

  add_messages (fixture);
  absent = get_page (fixture, "\"MaxResults\":100", NULL);
  annex_sample_service_set_end_marker (fixture->service, "null");
  null = get_page (fixture, "\"MaxResults\":100", NULL);
  annex_sample_service_set_end_marker (fixture->service, "\"\"");
  empty = get_page (fixture, "\"MaxResults\":100", NULL);

  g_assert_false (absent->has_member);
  g_assert_true (null->has_member);
  g_assert_null (null->next_token);
  g_assert_cmpstr (empty->next_token, ==, "");
}

static void
test_page_size (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *pages = NULL;

  add_messages (fixture);
  annex_sample_service_set_page_size (fixture->service, 4);
  pages = get_pages (fixture, "\"MaxResults\":100");

  g_assert_cmpstr (pages, ==, "9876|5432|10");
}

/* What comes in while somebody is paging neither shifts nor repeats an item. */
static void
test_news_while_paging (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (Page) first = NULL;
  g_autoptr (Page) second = NULL;

  add_messages (fixture);
  first = get_page (fixture, "\"MaxResults\":3", NULL);
  annex_sample_service_add_message (fixture->service, "CUSTOMER", "new");
  second = get_page (fixture, "\"MaxResults\":3", first->next_token);

  g_assert_cmpstr (first->texts, ==, "987");
  g_assert_cmpstr (second->texts, ==, "654");
}

static void
test_other_contact (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *hand_off = annex_sample_service_dup_hand_off (fixture->service, "AGENT", FALSE);
  g_autoptr (JsonNode) root = json_from_string (hand_off, NULL);
  g_autofree char *members = g_strdup_printf ("\"ContactId\":\"%s\"", json_object_get_string_member (json_node_get_object (root), "contactId"));
  g_autofree char *own = NULL;
  g_autofree char *other = NULL;
  g_autofree char *forward = NULL;

  add_messages (fixture);
  own = get_pages (fixture, members);
  other = get_pages (fixture, "\"ContactId\":\"somebody else's\"");
  forward = get_pages (fixture, "\"ContactId\":\"somebody else's\",\"StartPosition\":{\"MostRecent\":5}");

  g_assert_cmpstr (own, ==, "9876543210");
  g_assert_cmpstr (other, ==, "");
  g_assert_cmpstr (forward, ==, "");
}

static const char *
get_status (Page *page,
            guint index)
{
  JsonArray *items = json_object_get_array_member (json_node_get_object (page->root), "Transcript");
  JsonArray *attachments = json_object_get_array_member (json_array_get_object_element (items, index), "Attachments");

  return json_object_get_string_member (json_array_get_object_element (attachments, 0), "Status");
}

static void
test_scan (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "text");
  g_autofree char *body = g_strdup_printf ("{\"AttachmentId\":\"%s\"}", id);
  g_autoptr (Page) before = NULL;
  g_autoptr (Page) after = NULL;
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) granted = NULL;

  annex_sample_service_set_scan_seconds (fixture->service, id, 60);
  before = get_page (fixture, "\"SortOrder\":\"ASCENDING\"", NULL);
  refused = fixture_call_as_agent (fixture, "attachment", body);
  annex_sample_service_set_clock_offset (fixture->service, 60);
  after = get_page (fixture, "\"SortOrder\":\"ASCENDING\"", NULL);
  granted = fixture_call_as_agent (fixture, "attachment", body);

  g_assert_cmpstr (get_status (before, 0), ==, "IN_PROGRESS");
  g_assert_cmpuint (strlen (before->texts), ==, 1);
  answer_assert_refused (refused, 400, "ValidationException");
  /* The item itself has changed, and a second one brings the news. */
  g_assert_cmpstr (get_status (after, 0), ==, "APPROVED");
  g_assert_cmpstr (get_status (after, 1), ==, "APPROVED");
  g_assert_cmpuint (strlen (after->texts), ==, 2);
  g_assert_cmpstr (get_item_id (after->root, 0), !=, get_item_id (after->root, 1));
  g_assert_cmpuint (granted->status, ==, 200);
}

static void
test_rejected (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "text");
  g_autofree char *url = fixture_link (fixture, id, 300);
  g_autofree char *body = g_strdup_printf ("{\"AttachmentId\":\"%s\"}", id);
  g_autoptr (Page) page = NULL;
  g_autoptr (Answer) attachment = NULL;
  g_autoptr (Answer) object = NULL;

  annex_sample_service_set_status (fixture->service, id, "REJECTED");
  page = get_page (fixture, "\"MaxResults\":1", NULL);
  attachment = fixture_call_as_agent (fixture, "attachment", body);
  object = fixture_ask (fixture, "GET", url, NULL, NULL);

  g_assert_cmpstr (get_status (page, 0), ==, "REJECTED");
  answer_assert_refused (attachment, 400, "ValidationException");
  answer_assert_store_code (object, 404, "NoSuchKey");
}

/* As seen from the service: null where an attachment has nothing, and whatever a test wants to be there. */
static void
test_items (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "f\xc3\xbcr dich.txt", "text");
  g_autoptr (Page) page = NULL;
  g_autoptr (Answer) answer = NULL;
  JsonObject *item;

  page = get_page (fixture, "\"MaxResults\":1", NULL);
  item = json_array_get_object_element (json_object_get_array_member (json_node_get_object (page->root), "Transcript"), 0);
  g_assert_true (json_object_get_null_member (item, "Content"));
  g_assert_true (json_object_get_null_member (item, "ContentType"));
  g_assert_cmpstr (json_object_get_string_member (item, "Type"), ==, "ATTACHMENT");
  g_assert_cmpstr (json_object_get_string_member (item, "ParticipantRole"), ==, "CUSTOMER");
  g_assert_cmpstr (json_object_get_string_member (item, "DisplayName"), ==, "Maria S.");
  g_assert_nonnull (strstr (json_object_get_string_member (item, "AbsoluteTime"), "Z"));

  annex_sample_service_add_raw_item (fixture->service, "{\"Id\":\"odd\",\"Attachments\":7}");
  annex_sample_service_add_raw_item (fixture->service, "neither");
  answer = fixture_call_as_agent (fixture, "transcript", "{\"StartPosition\":{\"Id\":\"odd\"},\"SortOrder\":\"ASCENDING\"}");
  g_assert_nonnull (strstr (answer->text, "[{\"Id\":\"odd\",\"Attachments\":7},neither]"));
}

static void
add (const char *path,
     void (*function) (Fixture      *fixture,
                       gconstpointer data))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/sample/transcript/directions", test_directions);
  add ("/sample/transcript/start-item", test_start_item);
  add ("/sample/transcript/start-time", test_start_time);
  add ("/sample/transcript/wrong-members", test_wrong_members);
  add ("/sample/transcript/token-scope", test_token_scope);
  add ("/sample/transcript/end-markers", test_end_markers);
  add ("/sample/transcript/page-size", test_page_size);
  add ("/sample/transcript/news-while-paging", test_news_while_paging);
  add ("/sample/transcript/other-contact", test_other_contact);
  add ("/sample/transcript/scan", test_scan);
  add ("/sample/transcript/rejected", test_rejected);
  add ("/sample/transcript/items", test_items);

  return g_test_run ();
}
