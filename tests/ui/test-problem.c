/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-problem.h"

#include "annex-hand-off.h"
#include "annex-preview-error.h"
#include "annex-service-error.h"

#include <gtk/gtk.h>
#include <string.h>

#define CANARY "canary-K7Q2"

/* What an error must become. */
typedef struct
{
  int             error_code;
  const char     *code;
  const char     *title;
  AnnexRemedy     remedy;
  AnnexExitStatus exit_status;
  gboolean        urgent;
} Expected;

static const Expected service_errors[] = {
  { ANNEX_SERVICE_ERROR_CONFIGURATION, "configuration", "Connection Details not Valid", ANNEX_REMEDY_RECONNECT, ANNEX_EXIT_USAGE, TRUE },
  { ANNEX_SERVICE_ERROR_ACCESS_DENIED, "access-denied", "Access Denied", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_DENIED, TRUE },
  { ANNEX_SERVICE_ERROR_THROTTLED, "throttled", "Too Many Requests", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_THROTTLED, FALSE },
  { ANNEX_SERVICE_ERROR_INVALID_REQUEST, "invalid-request", "Request not Accepted", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_SERVICE_ERROR_INTERNAL, "service-unavailable", "Service Unavailable", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_UNEXPECTED, "unexpected-error", "Unexpected Error", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_SERVICE_ERROR_INVALID_REPLY, "invalid-reply", "Unexpected Answer", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_REPLY_TOO_LARGE, "reply-too-large", "Answer too Large", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_REDIRECTED, "redirected", "Redirection not Followed", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_UNREACHABLE, "service-unreachable", "Service Unreachable", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_TLS, "insecure-connection", "Connection not Secure", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_NETWORK, TRUE },
  { ANNEX_SERVICE_ERROR_TIMED_OUT, "timed-out", "No Answer from the Service", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_URL_REFUSED, "link-refused", "Link not Accepted", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_OTHER, TRUE },
  { ANNEX_SERVICE_ERROR_STORE_REFUSED, "store-refused", "Download Refused", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_DENIED, TRUE },
  { ANNEX_SERVICE_ERROR_STORE_EXPIRED, "link-expired", "Link Has Expired", ANNEX_REMEDY_RENEW_LINK, ANNEX_EXIT_EXPIRED, FALSE },
  { ANNEX_SERVICE_ERROR_STORE_GONE, "gone", "Attachment no Longer Available", ANNEX_REMEDY_NONE, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_SERVICE_ERROR_STORE_BUSY, "store-busy", "File Store Unavailable", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_STORE_UNEXPECTED, "store-unexpected", "Unexpected Answer", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_STORE_UNREACHABLE, "store-unreachable", "File Store Unreachable", ANNEX_REMEDY_TRY_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_INTERRUPTED, "interrupted", "Download Interrupted", ANNEX_REMEDY_DOWNLOAD_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_LENGTH_MISMATCH, "length-mismatch", "File not Complete", ANNEX_REMEDY_DOWNLOAD_AGAIN, ANNEX_EXIT_NETWORK, FALSE },
  { ANNEX_SERVICE_ERROR_TOO_LARGE, "attachment-too-large", "Attachment too Large", ANNEX_REMEDY_NONE, ANNEX_EXIT_OTHER, FALSE },
};

static const Expected preview_errors[] = {
  { ANNEX_PREVIEW_ERROR_DAMAGED, "damaged", "Could not Open Attachment", ANNEX_REMEDY_SAVE, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_PREVIEW_ERROR_TOO_LARGE, "picture-too-large", "Image too Large to Show", ANNEX_REMEDY_SAVE, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_PREVIEW_ERROR_LOCKED, "locked", "Password Required", ANNEX_REMEDY_SAVE, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_PREVIEW_ERROR_SEALED, "sealed", "Could not Open Attachment", ANNEX_REMEDY_SAVE, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_PREVIEW_ERROR_MISSING_CODEC, "missing-codec", "Missing Image Format", ANNEX_REMEDY_SAVE, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_PREVIEW_ERROR_STOPPED, "stopped", "Could not Open Attachment", ANNEX_REMEDY_SAVE, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_PREVIEW_ERROR_NO_CAGE, "no-cage", "No Safe Preview", ANNEX_REMEDY_SAVE, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_PREVIEW_ERROR_NOT_INSTALLED, "no-decoder", "No Preview Available", ANNEX_REMEDY_SAVE, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_PREVIEW_ERROR_UNSUPPORTED, "no-preview", "No Preview Available", ANNEX_REMEDY_SAVE, ANNEX_EXIT_OTHER, FALSE },
  { ANNEX_PREVIEW_ERROR_SLOW, "slow", "Could not Open Attachment", ANNEX_REMEDY_SAVE, ANNEX_EXIT_OTHER, FALSE },
};

static const Expected hand_off_errors[] = {
  { ANNEX_HAND_OFF_ERROR_INVALID, "hand-off-invalid", "Connection Details not Valid", ANNEX_REMEDY_RECONNECT, ANNEX_EXIT_USAGE, FALSE },
  { ANNEX_HAND_OFF_ERROR_TOO_LARGE, "hand-off-too-large", "Connection Details not Valid", ANNEX_REMEDY_RECONNECT, ANNEX_EXIT_USAGE, FALSE },
  { ANNEX_HAND_OFF_ERROR_VERSION, "hand-off-version", "Newer Version Needed", ANNEX_REMEDY_NONE, ANNEX_EXIT_USAGE, FALSE },
  { ANNEX_HAND_OFF_ERROR_UNSAFE_FILE, "hand-off-unsafe-file", "File not Private", ANNEX_REMEDY_NONE, ANNEX_EXIT_USAGE, FALSE },
};

/* An error whose message says what must never be seen. */
static GError *
make_error (GQuark domain,
            int    code)
{
  if (domain == ANNEX_SERVICE_ERROR)
    return annex_service_error_new ((AnnexServiceError) code, NULL, "https://" CANARY "/" CANARY ".pdf?token=" CANARY);

  return g_error_new_literal (domain, code, CANARY);
}

static void
assert_is_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >, 10);
  g_assert_true (g_unichar_isupper (g_utf8_get_char (text)) || g_unichar_isdigit (g_utf8_get_char (text)));
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
assert_problem (GQuark          domain,
                const Expected *expected,
                GHashTable     *codes)
{
  g_autoptr (GError) error = make_error (domain, expected->error_code);
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (error, NULL);
  g_autofree char *details = annex_problem_format_details (error);

  g_test_message ("%s", expected->code);
  g_assert_cmpstr (problem->code, ==, expected->code);
  g_assert_cmpstr (problem->title, ==, expected->title);
  g_assert_cmpint (problem->remedy, ==, expected->remedy);
  g_assert_cmpint (problem->exit_status, ==, expected->exit_status);
  g_assert_cmpint (problem->urgent, ==, expected->urgent);
  g_assert_true (problem->has_details);
  g_assert_false (problem->is_live);
  g_assert_nonnull (problem->icon_name);
  assert_is_sentence (problem->description);

  g_assert_null (strstr (problem->title, CANARY));
  g_assert_null (strstr (problem->description, CANARY));
  g_assert_null (strstr (details, CANARY));
  g_assert_nonnull (strstr (details, problem->code));

  g_assert_true (g_hash_table_add (codes, (gpointer) problem->code));
}

/* Every code of a domain from the first to the last, each in its own words. */
static void
assert_domain (GQuark          domain,
               const Expected *expected,
               int             n_expected,
               int             last_code,
               GHashTable     *codes)
{
  g_assert_cmpint (n_expected, ==, last_code + 1);
  for (int i = 0; i < n_expected; i++)
    {
      g_assert_cmpint (expected[i].error_code, ==, i);
      assert_problem (domain, &expected[i], codes);
    }
}

static void
test_every_code (void)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);

  assert_domain (ANNEX_SERVICE_ERROR, service_errors, G_N_ELEMENTS (service_errors), ANNEX_SERVICE_ERROR_TOO_LARGE, codes);
  assert_domain (ANNEX_PREVIEW_ERROR, preview_errors, G_N_ELEMENTS (preview_errors), ANNEX_PREVIEW_ERROR_SLOW, codes);
  assert_domain (ANNEX_HAND_OFF_ERROR, hand_off_errors, G_N_ELEMENTS (hand_off_errors), ANNEX_HAND_OFF_ERROR_UNSAFE_FILE, codes);
}

/* The words of two problems differ wherever something else is to be done, or another cause is behind it. */
static void
test_sentences_differ (void)
{
  g_autoptr (GHashTable) sentences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (service_errors); i++)
    {
      g_autoptr (GError) error = make_error (ANNEX_SERVICE_ERROR, (int) i);
      g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (error, NULL);
      char *text = g_strdup_printf ("%s. %s", problem->title, problem->description);

      g_test_message ("%s", text);
      g_assert_true (g_hash_table_add (sentences, text));
    }
}

/* A page that was only slow is not called dangerous, and is worded as it is where it lies among others. */
static void
test_slow (void)
{
  g_autoptr (GError) error = make_error (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_SLOW);
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (error, NULL);

  g_assert_cmpstr (problem->description, ==, "This page takes too long to draw.");
}

static void
test_foreign_errors (void)
{
  const struct
  {
    GQuark domain;
    int    code;
  } foreign[] = {
    { ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_TOO_LARGE + 1 },
    { ANNEX_PREVIEW_ERROR, -1 },
    { G_IO_ERROR, G_IO_ERROR_FAILED },
    { G_FILE_ERROR, G_FILE_ERROR_NOENT },
    { g_quark_from_static_string ("nobody-knows"), 77 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr (GError) error = make_error (foreign[i].domain, foreign[i].code);
      g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (error, NULL);
      g_autofree char *details = annex_problem_format_details (error);

      g_assert_cmpstr (problem->code, ==, "error");
      g_assert_cmpint (problem->exit_status, ==, ANNEX_EXIT_OTHER);
      assert_is_sentence (problem->description);
      g_assert_null (strstr (details, CANARY));
      g_assert_null (strstr (problem->description, CANARY));
    }
}

static GError *
make_detailed_error (AnnexServiceError code)
{
  AnnexErrorDetails *details = annex_error_details_new ("GetObject", "bucket.s3.eu-central-1.amazonaws.com");

  annex_error_details_set_name (details, "AccessDenied");
  annex_error_details_set_request_id (details, "4442587FB7D0A2F9");
  details->http_status = 403;
  details->attempts = 2;
  details->received = 3100000;
  details->expected = 8400000;
  details->tls_flags = G_TLS_CERTIFICATE_EXPIRED;
  details->time_us = G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC;

  return annex_service_error_new (code, details, CANARY);
}

static void
test_details (void)
{
  g_autoptr (GError) error = make_detailed_error (ANNEX_SERVICE_ERROR_STORE_REFUSED);
  g_autofree char *details = annex_problem_format_details (error);
  g_auto (GStrv) lines = g_strsplit (details, "\n", -1);
  const char *const *strv = (const char *const *) lines;

  g_assert_true (g_strv_contains (strv, "Problem: store-refused"));
  g_assert_true (g_strv_contains (strv, "Operation: GetObject"));
  g_assert_true (g_strv_contains (strv, "HTTP status: 403"));
  g_assert_true (g_strv_contains (strv, "Error: AccessDenied"));
  g_assert_true (g_strv_contains (strv, "Request ID: 4442587FB7D0A2F9"));
  g_assert_true (g_strv_contains (strv, "Host: bucket.s3.eu-central-1.amazonaws.com"));
  g_assert_true (g_strv_contains (strv, "Attempts: 2"));
  g_assert_true (g_strv_contains (strv, "Bytes received: 3100000"));
  g_assert_true (g_strv_contains (strv, "Bytes expected: 8400000"));
  g_assert_true (g_strv_contains (strv, "Time: 2026-09-21T14:13:20Z"));
  g_assert_true (g_strv_contains (strv, "Annex: " PACKAGE_VERSION));
  g_assert_null (strstr (details, CANARY));
}

/* Figures of the case stand in the sentence. */
static void
test_figures (void)
{
  const struct
  {
    AnnexServiceError code;
    const char       *part;
  } cases[] = {
    { ANNEX_SERVICE_ERROR_INTERRUPTED, "3.1 MB of 8.4 MB" },
    { ANNEX_SERVICE_ERROR_UNREACHABLE, "bucket.s3.eu-central-1.amazonaws.com" },
    { ANNEX_SERVICE_ERROR_STORE_UNREACHABLE, "bucket.s3.eu-central-1.amazonaws.com" },
    { ANNEX_SERVICE_ERROR_TIMED_OUT, "bucket.s3.eu-central-1.amazonaws.com" },
    { ANNEX_SERVICE_ERROR_TLS, "bucket.s3.eu-central-1.amazonaws.com" },
    { ANNEX_SERVICE_ERROR_TOO_LARGE, "limit" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = make_detailed_error (cases[i].code);
      g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (error, NULL);
      g_auto (GStrv) words = g_strsplit (problem->description, "\u00a0", -1);
      g_autofree char *text = g_strjoinv (" ", words);

      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, cases[i].part));
    }
}

/* What is wrong with a certificate is said in words, each in its own. */
static void
test_certificates (void)
{
  static const GTlsCertificateFlags flags[] = {
    G_TLS_CERTIFICATE_EXPIRED,
    G_TLS_CERTIFICATE_BAD_IDENTITY,
    G_TLS_CERTIFICATE_UNKNOWN_CA,
    G_TLS_CERTIFICATE_INSECURE,
  };
  g_autoptr (GHashTable) sentences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      AnnexErrorDetails *details = annex_error_details_new ("GetAttachment", "participant.connect.eu-central-1.amazonaws.com");
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexProblem) problem = NULL;

      details->tls_flags = flags[i];
      error = annex_service_error_new (ANNEX_SERVICE_ERROR_TLS, details, CANARY);
      problem = annex_problem_new_for_error (error, NULL);
      assert_is_sentence (problem->description);
      g_assert_true (g_hash_table_add (sentences, g_strdup (problem->description)));
    }
}

static void
test_picture_size (void)
{
  g_autoptr (GError) known = g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_TOO_LARGE, "24000×18000");
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (known, NULL);

  g_assert_cmpstr (problem->description, ==, "24000×18000 pixels need more memory than allowed.");
}

static void
test_saving (void)
{
  const struct
  {
    GQuark      domain;
    int         code;
    const char *expected;
  } cases[] = {
    { G_IO_ERROR, G_IO_ERROR_NO_SPACE, "disk-full" },
    { G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "not-writable" },
    { G_IO_ERROR, G_IO_ERROR_READ_ONLY, "read-only" },
    { G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG, "name-too-long" },
    { G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME, "name-refused" },
    { G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, "is-folder" },
    { G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "not-a-file" },
    { G_IO_ERROR, G_IO_ERROR_EXISTS, "exists" },
    { G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "folder-gone" },
    { G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY, "folder-gone" },
    { G_IO_ERROR, G_IO_ERROR_FAILED, "not-saved" },
    { GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_FAILED, "no-file-dialog" },
    { G_FILE_ERROR, G_FILE_ERROR_IO, "not-saved" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = make_error (cases[i].domain, cases[i].code);
      g_autoptr (AnnexProblem) problem = annex_problem_new_for_saving (error, "<b>a</b>.pdf");

      g_assert_cmpstr (problem->code, ==, cases[i].expected);
      g_assert_cmpstr (problem->title, ==, "Could not Save “\u2068<b>a</b>.pdf\u2069”");
      g_assert_cmpint (problem->remedy, ==, ANNEX_REMEDY_SAVE);
      g_assert_cmpint (problem->exit_status, ==, ANNEX_EXIT_OTHER);
      assert_is_sentence (problem->description);
      g_assert_null (strstr (problem->description, CANARY));
    }
}

static void
test_states (void)
{
  g_autoptr (AnnexProblem) ended = annex_problem_new_for_chat_ended ();
  g_autoptr (AnnexProblem) cancelled = annex_problem_new_for_cancelled ();

  g_assert_cmpstr (ended->title, ==, "Chat Has Ended");
  g_assert_cmpint (ended->exit_status, ==, ANNEX_EXIT_CHAT_ENDED);
  g_assert_cmpint (ended->remedy, ==, ANNEX_REMEDY_NONE);
  g_assert_false (ended->has_details);
  assert_is_sentence (ended->description);
  g_assert_cmpint (cancelled->remedy, ==, ANNEX_REMEDY_TRY_AGAIN);
  g_assert_false (cancelled->has_details);
  assert_is_sentence (cancelled->description);
}

static void
test_remedies (void)
{
  g_assert_null (annex_remedy_get_label (ANNEX_REMEDY_NONE));
  for (int i = ANNEX_REMEDY_NONE + 1; i <= ANNEX_REMEDY_SAVE; i++)
    {
      const char *label = annex_remedy_get_label ((AnnexRemedy) i);

      g_assert_nonnull (label);
      g_assert_nonnull (strchr (label, '_'));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/problem/every-code", test_every_code);
  g_test_add_func ("/problem/sentences-differ", test_sentences_differ);
  g_test_add_func ("/problem/slow", test_slow);
  g_test_add_func ("/problem/foreign-errors", test_foreign_errors);
  g_test_add_func ("/problem/details", test_details);
  g_test_add_func ("/problem/figures", test_figures);
  g_test_add_func ("/problem/certificates", test_certificates);
  g_test_add_func ("/problem/picture-size", test_picture_size);
  g_test_add_func ("/problem/saving", test_saving);
  g_test_add_func ("/problem/states", test_states);
  g_test_add_func ("/problem/remedies", test_remedies);

  return g_test_run ();
}
