/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The sample service with its faults scripted from outside. Writes its hand-off on one line; then answers every line of
 * its standard input, a JSON object such as {"do": "add", "name": "a.png", "file": "/tmp/a.png"}, with one line of JSON.
 * Ends with its standard input. Not installed. */

#include "config.h"

#include "annex-sample-service.h"

#include <gio/gunixinputstream.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* One command: does what it says, and may write members of the answer. */
typedef struct
{
  const char *name;
  void (*run) (AnnexSampleService *service, JsonObject *command, JsonObject *answer);
} Command;

static const char *
get_string (JsonObject *command,
            const char *name)
{
  return json_object_get_string_member_with_default (command, name, NULL);
}

static gint64
get_int (JsonObject *command,
         const char *name)
{
  return json_object_get_int_member_with_default (command, name, 0);
}

static AnnexSampleOperation
get_operation (JsonObject *command)
{
  static const char *const names[] = { "CreateParticipantConnection", "GetTranscript", "GetAttachment", "GetObject" };
  const char              *name = get_string (command, "operation");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_strcmp0 (name, names[i]) == 0)
        return (AnnexSampleOperation) i;
    }
  g_error ("No such operation");
}

static AnnexSampleFaultKind
get_kind (JsonObject *command)
{
  static const char *const names[] = { "answer", "cut-off", "stall", "silent", "wrong-length", "chunked-endless", "expired", "reset", "drip", "raw" };
  const char              *name = get_string (command, "kind");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_strcmp0 (name, names[i]) == 0)
        return (AnnexSampleFaultKind) i;
    }
  g_error ("No such fault");
}

static GBytes *
make_body (JsonObject *command)
{
  const char *body = get_string (command, "body");
  gsize       length = body != NULL ? strlen (body) : 0;
  gsize       fill = (gsize) get_int (command, "fill");
  char       *bytes;

  if (length + fill == 0)
    return NULL;

  bytes = g_malloc (length + fill);
  if (length > 0)
    memcpy (bytes, body, length);
  memset (bytes + length, ' ', fill);

  return g_bytes_new_take (bytes, length + fill);
}

static void
push_fault (AnnexSampleService *service,
            JsonObject         *command,
            JsonObject         *answer)
{
  g_autoptr (GBytes) body = make_body (command);
  AnnexSampleFault fault = {
    .kind = get_kind (command),
    .status = (guint) get_int (command, "status"),
    .headers = get_string (command, "headers"),
    .body = body,
    .times = (guint) get_int (command, "times"),
  };

  annex_sample_service_push_fault (service, get_operation (command), &fault);
}

static void
clear_faults (AnnexSampleService *service,
              JsonObject         *command,
              JsonObject         *answer)
{
  annex_sample_service_clear_faults (service);
}

static void
add (AnnexSampleService *service,
     JsonObject         *command,
     JsonObject         *answer)
{
  g_autoptr (GFile) file = g_file_new_for_path (get_string (command, "file"));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, &error);
  g_autofree char *id = NULL;

  if (bytes == NULL)
    g_error ("%s", error->message);
  id = annex_sample_service_add_attachment (service, get_string (command, "name"), get_string (command, "type"), bytes);
  json_object_set_string_member (answer, "id", id);
}

static void
add_item (AnnexSampleService *service,
          JsonObject         *command,
          JsonObject         *answer)
{
  annex_sample_service_add_raw_item (service, get_string (command, "json"));
}

static void
set_status (AnnexSampleService *service,
            JsonObject         *command,
            JsonObject         *answer)
{
  annex_sample_service_set_status (service, get_string (command, "id"), get_string (command, "status"));
}

static void
set_quotas (AnnexSampleService *service,
            JsonObject         *command,
            JsonObject         *answer)
{
  annex_sample_service_set_quotas (service, json_object_get_boolean_member_with_default (command, "enforced", TRUE));
}

static void
end_chat (AnnexSampleService *service,
          JsonObject         *command,
          JsonObject         *answer)
{
  annex_sample_service_end_chat (service);
}

static void
count (AnnexSampleService *service,
       JsonObject         *command,
       JsonObject         *answer)
{
  json_object_set_int_member (answer, "count", annex_sample_service_get_n_requests (service, get_operation (command)));
}

static void
hand_off (AnnexSampleService *service,
          JsonObject         *command,
          JsonObject         *answer)
{
  gboolean         participant = json_object_get_boolean_member_with_default (command, "participantToken", FALSE);
  g_autofree char *text = annex_sample_service_dup_hand_off (service, get_string (command, "role"), participant);

  json_object_set_string_member (answer, "handOff", text);
}

static void
last_request (AnnexSampleService *service,
              JsonObject         *command,
              JsonObject         *answer)
{
  json_object_set_string_member (answer, "request", annex_sample_service_get_last_request (service, get_operation (command)));
}

static const Command commands[] = {
  { "fault", push_fault },
  { "clear-faults", clear_faults },
  { "add", add },
  { "add-item", add_item },
  { "status", set_status },
  { "quotas", set_quotas },
  { "end", end_chat },
  { "count", count },
  { "hand-off", hand_off },
  { "last-request", last_request },
};

static void
say (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);

  printf ("%s\n", text);
  fflush (stdout);
}

static void
run (AnnexSampleService *service,
     const char         *line)
{
  g_autoptr (JsonNode) node = json_from_string (line, NULL);
  g_autoptr (JsonObject) answer = json_object_new ();
  JsonObject *command;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    g_error ("Not a command");
  command = json_node_get_object (node);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_strcmp0 (get_string (command, "do"), commands[i].name) == 0)
        {
          commands[i].run (service, command, answer);
          say (answer);
          return;
        }
    }
  g_error ("No such command");
}

/* What the loop goes on with. */
typedef struct
{
  AnnexSampleService *service;
  GMainLoop          *loop;
} Main;

static void
read_line_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Main            *self = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line == NULL)
    {
      g_main_loop_quit (self->loop);
      return;
    }

  run (self->service, line);
  g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL, read_line_cb, self);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (AnnexSampleService) service = annex_sample_service_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Main             self = { service, loop };

  if ((argc > 1 && !annex_sample_service_load_chat (service, argv[1], &error)) || !annex_sample_service_start (service, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  text = annex_sample_service_dup_hand_off (service, "AGENT", FALSE);
  printf ("%s\n", text);
  fflush (stdout);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, read_line_cb, &self);
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}
