/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-download.h"
#include "annex-service-error.h"
#include "test-raw-store.h"

#include <glib/gstdio.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)
#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfile"

/* The store's certificates, made for this run by an authority of its own. */

typedef struct
{
  const char *name;
  const char *options;
} Certificate;

#define SIGNED "-CA good.pem -CAkey good.key -addext basicConstraints=critical,CA:FALSE "

static const Certificate certificates[] = {
  { "good", "-days 2" },
  { "stranger", "-days 2 -addext subjectAltName=IP:127.0.0.1" },
  { "valid", SIGNED "-days 1 -addext subjectAltName=IP:127.0.0.1" },
  { "other-name", SIGNED "-days 1 -addext subjectAltName=DNS:other.example.com" },
  { "expired", SIGNED "-addext subjectAltName=IP:127.0.0.1 -not_before 20200101000000Z -not_after 20200102000000Z" },
};

typedef struct
{
  gboolean      done;
  AnnexContent *content;
  GError       *error;
} Outcome;

static char *folder;

static char *
dup_path (const char *name,
          const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);

  return g_build_filename (folder, file, NULL);
}

static void
make_certificates (void)
{
  folder = g_dir_make_tmp ("annex-test-XXXXXX", NULL);
  g_assert_nonnull (folder);

  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      const char      *name = certificates[i].name;
      g_autofree char *command = g_strdup_printf ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                                                  "-subj /CN=%s -keyout %s.key -out %s.pem %s",
                                                  name,
                                                  name,
                                                  name,
                                                  certificates[i].options);
      g_auto (GStrv) argv = g_strsplit (command, " ", -1);
      g_autoptr (GError) error = NULL;
      int status;

      g_spawn_sync (folder, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error);
      g_assert_no_error (error);
      g_assert_true (g_spawn_check_wait_status (status, NULL));
    }
}

static void
remove_certificates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      g_autofree char *key = dup_path (certificates[i].name, ".key");
      g_autofree char *certificate = dup_path (certificates[i].name, ".pem");

      g_unlink (key);
      g_unlink (certificate);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

static RawStore *
new_store (const char *name)
{
  g_autofree char *key = dup_path (name, ".key");
  g_autofree char *path = dup_path (name, ".pem");
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_files (path, key, NULL);
  RawStore *store;

  g_assert_nonnull (certificate);
  store = raw_store_new (certificate);
  raw_store_answer (store, ANSWER, -1, RAW_HANG);

  return store;
}

static SoupSession *
new_session (gboolean trusting)
{
  g_autofree char *path = dup_path ("good", ".pem");
  g_autoptr (GTlsDatabase) database = trusting ? g_tls_file_database_new (path, NULL) : NULL;

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

  make_certificates ();
  result = g_test_run ();
  remove_certificates ();

  return result;
}
