/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The sample service with a small chat, and with faults that are ordered on the standard input, one command a line:
 *
 *   quotas on|off
 *   clock SECONDS
 *   fault OPERATION STATUS TYPE BODY
 *   clear
 *   end
 *
 * Each is answered with a line. It ends when its standard input does. */

#include "config.h"

#include "annex-sample-service.h"

#include <gio/gunixinputstream.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OBJECT_SIZE 300000

typedef struct
{
  AnnexSampleService *service; /* (owned) */
  GDataInputStream   *input;   /* (owned) */
  GMainLoop          *loop;    /* (owned) */
} Script;

static void read_command (Script *script);

static GBytes *
make_object (void)
{
  guint8 *data = g_malloc (OBJECT_SIZE);

  for (guint i = 0; i < OBJECT_SIZE; i++)
    data[i] = (guint8) (i * i % 251);

  return g_bytes_new_take (data, OBJECT_SIZE);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
announce (AnnexSampleService *service,
          const char         *attachment_id,
          GBytes             *object)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, object);
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  add_string (builder, "endpoint", annex_sample_service_get_endpoint (service));
  add_string (builder, "participantToken", annex_sample_service_get_participant_token (service, "AGENT"));
  add_string (builder, "connectionToken", annex_sample_service_get_connection_token (service, "AGENT"));
  add_string (builder, "botToken", annex_sample_service_get_connection_token (service, "CUSTOM_BOT"));
  add_string (builder, "attachmentId", attachment_id);
  add_string (builder, "sha256", digest);
  json_builder_set_member_name (builder, "size");
  json_builder_add_int_value (builder, OBJECT_SIZE);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  line = json_to_string (root, FALSE);
  printf ("%s\n", line);
  fflush (stdout);
}

static AnnexSampleOperation
get_operation (const char *name)
{
  static const char *const names[] = { "connection", "transcript", "attachment", "object" };
  guint                    i = 0;

  while (i + 1 < G_N_ELEMENTS (names) && strcmp (names[i], name) != 0)
    i++;

  return (AnnexSampleOperation) i;
}

static void
push_fault (AnnexSampleService *service,
            GStrv               words)
{
  g_autofree char *headers = g_strdup_printf ("Content-Type: application/json\nx-amzn-ErrorType: %s", words[3]);
  g_autoptr (GBytes) body = g_bytes_new (words[4], strlen (words[4]));
  AnnexSampleFault fault = {
    .status = (guint) g_ascii_strtoull (words[2], NULL, 10),
    .headers = headers,
    .body = body,
    .times = 1,
  };

  annex_sample_service_push_fault (service, get_operation (words[1]), &fault);
}

static gboolean
obey (AnnexSampleService *service,
      const char         *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 5);
  guint n_words = g_strv_length (words);

  if (n_words == 2 && strcmp (words[0], "quotas") == 0)
    annex_sample_service_set_quotas (service, strcmp (words[1], "on") == 0);
  else if (n_words == 2 && strcmp (words[0], "clock") == 0)
    annex_sample_service_set_clock_offset (service, g_ascii_strtoll (words[1], NULL, 10));
  else if (n_words == 5 && strcmp (words[0], "fault") == 0)
    push_fault (service, words);
  else if (n_words == 1 && strcmp (words[0], "clear") == 0)
    annex_sample_service_clear_faults (service);
  else if (n_words == 1 && strcmp (words[0], "end") == 0)
    annex_sample_service_end_chat (service);
  else
    return FALSE;

  return TRUE;
}

static void
read_line_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Script          *script = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line == NULL)
    {
      g_main_loop_quit (script->loop);
      return;
    }
  puts (obey (script->service, line) ? "done" : "not understood");
  fflush (stdout);
  read_command (script);
}

static void
read_command (Script *script)
{
  g_data_input_stream_read_line_async (script->input, G_PRIORITY_DEFAULT, NULL, read_line_cb, script);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GBytes) object = make_object ();
  g_autofree char *attachment_id = NULL;
  Script           script = { 0 };

  script.service = annex_sample_service_new ();
  script.input = g_data_input_stream_new (input);
  script.loop = g_main_loop_new (NULL, FALSE);
  if (!annex_sample_service_start (script.service, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  for (guint i = 0; i < 7; i++)
    annex_sample_service_add_message (script.service, i % 2 == 0 ? "CUSTOMER" : "AGENT", "…");
  attachment_id = annex_sample_service_add_attachment (script.service, "Prüfung.bin", "application/octet-stream", object);
  annex_sample_service_set_quotas (script.service, FALSE);
  announce (script.service, attachment_id, object);
  read_command (&script);
  g_main_loop_run (script.loop);

  g_object_unref (script.service);
  g_object_unref (script.input);
  g_main_loop_unref (script.loop);

  return EXIT_SUCCESS;
}
