/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-sample-client.h"

#include <string.h>

static void
push (Fixture             *fixture,
      AnnexSampleOperation operation,
      AnnexSampleFaultKind kind,
      guint                times)
{
  AnnexSampleFault fault = { .kind = kind, .times = times };

  annex_sample_service_push_fault (fixture->service, operation, &fault);
}

static void
test_scripted_answer (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"Message\":\"No\"}", strlen ("{\"Message\":\"No\"}"));
  AnnexSampleFault fault = {
    .status = 500,
    .headers = "x-amzn-ErrorType: InternalServerException:http://internal.amazon.com/\nRetry-After: 3",
    .body = body,
    .times = 2,
  };
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) third = NULL;

  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT, &fault);
  first = fixture_call_as_agent (fixture, "transcript", "{}");
  second = fixture_call_as_agent (fixture, "transcript", "{}");
  third = fixture_call_as_agent (fixture, "transcript", "{}");

  answer_assert_refused (first, 500, "InternalServerException:http://internal.amazon.com/");
  g_assert_cmpstr (answer_get_header (first, "Retry-After"), ==, "3");
  g_assert_cmpstr (first->text, ==, "{\"Message\":\"No\"}");
  g_assert_cmpuint (second->status, ==, 500);
  g_assert_cmpuint (third->status, ==, 200);
  g_assert_cmpuint (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT), ==, 3);
}

static void
test_for_ever (Fixture      *fixture,
               gconstpointer data)
{
  AnnexSampleFault fault = { .status = 503 };
  g_autoptr (Answer) other = NULL;
  g_autoptr (Answer) after = NULL;

  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT, &fault);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (Answer) answer = fixture_call_as_agent (fixture, "transcript", "{}");

      g_assert_cmpuint (answer->status, ==, 503);
    }
  other = fixture_call_as_agent (fixture, "attachment", "{}");
  annex_sample_service_clear_faults (fixture->service);
  after = fixture_call_as_agent (fixture, "transcript", "{}");

  g_assert_cmpuint (other->status, ==, 400);
  g_assert_cmpuint (after->status, ==, 200);
}

/* A redirect and a range answered in full must arrive as they were scripted. */
static void
test_untouched_answer (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("whole", 5);
  AnnexSampleFault redirect = { .status = 307, .headers = "Location: http://127.0.0.1:1/elsewhere", .times = 1 };
  AnnexSampleFault whole = { .status = 200, .headers = "ETag: \"x\"", .body = body, .times = 1 };
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) second = NULL;

  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_OBJECT, &redirect);
  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_OBJECT, &whole);
  first = fixture_ask (fixture, "GET", url, NULL, NULL);
  second = fixture_ask (fixture, "GET", url, "Range: bytes=1-2", NULL);

  g_assert_cmpuint (first->status, ==, 307);
  g_assert_cmpstr (answer_get_header (first, "Location"), ==, "http://127.0.0.1:1/elsewhere");
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpstr (second->text, ==, "whole");
}

static void
test_cut_off (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) page = NULL;
  g_autoptr (Answer) after = NULL;

  push (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_CUT_OFF, 1);
  push (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT, ANNEX_SAMPLE_FAULT_CUT_OFF, 1);
  answer = fixture_ask (fixture, "GET", url, NULL, NULL);
  page = fixture_call_as_agent (fixture, "transcript", "{}");
  after = fixture_ask (fixture, "GET", url, NULL, NULL);

  g_assert_error (answer->error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_assert_cmpstr (answer_get_header (answer, "Content-Length"), ==, "10");
  g_assert_error (page->error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_assert_cmpstr (after->text, ==, "0123456789");
}

/* An HTTP client may repeat by itself what was sent over a connection that it had kept: libsoup does. */
static void
test_reset (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) after = NULL;

  push (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_RESET, 0);
  answer = fixture_ask (fixture, "GET", url, NULL, NULL);
  annex_sample_service_clear_faults (fixture->service);
  after = fixture_ask (fixture, "GET", url, NULL, NULL);

  g_assert_error (answer->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_assert_cmpstr (after->text, ==, "0123456789");
}

static void
test_wrong_length (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) answer = NULL;

  push (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_WRONG_LENGTH, 1);
  answer = fixture_ask (fixture, "GET", url, NULL, NULL);

  g_assert_no_error (answer->error);
  g_assert_true (g_str_has_prefix (answer->text, "0123456789"));
  g_assert_cmpuint (answer->length, >, 10);
}

static void
test_expired (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  g_autoptr (Answer) answer = NULL;

  push (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_EXPIRED, 1);
  answer = fixture_ask (fixture, "GET", url, NULL, NULL);

  answer_assert_store_code (answer, 403, "AccessDenied");
  g_assert_nonnull (strstr (answer->text, "Request has expired"));
}

/* What a client sees that reads on its own. */
typedef struct
{
  GMainLoop    *loop;
  GCancellable *cancellable;
  gsize         received;
  gsize         enough;
  guint         timeout_id;
  char          buffer[4096];
} Reader;

static void read_more (Reader       *reader,
                       GInputStream *stream);

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Reader *reader = user_data;
  g_autoptr (GError) error = NULL;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (length <= 0)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_main_loop_quit (reader->loop);
      return;
    }
  reader->received += (gsize) length;
  if (reader->received >= reader->enough)
    g_cancellable_cancel (reader->cancellable);
  read_more (reader, G_INPUT_STREAM (source));
}

static void
read_more (Reader       *reader,
           GInputStream *stream)
{
  g_input_stream_read_async (stream, reader->buffer, sizeof reader->buffer, G_PRIORITY_DEFAULT, reader->cancellable, read_cb, reader);
}

static void
send_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Reader *reader = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_main_loop_quit (reader->loop);
      return;
    }
  read_more (reader, stream);
}

static void
on_cancel_timeout (gpointer user_data)
{
  Reader *reader = user_data;

  reader->timeout_id = 0;
  g_cancellable_cancel (reader->cancellable);
}

/* Reads until there is enough, or until nothing more is to be expected. */
static gsize
read_body (Fixture    *fixture,
           const char *url,
           gsize       enough,
           guint       patience)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  Reader reader = { .enough = enough };

  reader.loop = g_main_loop_new (NULL, FALSE);
  reader.cancellable = g_cancellable_new ();
  reader.timeout_id = g_timeout_add_once (patience, on_cancel_timeout, &reader);
  soup_session_send_async (fixture->session, message, G_PRIORITY_DEFAULT, reader.cancellable, send_cb, &reader);
  g_main_loop_run (reader.loop);
  if (reader.timeout_id != 0)
    g_source_remove (reader.timeout_id);
  g_main_loop_unref (reader.loop);
  g_object_unref (reader.cancellable);

  return reader.received;
}

static void
test_endless (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);

  push (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_CHUNKED_ENDLESS, 1);
  g_assert_cmpuint (read_body (fixture, url, 4 * 1024 * 1024, 20000), >=, 4 * 1024 * 1024);
}

static void
test_stall (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);

  push (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_STALL, 1);
  g_assert_cmpuint (read_body (fixture, url, G_MAXSIZE, 300), ==, 5);
  push (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_SILENT, 1);
  g_assert_cmpuint (read_body (fixture, url, G_MAXSIZE, 300), ==, 0);
}

/* All of it, but one byte after the other. */
static void
test_drip (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char *url = fixture_link (fixture, id, 60);
  const gint64     begun = g_get_monotonic_time ();

  push (fixture, ANNEX_SAMPLE_GET_OBJECT, ANNEX_SAMPLE_FAULT_DRIP, 1);
  g_assert_cmpuint (read_body (fixture, url, 10, 20000), ==, 10);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 9 * 20 * 1000);
}

static void
test_raw (Fixture      *fixture,
          gconstpointer data)
{
  static const char text[] = "HTTP/1.0 299 Strange\r\n\r\nabc";
  g_autofree char  *id = fixture_add (fixture, "a.txt", "0123456789");
  g_autofree char  *url = fixture_link (fixture, id, 60);
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  const AnnexSampleFault fault = { .kind = ANNEX_SAMPLE_FAULT_RAW, .body = body, .times = 1 };
  g_autoptr (Answer) answer = NULL;

  annex_sample_service_push_fault (fixture->service, ANNEX_SAMPLE_GET_OBJECT, &fault);
  answer = fixture_ask (fixture, "GET", url, NULL, NULL);
  g_assert_cmpuint (answer->status, ==, 299);
  g_assert_cmpstr (answer->text, ==, "abc");
}

static gboolean
on_stop_time (gpointer user_data)
{
  Fixture *fixture = user_data;

  if (annex_sample_service_get_n_requests (fixture->service, ANNEX_SAMPLE_GET_TRANSCRIPT) == 0)
    return G_SOURCE_CONTINUE;
  annex_sample_service_clear_faults (fixture->service);
  annex_sample_service_stop (fixture->service);

  return G_SOURCE_REMOVE;
}

/* Also a connection that a fault keeps open is closed when the service stops. */
static void
test_stop (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (Answer) answer = NULL;

  push (fixture, ANNEX_SAMPLE_GET_TRANSCRIPT, ANNEX_SAMPLE_FAULT_SILENT, 0);
  g_timeout_add (5, on_stop_time, fixture);
  answer = fixture_call_as_agent (fixture, "transcript", "{}");

  g_assert_nonnull (answer->error);
  g_assert_cmpuint (answer->status, ==, 0);
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

  add ("/sample/faults/scripted-answer", test_scripted_answer);
  add ("/sample/faults/for-ever", test_for_ever);
  add ("/sample/faults/untouched-answer", test_untouched_answer);
  add ("/sample/faults/cut-off", test_cut_off);
  add ("/sample/faults/reset", test_reset);
  add ("/sample/faults/wrong-length", test_wrong_length);
  add ("/sample/faults/expired", test_expired);
  add ("/sample/faults/endless", test_endless);
  add ("/sample/faults/stall", test_stall);
  add ("/sample/faults/drip", test_drip);
  add ("/sample/faults/raw", test_raw);
  add ("/sample/faults/stop", test_stop);

  return g_test_run ();
}
