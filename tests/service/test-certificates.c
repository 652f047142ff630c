/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-certificates.h"

#include <glib/gstdio.h>

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

static char *folder;

static char *
dup_path (const char *name,
          const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);

  return g_build_filename (folder, file, NULL);
}

void
test_certificates_make (void)
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

void
test_certificates_remove (void)
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

GTlsCertificate *
test_certificates_load (const char *name)
{
  g_autofree char *key = dup_path (name, ".key");
  g_autofree char *path = dup_path (name, ".pem");
  GTlsCertificate *certificate = g_tls_certificate_new_from_files (path, key, NULL);

  g_assert_nonnull (certificate);

  return certificate;
}

GTlsDatabase *
test_certificates_load_authority (void)
{
  g_autofree char *path = dup_path ("good", ".pem");
  GTlsDatabase    *database = g_tls_file_database_new (path, NULL);

  g_assert_nonnull (database);

  return database;
}
