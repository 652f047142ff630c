/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-secret.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A secret is the text it was made of, and ends with a zero. */
static void
test_text (void)
{
  g_autoptr (AnnexSecret) secret = annex_secret_new ("token-and-more", 5);
  g_autoptr (AnnexSecret) empty = annex_secret_new ("", 0);

  g_assert_cmpstr (annex_secret_peek (secret), ==, "token");
  g_assert_cmpuint (annex_secret_get_length (secret), ==, 5);
  g_assert_cmpstr (annex_secret_peek (empty), ==, "");
}

/* Also one that fills its pages to the last byte. */
static void
test_page_sizes (void)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  const gsize lengths[] = { page - 1, page, page + 1, 16 * page };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *text = g_strnfill (lengths[i], 'x');
      g_autoptr (AnnexSecret) secret = annex_secret_new (text, lengths[i]);

      g_assert_cmpstr (annex_secret_peek (secret), ==, text);
    }
}

/* It lives as long as the last reference. */
static void
test_references (void)
{
  AnnexSecret *secret = annex_secret_new ("token", 5);
  AnnexSecret *other = annex_secret_ref (secret);

  annex_secret_unref (secret);
  g_assert_cmpstr (annex_secret_peek (other), ==, "token");
  annex_secret_unref (other);
}

/* Returns: (transfer full) (nullable): the kernel's flags of the mapping that holds the address */
static char *
find_map_flags (gconstpointer address)
{
  g_autofree char *smaps = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean inside = FALSE;

  g_assert_true (g_file_get_contents ("/proc/self/smaps", &smaps, NULL, NULL));
  lines = g_strsplit (smaps, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      char   *end;
      guint64 first = g_ascii_strtoull (*line, &end, 16);

      if (end != *line && *end == '-')
        inside = (gsize) address >= first && (gsize) address < g_ascii_strtoull (end + 1, NULL, 16);
      if (inside && g_str_has_prefix (*line, "VmFlags:"))
        return g_strconcat (*line, " ", NULL);
    }

  return NULL;
}

/* The kernel has been told to keep the page out of core dumps and out of children. */
static void
test_advice (void)
{
  g_autoptr (AnnexSecret) secret = annex_secret_new ("token", 5);
  g_autofree char *flags = find_map_flags (annex_secret_peek (secret));

  if (flags == NULL)
    {
      g_test_skip ("the kernel does not tell the flags of a mapping");
      return;
    }

  g_assert_nonnull (strstr (flags, " dd "));
  g_assert_nonnull (strstr (flags, " wf "));
}

/* A forked child finds zeros. */
static void
test_fork (void)
{
  g_autoptr (AnnexSecret) secret = annex_secret_new ("token", 5);
  int   status;
  pid_t child = fork ();

  if (child == 0)
    _exit (memcmp (annex_secret_peek (secret), "\0\0\0\0\0", 5) == 0 ? 0 : 1);

  g_assert_cmpint (child, >, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  g_assert_cmpstr (annex_secret_peek (secret), ==, "token");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret/text", test_text);
  g_test_add_func ("/secret/page-sizes", test_page_sizes);
  g_test_add_func ("/secret/references", test_references);
  g_test_add_func ("/secret/advice", test_advice);
  g_test_add_func ("/secret/fork", test_fork);

  return g_test_run ();
}
