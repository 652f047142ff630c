/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-participant-client-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define LINK "{\"Url\":\"u\",\"AttachmentSizeInBytes\":4270}"

static char *folder;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* Runs openssl in the folder; @arguments are separated by spaces. */
static void
run_openssl (const char *arguments)
{
  g_autofree char *command = g_strconcat ("openssl ", arguments, NULL);
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (folder, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);
}

static void
make_authority (const char *name)
{
  g_autofree char *arguments = g_strdup_printf ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
                                                "-subj /CN=%s -keyout %s.key -out %s.pem",
                                                name,
                                                name,
                                                name);

  run_openssl (arguments);
}

/* @validity: options of openssl that say from when to when */
static void
make_certificate (const char *name,
                  const char *subject,
                  const char *validity)
{
  g_autofree char *arguments = g_strdup_printf ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                                                "-CA authority.pem -CAkey authority.key -subj /CN=server "
                                                "-addext subjectAltName=%s -addext basicConstraints=critical,CA:FALSE "
                                                "%s -keyout %s.key -out %s.pem",
                                                subject,
                                                validity,
                                                name,
                                                name);

  run_openssl (arguments);
}

static void
make_certificates (void)
{
  folder = g_dir_make_tmp ("annex-tls-XXXXXX", NULL);
  g_assert_nonnull (folder);
  make_authority ("authority");
  make_authority ("self-signed");
  make_certificate ("valid", "IP:127.0.0.1", "-days 1");
  make_certificate ("other-name", "DNS:other.example.com", "-days 1");
  make_certificate ("expired", "IP:127.0.0.1", "-not_before 20200101000000Z -not_after 20200102000000Z");
  make_certificate ("future", "IP:127.0.0.1", "-not_before 20900101000000Z -not_after 20900102000000Z");
}

static void
remove_certificates (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = in_folder (name);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_clear_pointer (&folder, g_free);
}

static Wire *
start_wire (const char *name)
{
  g_autofree char *key_name = g_strconcat (name, ".key", NULL);
  g_autofree char *certificate_name = g_strconcat (name, ".pem", NULL);
  g_autofree char *key_path = in_folder (key_name);
  g_autofree char *certificate_path = in_folder (certificate_name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_files (certificate_path, key_path, &error);
  Wire *wire = wire_new ();

  g_assert_no_error (error);
  wire_set_certificate (wire, certificate);
  wire_push_answer (wire, 200, "", LINK);

  return wire;
}

static void
trust_authority (AnnexParticipantClient *client)
{
  g_autofree char *path = in_folder ("authority.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  annex_participant_client_set_tls_database (client, database);
}

typedef struct
{
  const char          *certificate;
  gboolean             trusted;
  GTlsCertificateFlags flag;
} RefusedCase;

/* A certificate of another kind than the right one is refused before a byte is sent, once, and the error says why. */
static void
test_refused (void)
{
  static const RefusedCase cases[] = {
    { "self-signed", FALSE, G_TLS_CERTIFICATE_UNKNOWN_CA },
    { "self-signed", TRUE, G_TLS_CERTIFICATE_UNKNOWN_CA },
    { "valid", FALSE, G_TLS_CERTIFICATE_UNKNOWN_CA },
    { "other-name", TRUE, G_TLS_CERTIFICATE_BAD_IDENTITY },
    { "expired", TRUE, G_TLS_CERTIFICATE_EXPIRED },
    { "future", TRUE, G_TLS_CERTIFICATE_NOT_ACTIVATED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Wire) wire = start_wire (cases[i].certificate);
      g_autofree char *url = wire_dup_url (wire);
      g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].certificate);
      if (cases[i].trusted)
        trust_authority (client);
      g_assert_null (get_attachment (client, "a", &error));
      g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_TLS);
      g_assert_true ((annex_service_error_get_details (error)->tls_flags & cases[i].flag) != 0);
      g_assert_cmpuint (annex_service_error_get_details (error)->attempts, ==, 1);
      g_assert_cmpuint (wire_get_n_requests (wire), ==, 0);
    }
}

/* The right one is accepted. */
static void
test_accepted (void)
{
  g_autoptr (Wire) wire = start_wire ("valid");
  g_autofree char *url = wire_dup_url (wire);
  g_autoptr (AnnexParticipantClient) client = client_new (url, TOKEN);
  g_autoptr (AnnexAttachmentLink) link = NULL;
  g_autoptr (GError) error = NULL;

  trust_authority (client);
  link = get_attachment (client, "a", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (link->size, ==, 4270);
  g_assert_cmpuint (wire_get_n_requests (wire), ==, 1);
}

/* A server that does not speak TLS where it should is no certificate that was refused, and hears nothing. */
static void
test_not_tls (void)
{
  g_autoptr (Wire) wire = wire_new ();
  g_autofree char *url = wire_dup_url (wire);
  g_autofree char *https_url = g_strconcat ("https", url + strlen ("http"), NULL);
  g_autoptr (AnnexParticipantClient) client = client_new (https_url, TOKEN);
  g_autoptr (GError) error = NULL;

  wire_push_answer (wire, 200, "", LINK);
  annex_participant_client_set_deadlines (client, 2000, 200);
  g_assert_null (get_attachment (client, "a", &error));
  g_assert_cmpuint (error->domain, ==, ANNEX_SERVICE_ERROR);
  g_assert_cmpuint (wire_get_n_requests (wire), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  make_certificates ();

  g_test_add_func ("/participant-client/tls/refused", test_refused);
  g_test_add_func ("/participant-client/tls/accepted", test_accepted);
  g_test_add_func ("/participant-client/tls/not-tls", test_not_tls);
  result = g_test_run ();

  remove_certificates ();

  return result;
}
