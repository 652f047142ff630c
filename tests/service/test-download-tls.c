/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-download.h"
#include "annex-service-error.h"
#include "test-certificates.h"
#include "test-raw-store.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)
#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfile"

typedef struct
{
  gboolean      done;
  AnnexContent *content;
  GError       *error;
} Outcome;

static RawStore *
new_store (const char *name)
{
  g_autoptr (GTlsCertificate) certificate = test_certificates_load (name);
  RawStore *store = raw_store_new (certificate);

  raw_store_answer (store, ANSWER, -1, RAW_HANG);

  return store;
}

static SoupSession *
new_session (gboolean trusting)
{
  g_autoptr (GTlsDatabase) database = trusting ? test_certificates_load_authority () : NULL;

  return annex_download_session_new (database);
}

static void
download_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->content = annex_download_finish (result, &outcome->error);
  outcome->done = TRUE;
}

static void
download (RawStore *store,
          gboolean  trusting,
          Outcome  *outcome)
{
  g_autoptr (SoupSession) session = new_session (trusting);
  g_autoptr (AnnexStorePolicy) policy = annex_store_policy_new (NULL, "127.0.0.1");
  g_autofree char *url = raw_store_dup_url (store, "/key?X-Amz-Signature=canary");
  const gint64     end = g_get_monotonic_time () + PATIENCE_US;

  annex_download_async (session, url, policy, 4, NULL, NULL, NULL, NULL, NULL, download_cb, outcome);
  while (!outcome->done)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
  soup_session_abort (session);
}

static void
assert_refused (const char          *name,
                gboolean             trusting,
                GTlsCertificateFlags flag)
{
  g_autoptr (RawStore) store = new_store (name);
  const AnnexErrorDetails *details;
  Outcome                  outcome = { 0 };

  download (store, trusting, &outcome);
  g_assert_error (outcome.error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_TLS);
  details = annex_service_error_get_details (outcome.error);
  g_assert_true ((details->tls_flags & flag) != 0);
  g_assert_cmpstr (details->host, ==, "127.0.0.1");
  g_assert_cmpuint (raw_store_get_n_requests (store), ==, 0);
  g_clear_error (&outcome.error);
}

/* The signed URL is a secret: it is not even asked for where the certificate is not right. */
static void
test_bad_certificates_are_refused (void)
{
  assert_refused ("valid", FALSE, G_TLS_CERTIFICATE_UNKNOWN_CA);
  assert_refused ("stranger", TRUE, G_TLS_CERTIFICATE_UNKNOWN_CA);
  assert_refused ("other-name", TRUE, G_TLS_CERTIFICATE_BAD_IDENTITY);
  assert_refused ("expired", TRUE, G_TLS_CERTIFICATE_EXPIRED);
}

static void
test_good_certificate_is_accepted (void)
{
  g_autoptr (RawStore) store = new_store ("valid");
  Outcome outcome = { 0 };

  download (store, TRUE, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (annex_content_get_size (outcome.content), ==, 4);
  g_assert_cmpuint (raw_store_get_n_requests (store), ==, 1);
  g_clear_object (&outcome.content);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  int              result;

  g_test_init (&argc, &argv, NULL);
  if (openssl == NULL)
    {
      g_print ("1..0 # SKIP openssl is not there\n");
      return 0;
    }

  g_test_add_func ("/download-tls/bad-certificates-are-refused", test_bad_certificates_are_refused);
  g_test_add_func ("/download-tls/good-certificate-is-accepted", test_good_certificate_is_accepted);

  test_certificates_make ();
  result = g_test_run ();
  test_certificates_remove ();

  return result;
}
