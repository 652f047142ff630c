/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-fixture.h"
#include "annex-reading-samples.h"

#include <signal.h>
#include <string.h>

/* Documents that are locked with a password. */

static void
assert_locked (DocumentFixture *fixture,
               GBytes          *bytes,
               const char      *password)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_unlock (fixture->pool, bytes, password, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_LOCKED);
  if (password != NULL && *password != '\0')
    g_assert_null (strstr (error->message, password));
}

static void
test_passwords (DocumentFixture *fixture,
                gconstpointer    data)
{
  SampleEncryption encryption = GPOINTER_TO_UINT (data);
  g_autofree char *longest = g_strnfill (ANNEX_DECODER_MAX_PASSWORD, 'x');
  g_autofree char *too_long = g_strnfill (10000, 'x');
  g_autoptr (GBytes) bytes = sample_encrypted (encryption, "Gr\303\274n 7", "secret");
  g_autoptr (AnnexDocument) document = NULL;
  g_autoptr (AnnexPageText) text = NULL;
  g_autoptr (GError) error = NULL;

  assert_locked (fixture, bytes, NULL);
  assert_locked (fixture, bytes, "");
  assert_locked (fixture, bytes, "wrong");
  assert_locked (fixture, bytes, longest);
  assert_locked (fixture, bytes, too_long);
  document = fixture_unlock (fixture->pool, bytes, "Gr\303\274n 7", &error);
  g_assert_no_error (error);
  fixture_assert_size (document, 0, 400, 100);
  text = fixture_read_or_fail (document, 0);
  g_assert_cmpstr (annex_page_text_get_text (text), ==, "secret");
}

/* The next decoder is given it again. */
static void
test_decoder_replaced (DocumentFixture *fixture,
                       gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_encrypted (SAMPLE_ENCRYPTION_AES_256, "open", "secret");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexDocument) document = fixture_unlock (fixture->pool, bytes, "open", &error);
  g_autoptr (AnnexPageText) text = NULL;
  GPid pid;

  g_assert_no_error (error);
  pid = annex_document_get_decoder_pid (document);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  fixture_wait_for_children (1); /* the spare */
  text = fixture_read_or_fail (document, 0);
  g_assert_cmpint (annex_document_get_decoder_pid (document), !=, pid);
  g_assert_cmpstr (annex_page_text_get_text (text), ==, "secret");
}

/* Encrypted, but for everybody to read. */
static void
test_everybody (DocumentFixture *fixture,
                gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_encrypted (SAMPLE_ENCRYPTION_AES_256, "", "public");
  g_autoptr (GBytes) plain_bytes = sample_words ("/MediaBox[0 0 100 100]", "");
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (AnnexDocument) plain = fixture_open_or_fail (fixture, plain_bytes);
  g_autoptr (AnnexPageText) text = fixture_read_or_fail (document, 0);

  g_assert_cmpstr (annex_page_text_get_text (text), ==, "public");
  g_assert_true (annex_document_is_encrypted (document));
  g_assert_false (annex_document_is_encrypted (plain));
}

/* A password for what is not locked does no harm. */
static void
test_not_needed (DocumentFixture *fixture,
                 gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_words ("/MediaBox[0 0 100 100]", "");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexDocument) document = fixture_unlock (fixture->pool, bytes, "open", &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add ("/document/locked/rc4-40", GUINT_TO_POINTER (SAMPLE_ENCRYPTION_RC4_40), test_passwords);
  fixture_add ("/document/locked/rc4-128", GUINT_TO_POINTER (SAMPLE_ENCRYPTION_RC4_128), test_passwords);
  fixture_add ("/document/locked/aes-128", GUINT_TO_POINTER (SAMPLE_ENCRYPTION_AES_128), test_passwords);
  fixture_add ("/document/locked/aes-256", GUINT_TO_POINTER (SAMPLE_ENCRYPTION_AES_256), test_passwords);
  fixture_add ("/document/locked/decoder-replaced", NULL, test_decoder_replaced);
  fixture_add ("/document/locked/everybody", NULL, test_everybody);
  fixture_add ("/document/locked/not-needed", NULL, test_not_needed);

  return g_test_run ();
}
