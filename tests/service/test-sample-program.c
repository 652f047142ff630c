/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The program annex-sample-service as a process, and the chats that are described in files: test-sample-program PROGRAM */

#include "test-sample-client.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define PATIENCE_SECONDS 20

/* A folder with a chat. */
typedef struct
{
  char *directory; /* (owned) */
} Folder;

static const char *program;

static void
write_file (Folder     *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder->directory, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Folder       *folder,
        gconstpointer data)
{
  folder->directory = g_dir_make_tmp ("annex-sample-XXXXXX", NULL);
  write_file (folder, "chat.json", "{\"displayNames\":{\"CUSTOMER\":\"Ada\"},\"items\":["
                                   "{\"minutesAgo\":9,\"role\":\"CUSTOMER\",\"event\":\"participant.joined\"},"
                                   "{\"minutesAgo\":8.5,\"role\":\"CUSTOMER\",\"text\":\"Hello\"},"
                                   "{\"minutesAgo\":3,\"role\":\"CUSTOMER\",\"attachment\":{\"file\":\"a.txt\",\"name\":\"A.txt\",\"contentType\":\"text/plain\"}},"
                                   "{\"minutesAgo\":1,\"role\":\"CUSTOMER\",\"attachment\":{\"file\":\"a.txt\",\"name\":\"B.txt\",\"status\":\"REJECTED\"}}]}");
  write_file (folder, "a.txt", "text");
}

static void
tear_down (Folder       *folder,
           gconstpointer data)
{
  static const char *const names[] = { "chat.json", "a.txt" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder->directory, names[i], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (folder->directory), ==, 0);
  g_free (folder->directory);
}

/* With all that it has to say for itself */
static GSubprocess *
start (Folder     *folder,
       const char *option)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--directory", folder->directory, option, NULL);
  g_assert_no_error (error);

  return process;
}

static JsonNode *
read_hand_off (GSubprocess *process)
{
  g_autoptr (GDataInputStream) stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = NULL;
  JsonNode        *node;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);
  line = g_data_input_stream_read_line (stream, NULL, NULL, NULL);
  g_assert_nonnull (line);
  node = json_from_string (line, NULL);
  g_assert_nonnull (node);

  return node;
}

static gboolean
on_patience_ended (gpointer user_data)
{
  g_subprocess_force_exit (user_data);

  return G_SOURCE_REMOVE;
}

static void
wait_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  gboolean *ended = user_data;

  *ended = g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
}

static void
assert_exits (GSubprocess *process,
              int          status)
{
  guint    patience = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_ended, process);
  gboolean ended = FALSE;

  g_subprocess_wait_async (process, NULL, wait_cb, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);
}

static void
test_end_of_input (Folder       *folder,
                   gconstpointer data)
{
  g_autoptr (GSubprocess) process = start (folder, NULL);
  g_autoptr (JsonNode) hand_off = read_hand_off (process);
  JsonObject *object = json_node_get_object (hand_off);

  g_assert_true (g_str_has_prefix (json_object_get_string_member (object, "endpoint"), "http://127.0.0.1:"));
  g_assert_cmpstr (json_object_get_string_member (object, "displayName"), ==, "Ada");
  g_assert_true (json_object_has_member (object, "connectionToken"));
  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (process), "whatever\n", 9, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, NULL));
  assert_exits (process, 0);
}

static void
test_signal (Folder       *folder,
             gconstpointer data)
{
  g_autoptr (GSubprocess) process = start (folder, "--participant-token");
  g_autoptr (JsonNode) hand_off = read_hand_off (process);

  g_assert_true (json_object_has_member (json_node_get_object (hand_off), "participantToken"));
  g_subprocess_send_signal (process, SIGTERM);
  assert_exits (process, 0);
}

static void
test_options (Folder       *folder,
              gconstpointer data)
{
  static const struct
  {
    const char *option;
    int         status;
  } cases[] = { { "--role=NOBODY", 2 }, { "--nothing", 2 }, { "chat.json", 2 }, { "--directory=/nonexistent", 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSubprocess) process = start (folder, cases[i].option);

      g_test_message ("%s", cases[i].option);
      assert_exits (process, cases[i].status);
    }
}

static void
test_role (Folder       *folder,
           gconstpointer data)
{
  g_autoptr (GSubprocess) process = start (folder, "--role=CUSTOM_BOT");
  g_autoptr (JsonNode) hand_off = read_hand_off (process);
  JsonObject      *object = json_node_get_object (hand_off);
  Fixture          fixture = { .session = soup_session_new () };
  g_autofree char *url = g_strconcat (json_object_get_string_member (object, "endpoint"), "/participant/attachment", NULL);
  g_autofree char *headers = g_strconcat ("Content-Type: application/json\nX-Amz-Bearer: ", json_object_get_string_member (object, "connectionToken"), NULL);
  g_autoptr (Answer) answer = fixture_ask (&fixture, "POST", url, headers, "{\"AttachmentId\":\"a\"}");

  answer_assert_refused (answer, 403, "AccessDeniedException");
  g_object_unref (fixture.session);
  g_subprocess_send_signal (process, SIGTERM);
  assert_exits (process, 0);
}

static char *
read_log (GSubprocess *process)
{
  g_autoptr (GDataInputStream) stream = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  g_autoptr (GError) error = NULL;
  char *text;

  /* To the end: there is no such character. */
  text = g_data_input_stream_read_upto (stream, "\1", 1, NULL, NULL, &error);
  g_assert_no_error (error);

  return text != NULL ? text : g_strdup ("");
}

/* Everything is logged that there is to log, and nothing in it is a secret. */
static void
test_log (Folder       *folder,
          gconstpointer data)
{
  g_autoptr (GSubprocess) process = start (folder, NULL);
  g_autoptr (JsonNode) hand_off = read_hand_off (process);
  JsonObject      *object = json_node_get_object (hand_off);
  const char      *token = json_object_get_string_member (object, "connectionToken");
  Fixture          fixture = { .session = soup_session_new () };
  g_autofree char *url = g_strconcat (json_object_get_string_member (object, "endpoint"), "/participant/transcript", NULL);
  g_autofree char *headers = g_strconcat ("Content-Type: application/json\nX-Amz-Bearer: ", token, NULL);
  g_autofree char *store_url = g_strconcat (json_object_get_string_member (object, "endpoint"), "/bucket/canary-key?X-Amz-Signature=canary-query", NULL);
  g_autoptr (Answer) page = fixture_ask (&fixture, "POST", url, headers, "{}");
  g_autoptr (Answer) object_answer = fixture_ask (&fixture, "GET", store_url, NULL, NULL);
  g_autofree char *log = NULL;

  g_object_unref (fixture.session);
  g_subprocess_send_signal (process, SIGTERM);
  assert_exits (process, 0);
  log = read_log (process);

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_nonnull (strstr (page->text, "A.txt"));
  g_assert_nonnull (strstr (log, "answered with status 200"));
  g_assert_null (strstr (log, token));
  g_assert_null (strstr (log, "canary"));
  g_assert_null (strstr (log, "A.txt"));
  g_assert_null (strstr (log, "Hello"));
}

static void
test_described_chat (Folder       *folder,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) time = NULL;
  JsonArray *items;
  Fixture    fixture;

  fixture_set_up (&fixture, NULL);
  annex_sample_service_load_chat (fixture.service, folder->directory, &error);
  g_assert_no_error (error);
  answer = fixture_call_as_agent (&fixture, "transcript", "{\"SortOrder\":\"ASCENDING\"}");
  root = answer_parse (answer);
  items = json_object_get_array_member (json_node_get_object (root), "Transcript");
  time = g_date_time_new_from_iso8601 (json_object_get_string_member (json_array_get_object_element (items, 2), "AbsoluteTime"), NULL);

  g_assert_cmpuint (json_array_get_length (items), ==, 4);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (items, 0), "ContentType"), ==, "application/vnd.amazonaws.connect.event.participant.joined");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (items, 1), "Content"), ==, "Hello");
  /* Loaded a little later than @now was looked at; the text of a time is cut to milliseconds. */
  g_assert_cmpint (g_date_time_difference (now, time), <=, 3 * G_TIME_SPAN_MINUTE + G_TIME_SPAN_SECOND);
  g_assert_cmpint (g_date_time_difference (now, time), >, 0);
  g_assert_nonnull (strstr (answer->text, "\"Status\":\"REJECTED\""));
  fixture_tear_down (&fixture, NULL);
}

static void
test_wrong_descriptions (Folder       *folder,
                         gconstpointer data)
{
  static const char *const texts[] = {
    "",
    "[]",
    "{}",
    "{\"items\":7}",
    "{\"items\":[{}]}",
    "{\"items\":[{\"role\":\"CUSTOMER\"}]}",
    "{\"items\":[{\"role\":\"CUSTOMER\",\"attachment\":{\"file\":\"a.txt\"}}]}",
    "{\"items\":[{\"role\":\"CUSTOMER\",\"attachment\":{\"file\":\"none\",\"name\":\"n\"}}]}",
    "{\"items\":[{\"role\":\"CUSTOMER\",\"attachment\":{\"file\":\"../a.txt\",\"name\":\"n\"}}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (AnnexSampleService) service = annex_sample_service_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      write_file (folder, "chat.json", texts[i]);
      g_assert_false (annex_sample_service_load_chat (service, folder->directory, &error));
      g_assert_nonnull (error);
    }
}

static void
add (const char *path,
     void (*function) (Folder       *folder,
                       gconstpointer data))
{
  g_test_add (path, Folder, NULL, set_up, function, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];

  add ("/sample/program/end-of-input", test_end_of_input);
  add ("/sample/program/signal", test_signal);
  add ("/sample/program/options", test_options);
  add ("/sample/program/role", test_role);
  add ("/sample/program/log", test_log);
  add ("/sample/program/described-chat", test_described_chat);
  add ("/sample/program/wrong-descriptions", test_wrong_descriptions);

  return g_test_run ();
}
