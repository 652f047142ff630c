/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-chat-fixture.h"

#include "annex-chat-private.h"
#include "annex-participant-client-private.h"

#include <string.h>

#define PATIENCE_SECONDS 60
#define MAX_COMPARED 200

/* No jitter: a pause before another attempt is none. */
static double
get_zero (gpointer user_data)
{
  return 0;
}

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  ChatFixture *fixture = user_data;
  const guint  n_items = g_list_model_get_n_items (model);

  if (removed > 0)
    g_ptr_array_remove_range (fixture->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (fixture->mirror, (int) (position + i), g_list_model_get_item (model, position + i));

  g_assert_cmpuint (fixture->mirror->len, ==, n_items);
  for (guint i = 0; i < MIN (n_items, MAX_COMPARED); i++)
    {
      g_autoptr (AnnexAttachment) attachment = g_list_model_get_item (model, i);

      g_assert_true (attachment == fixture->mirror->pdata[i]);
    }

  fixture->n_changes++;
  fixture->last_position = position;
  fixture->last_removed = removed;
  fixture->last_added = added;
}

static void
on_state_changed (AnnexChat  *chat,
                  GParamSpec *pspec,
                  gpointer    user_data)
{
  ChatFixture *fixture = user_data;
  g_autoptr (GEnumClass) klass = g_type_class_ref (ANNEX_TYPE_CHAT_STATE);

  g_string_append_printf (fixture->states, " %s", g_enum_get_value (klass, (int) annex_chat_get_state (chat))->value_nick);
}

void
chat_fixture_set_up (ChatFixture  *fixture,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->service = annex_sample_service_new ();
  annex_sample_service_start (fixture->service, &error);
  g_assert_no_error (error);
  annex_sample_service_set_quotas (fixture->service, FALSE);
  fixture->session = annex_download_session_new (NULL);
  fixture->queue = annex_fetch_queue_new (fixture->session, get_zero, NULL);
  fixture->retry = annex_retry_new (get_zero, NULL);
  fixture->mirror = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->states = g_string_new (NULL);
}

void
chat_fixture_tear_down (ChatFixture  *fixture,
                        gconstpointer data)
{
  /* Whatever a chat did, it never told the others that somebody is here. */
  g_assert_false (annex_sample_service_get_connected (fixture->service));

  if (fixture->chat != NULL)
    chat_fixture_close (fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->queue));
  g_assert_finalize_object (g_steal_pointer (&fixture->retry));
  soup_session_abort (fixture->session);
  chat_fixture_drain ();
  g_assert_finalize_object (g_steal_pointer (&fixture->session));
  g_assert_finalize_object (g_steal_pointer (&fixture->service));
  g_ptr_array_unref (fixture->mirror);
  g_string_free (fixture->states, TRUE);
  chat_fixture_drain ();
}

void
chat_fixture_open (ChatFixture *fixture,
                   const char  *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexHandOff) hand_off = annex_hand_off_new_from_json (json, strlen (json), NULL, &error);

  g_assert_no_error (error);
  fixture->chat = annex_chat_new (hand_off, fixture->queue, fixture->retry);
  annex_chat_set_poll_seconds (fixture->chat, 0);
  annex_participant_client_set_page_interval (fixture->chat->client, 0);
  g_signal_connect (fixture->chat, "items-changed", G_CALLBACK (on_items_changed), fixture);
  g_signal_connect (fixture->chat, "notify::state", G_CALLBACK (on_state_changed), fixture);
}

void
chat_fixture_open_as (ChatFixture *fixture,
                      const char  *role)
{
  g_autofree char *json = annex_sample_service_dup_hand_off (fixture->service, role, FALSE);

  chat_fixture_open (fixture, json);
  annex_chat_start (fixture->chat);
  chat_fixture_wait_for_state (fixture, ANNEX_CHAT_STATE_READY);
}

void
chat_fixture_close (ChatFixture *fixture)
{
  g_ptr_array_set_size (fixture->mirror, 0);
  g_signal_handlers_disconnect_by_data (fixture->chat, fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->chat));
  chat_fixture_drain ();
}

char *
chat_fixture_add (ChatFixture *fixture,
                  const char  *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new (name, strlen (name));

  return annex_sample_service_add_attachment (fixture->service, name, "text/plain", bytes);
}

void
chat_fixture_add_raw (ChatFixture *fixture,
                      const char  *id,
                      const char  *time,
                      const char  *members)
{
  g_autoptr (GString) json = g_string_new ("{\"ParticipantRole\":\"CUSTOMER\"");

  if (id != NULL)
    g_string_append_printf (json, ",\"Id\":\"%s\"", id);
  if (time != NULL)
    g_string_append_printf (json, ",\"AbsoluteTime\":\"2026-01-01T%sZ\"", time);
  g_string_append_printf (json, ",%s}", members);

  annex_sample_service_add_raw_item (fixture->service, json->str);
}

void
chat_fixture_add_event (ChatFixture *fixture,
                        const char  *id,
                        const char  *event,
                        const char  *contact_id)
{
  g_autofree char *contact = contact_id != NULL ? g_strdup_printf (",%s", contact_id) : g_strdup ("");
  g_autofree char *members = g_strdup_printf ("\"Type\":\"EVENT\",\"ContentType\":\"application/vnd.amazonaws.connect.event.%s\"%s", event, contact);

  chat_fixture_add_raw (fixture, id, NULL, members);
}

void
chat_fixture_fail (ChatFixture         *fixture,
                   AnnexSampleOperation operation,
                   guint                status,
                   guint                times)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  const AnnexSampleFault fault = { .kind = ANNEX_SAMPLE_FAULT_NONE, .status = status, .headers = "Content-Type: application/json", .body = body, .times = times };

  annex_sample_service_push_fault (fixture->service, operation, &fault);
}

static gboolean
on_patience_ended (gpointer user_data)
{
  g_error ("Nothing happened within %d seconds", PATIENCE_SECONDS);

  return G_SOURCE_REMOVE;
}

void
chat_fixture_wait (ChatFixture    *fixture,
                   ChatFixtureFunc func,
                   gpointer        data)
{
  guint patience = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_ended, NULL);

  while (!func (fixture, data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

static gboolean
is_in_state (ChatFixture *fixture,
             gpointer     data)
{
  return annex_chat_get_state (fixture->chat) == (AnnexChatState) GPOINTER_TO_UINT (data);
}

void
chat_fixture_wait_for_state (ChatFixture   *fixture,
                             AnnexChatState state)
{
  chat_fixture_wait (fixture, is_in_state, GUINT_TO_POINTER (state));
}

typedef struct
{
  AnnexAttachment     *attachment;
  AnnexAttachmentState state;
} AwaitedState;

static gboolean
is_attachment_in_state (ChatFixture *fixture,
                        gpointer     data)
{
  AwaitedState *awaited = data;

  return annex_attachment_get_state (awaited->attachment) == awaited->state;
}

void
chat_fixture_wait_for_attachment (ChatFixture         *fixture,
                                  AnnexAttachment     *attachment,
                                  AnnexAttachmentState state)
{
  AwaitedState awaited = { attachment, state };

  chat_fixture_wait (fixture, is_attachment_in_state, &awaited);
}

static gboolean
is_idle (ChatFixture *fixture,
         gpointer     data)
{
  return !annex_chat_get_is_busy (fixture->chat);
}

/* Looks for news, and waits until the looking is over. */
void
chat_fixture_poll (ChatFixture *fixture)
{
  g_assert_false (annex_chat_get_is_busy (fixture->chat));
  annex_chat_refresh (fixture->chat);
  g_assert_true (annex_chat_get_is_busy (fixture->chat));
  chat_fixture_wait (fixture, is_idle, NULL);
}

void
chat_fixture_drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* Borrows, because the mirror keeps it. */
AnnexAttachment *
chat_fixture_get (ChatFixture *fixture,
                  guint        position)
{
  g_assert_cmpuint (position, <, fixture->mirror->len);

  return fixture->mirror->pdata[position];
}

guint
chat_fixture_get_n_items (ChatFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->chat));
}

void
chat_fixture_assert_names (ChatFixture *fixture,
                           const char  *names)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < fixture->mirror->len; i++)
    {
      const char *name = annex_attachment_get_name (fixture->mirror->pdata[i]);

      g_string_append_printf (found, "%s%s", i > 0 ? " " : "", name != NULL ? name : "-");
    }

  g_assert_cmpstr (found->str, ==, names);
}

/* Counts the descriptors whose target has a certain text in it; an empty one counts all. */
guint
chat_fixture_count_fds (const char *part)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  guint       n_fds = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *target = g_file_read_link (path, NULL);

      if (target != NULL && strstr (target, part) != NULL)
        n_fds++;
    }

  return n_fds;
}
