/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-download-fixture.h"

#include <string.h>

/* What an interrupted download may go on from, and what it must not be glued to. The file is “filemore”; of it, “file” has
 * arrived. */

#define V1 "ETag: \"v1\"\r\n"
#define EIGHT "Content-Length: 8\r\n"
#define PARTIAL "HTTP/1.1 206 Partial Content\r\n"
#define REST "Content-Range: bytes 4-7/8\r\n"

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture_set_up (fixture, data);
  fixture->part = annex_download_part_new ();
}

static gboolean
asked_for (Fixture    *fixture,
           const char *line)
{
  return strstr (raw_store_get_last_request (fixture->store), line) != NULL;
}

static void
answer_once (Fixture    *fixture,
             const char *bytes,
             RawEnding   ending)
{
  raw_store_answer_once (fixture->store, bytes, ending);
}

static void
break_off (Fixture    *fixture,
           const char *headers)
{
  g_autofree char *bytes = g_strdup_printf (OK EIGHT "%s\r\nfile", headers);

  answer_once (fixture, bytes, RAW_CLOSE);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);
  g_assert_cmpuint (annex_download_part_get_received (fixture->part), ==, 4);
}

static void
assert_digest (Fixture    *fixture,
               const char *text)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  g_assert_cmpstr (annex_content_get_sha256 (fixture->content), ==, digest);
}

static void
test_rest_is_appended (Fixture      *fixture,
                       gconstpointer data)
{
  fixture->expected = 8;
  break_off (fixture, V1);
  g_assert_false (asked_for (fixture, "\r\nRange:"));
  g_assert_false (asked_for (fixture, "\r\nIf-Match:"));

  answer (fixture, PARTIAL V1 REST FOUR "\r\nmore", RAW_HANG);
  download (fixture);
  assert_content (fixture, "filemore");
  assert_digest (fixture, "filemore");
  g_assert_true (asked_for (fixture, "\r\nRange: bytes=4-\r\n"));
  g_assert_true (asked_for (fixture, "\r\nIf-Match: \"v1\"\r\n"));
  g_assert_false (asked_for (fixture, "\r\nIf-Range:"));
  g_assert_true (asked_for (fixture, "\r\nAccept-Encoding: identity\r\n"));
  g_assert_cmpuint (fixture->last_received, ==, 8);
  g_assert_cmpuint (fixture->last_total, ==, 8);
  g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, 2);
  g_assert_cmpuint (annex_download_part_get_received (fixture->part), ==, 0);
}

static void
test_breaks_off_again (Fixture      *fixture,
                       gconstpointer data)
{
  break_off (fixture, V1);
  answer_once (fixture, PARTIAL V1 REST FOUR "\r\nmo", RAW_RESET);
  g_assert_cmpuint (assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED)->received, ==, 6);

  answer (fixture, PARTIAL V1 "Content-Range: bytes 6-7/8\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nre\r\n0\r\n\r\n", RAW_HANG);
  download (fixture);
  assert_content (fixture, "filemore");
  assert_digest (fixture, "filemore");
  g_assert_true (asked_for (fixture, "\r\nRange: bytes=6-\r\n"));
}

/* Where the first answer did not say how long the file is, the range does. */
static void
test_length_is_learnt_from_the_range (Fixture      *fixture,
                                      gconstpointer data)
{
  answer_once (fixture, OK V1 "Transfer-Encoding: chunked\r\n\r\n4\r\nfile\r\n", RAW_CLOSE);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);

  answer_once (fixture, PARTIAL V1 REST FOUR "\r\nmo", RAW_CLOSE);
  g_assert_cmpuint (assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED)->expected, ==, 8);
  answer (fixture, PARTIAL V1 "Content-Range: bytes 6-7/8\r\nContent-Length: 2\r\n\r\nre", RAW_HANG);
  download (fixture);
  assert_content (fixture, "filemore");
}

/* Each of these looks like an answer to the resumption, and is none. */
static const char *const misfits[] = {
  PARTIAL V1 "Content-Range: bytes 0-7/8\r\n" EIGHT "\r\nfilemore",
  PARTIAL V1 "Content-Range: bytes 3-7/8\r\nContent-Length: 5\r\n\r\nemore",
  PARTIAL V1 "Content-Range: bytes 5-7/8\r\nContent-Length: 3\r\n\r\nore",
  PARTIAL V1 "Content-Range: bytes 4-6/8\r\nContent-Length: 3\r\n\r\nmor",
  PARTIAL V1 "Content-Range: bytes 4-8/9\r\nContent-Length: 5\r\n\r\nmore!",
  PARTIAL V1 "Content-Range: bytes 4-6/7\r\nContent-Length: 3\r\n\r\nmor",
  PARTIAL V1 "Content-Range: bytes 4-7/*\r\n" FOUR "\r\nmore",
  PARTIAL V1 "Content-Range: bytes */8\r\n" FOUR "\r\nmore",
  PARTIAL V1 "Content-Range: bytes=4-7/8\r\n" FOUR "\r\nmore",
  PARTIAL V1 "Content-Range: bytes 4-7/8junk\r\n" FOUR "\r\nmore",
  PARTIAL V1 "Content-Range: bytes -4-7/8\r\n" FOUR "\r\nmore",
  PARTIAL V1 "Content-Range: bytes 4-18446744073709551615/0\r\n" FOUR "\r\nmore",
  PARTIAL V1 REST REST FOUR "\r\nmore",
  PARTIAL         V1 FOUR "\r\nmore",
  PARTIAL         V1 REST "Content-Length: 3\r\n\r\nmor",
  PARTIAL         V1 REST "Content-Length: 5\r\n\r\nmore!",
  PARTIAL V1 "Content-Type: multipart/byteranges; boundary=x\r\n" FOUR "\r\n--x\r\n",
  PARTIAL "ETag: \"v2\"\r\n" REST FOUR "\r\nmore",
  PARTIAL "ETag: W/\"v1\"\r\n" REST FOUR "\r\nmore",
  PARTIAL "ETag: v1\r\n" REST FOUR "\r\nmore",
  PARTIAL V1 V1 REST FOUR "\r\nmore",
  PARTIAL       REST FOUR "\r\nmore",
  "HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */2\r\nContent-Length: 0\r\n\r\n",
};

static void
test_misfit_starts_over (Fixture      *fixture,
                         gconstpointer data)
{
  answer (fixture, OK "ETag: \"v2\"\r\n" EIGHT "\r\nnewbytes", RAW_HANG);
  for (gsize i = 0; i < G_N_ELEMENTS (misfits); i++)
    {
      const guint before = raw_store_get_n_requests (fixture->store);

      g_test_message ("%s", misfits[i]);
      break_off (fixture, V1);
      answer_once (fixture, misfits[i], RAW_HANG);
      download (fixture);

      assert_content (fixture, "newbytes");
      assert_digest (fixture, "newbytes");
      g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, before + 3);
      g_assert_false (asked_for (fixture, "\r\nRange:"));
      g_assert_false (asked_for (fixture, "\r\nIf-Match:"));
    }
}

/* The body of an answer that does not fit is not waited for. */
static void
test_misfit_is_not_read (Fixture      *fixture,
                         gconstpointer data)
{
  break_off (fixture, V1);
  answer_once (fixture, PARTIAL "ETag: \"v2\"\r\n" REST "Transfer-Encoding: chunked\r\n\r\n", RAW_FLOOD);
  answer (fixture, OK EIGHT "\r\nnewbytes", RAW_HANG);
  download (fixture);
  assert_content (fixture, "newbytes");
}

static void
test_whole_file_replaces (Fixture      *fixture,
                          gconstpointer data)
{
  break_off (fixture, V1);
  answer (fixture, OK V1 EIGHT "\r\nnewbytes", RAW_HANG);
  download (fixture);

  assert_content (fixture, "newbytes");
  assert_digest (fixture, "newbytes");
  g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, 2);
}

/* A store that sends a range to whoever asks for the whole is asked no third time. */
static void
test_misfit_twice_is_said (Fixture      *fixture,
                           gconstpointer data)
{
  break_off (fixture, V1);
  answer (fixture, PARTIAL "ETag: \"v2\"\r\n" REST FOUR "\r\nmore", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED);
  g_assert_cmpuint (raw_store_get_n_requests (fixture->store), ==, 3);
}

static void
test_without_a_strong_etag (Fixture      *fixture,
                            gconstpointer data)
{
  static const char *const etags[] = { "", "ETag: W/\"v1\"\r\n", "ETag: v1\r\n", "ETag: \"\"\r\n", "ETag: \"a\"\r\nETag: \"b\"\r\n" };

  answer (fixture, OK EIGHT "\r\nnewbytes", RAW_HANG);
  for (gsize i = 0; i < G_N_ELEMENTS (etags); i++)
    {
      break_off (fixture, etags[i]);
      g_assert_false (annex_download_part_can_resume (fixture->part));
      download (fixture);
      assert_content (fixture, "newbytes");
      g_assert_false (asked_for (fixture, "\r\nRange:"));
    }
}

static void
test_another_size_starts_over (Fixture      *fixture,
                               gconstpointer data)
{
  fixture->expected = 8;
  break_off (fixture, V1);
  fixture->expected = 4;
  answer (fixture, OK V1 FOUR "\r\nshrt", RAW_HANG);
  download (fixture);

  assert_content (fixture, "shrt");
  g_assert_false (asked_for (fixture, "\r\nRange:"));
}

typedef struct
{
  const char       *bytes;
  RawEnding         ending;
  AnnexServiceError code;
  gboolean          spared; /* what has arrived may still be gone on from */
} Failure;

#define EXPIRED "<Error><Code>ExpiredToken</Code></Error>"

static const Failure failures[] = {
  { "HTTP/1.1 400 Bad Request\r\nContent-Length: 40\r\n\r\n" EXPIRED, RAW_HANG, ANNEX_SERVICE_ERROR_STORE_EXPIRED, TRUE },
  { "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", RAW_HANG, ANNEX_SERVICE_ERROR_STORE_REFUSED, TRUE },
  { "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", RAW_HANG, ANNEX_SERVICE_ERROR_STORE_BUSY, TRUE },
  { "HTTP/1.1 307 Elsewhere\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", RAW_HANG, ANNEX_SERVICE_ERROR_REDIRECTED, TRUE },
  { "", RAW_RESET, ANNEX_SERVICE_ERROR_STORE_UNREACHABLE, TRUE },
  { PARTIAL V1 REST FOUR "\r\nm", RAW_CLOSE, ANNEX_SERVICE_ERROR_INTERRUPTED, TRUE },
  { PARTIAL V1 REST "Transfer-Encoding: chunked\r\n\r\n2\r\nmo\r\n0\r\n\r\n", RAW_HANG, ANNEX_SERVICE_ERROR_INTERRUPTED, TRUE },
  { "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", RAW_HANG, ANNEX_SERVICE_ERROR_STORE_GONE, FALSE },
  { "HTTP/1.1 304 Not Modified\r\n\r\n", RAW_HANG, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, FALSE },
  { PARTIAL V1 REST "Transfer-Encoding: chunked\r\n\r\n5\r\nmore!\r\n0\r\n\r\n", RAW_HANG, ANNEX_SERVICE_ERROR_LENGTH_MISMATCH, FALSE },
  { PARTIAL V1 REST FOUR "Content-Encoding: gzip\r\n\r\nmore", RAW_HANG, ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, FALSE },
  { OK "Content-Length: 200000000\r\n\r\n", RAW_HANG, ANNEX_SERVICE_ERROR_TOO_LARGE, FALSE },
};

static void
test_failures (Fixture      *fixture,
               gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_test_message ("%s", failures[i].bytes);
      break_off (fixture, V1);
      answer (fixture, failures[i].bytes, failures[i].ending);
      assert_fails (fixture, failures[i].code);
      g_assert_cmpint (annex_download_part_can_resume (fixture->part), ==, failures[i].spared);
      g_assert_cmpuint (annex_download_part_get_received (fixture->part) > 0, ==, failures[i].spared);
      annex_download_part_clear (fixture->part);
    }
}

static void
test_silence_leaves_the_part (Fixture      *fixture,
                              gconstpointer data)
{
  fixture->limits.silence_ms = 50;
  answer_once (fixture, OK V1 EIGHT "\r\nfile", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);
  g_assert_true (annex_download_part_can_resume (fixture->part));

  /* The speed counts from where it goes on. */
  fixture->limits.silence_ms = 10 * 1000;
  fixture->limits.slow_window_ms = 100;
  fixture->limits.slow_bytes_per_sec = 20;
  answer_once (fixture, PARTIAL V1 REST FOUR "\r\nm", RAW_HANG);
  assert_fails (fixture, ANNEX_SERVICE_ERROR_INTERRUPTED);
  g_assert_cmpuint (annex_download_part_get_received (fixture->part), ==, 5);
}

static gboolean
is_half_there (Fixture *fixture)
{
  return annex_download_part_get_received (fixture->part) == 4;
}

/* Whoever cancels decides what becomes of the part: another download may go on with it at once, although the first one has
 * not come to its end. */
static void
test_cancelled_lets_go_of_the_part (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autofree char *url = raw_store_dup_url (fixture->store, "/key");

  fixture->cancellable = g_cancellable_new ();
  answer_once (fixture, OK V1 EIGHT "\r\nfile", RAW_HANG);
  begin (fixture, url);
  iterate_until (is_half_there, fixture);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_cmpuint (annex_download_part_get_received (fixture->part), ==, 4);
  iterate_until (is_done, fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (annex_download_part_get_received (fixture->part), ==, 4);

  g_clear_object (&fixture->cancellable);
  answer (fixture, PARTIAL V1 REST FOUR "\r\nmore", RAW_HANG);
  download (fixture);
  assert_content (fixture, "filemore");
}

#define ADD(path, function) g_test_add ("/download-resume/" path, Fixture, NULL, set_up, function, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("rest-is-appended", test_rest_is_appended);
  ADD ("breaks-off-again", test_breaks_off_again);
  ADD ("length-is-learnt-from-the-range", test_length_is_learnt_from_the_range);
  ADD ("misfit-starts-over", test_misfit_starts_over);
  ADD ("misfit-is-not-read", test_misfit_is_not_read);
  ADD ("whole-file-replaces", test_whole_file_replaces);
  ADD ("misfit-twice-is-said", test_misfit_twice_is_said);
  ADD ("without-a-strong-etag", test_without_a_strong_etag);
  ADD ("another-size-starts-over", test_another_size_starts_over);
  ADD ("failures", test_failures);
  ADD ("silence-leaves-the-part", test_silence_leaves_the_part);
  ADD ("cancelled-lets-go-of-the-part", test_cancelled_lets_go_of_the_part);

  warm_up ();

  return g_test_run ();
}
