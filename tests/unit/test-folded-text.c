/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

/* Folding as it is, but for counting how often it looks at a character: it must not look at the same ones again and again. */

static guint n_looks;

static const char *
look (const char *at)
{
  n_looks++;

  return at;
}

#undef g_utf8_next_char
#define g_utf8_next_char(at) (look (at) + g_utf8_skip[*(const guchar *) (at)])

#include "annex-folded-text.c"

/* With a letter before and behind: a hyphen, a wide letter and others treat white space differently. */
static void
test_steps (gconstpointer data)
{
  static const char *const before[] = { "", "a", "a-", "a\302\255", "\346\226\207", "\346\226\207\n" };
  const char              *piece = data;
  const guint              n = 20000;
  g_autoptr (GString) text = g_string_new (NULL);
  gsize i;
  guint j;

  for (i = 0; i < G_N_ELEMENTS (before); i++)
    {
      g_autoptr (AnnexFoldedText) folded = NULL;

      g_string_assign (text, before[i]);
      for (j = 0; j < n; j++)
        g_string_append (text, piece);
      g_string_append (text, "\346\226\207");
      n_looks = 0;
      folded = annex_folded_text_new (text->str);
      g_assert_cmpuint (n_looks, <=, 8 * g_utf8_strlen (text->str, -1));
    }
}

static void
assert_found (const char *text,
              const char *wanted,
              guint       expected_start,
              guint       expected_end)
{
  g_autoptr (AnnexFoldedText) folded = annex_folded_text_new (text);
  g_autoptr (AnnexFoldedText) folded_wanted = annex_folded_text_new (wanted);
  guint start;
  guint end;

  g_assert_true (annex_folded_text_find (folded, folded_wanted, 0, &start, &end));
  g_assert_cmpuint (start, ==, expected_start);
  g_assert_cmpuint (end, ==, expected_end);
}

static void
test_white_space (void)
{
  assert_found ("a \n\t b", "a b", 0, 6);
  assert_found ("x a b", "a  b", 2, 5);
  assert_found ("a-\n\n b c", "ab", 0, 6);
  assert_found ("a\342\200\220\nb", "ab", 0, 4);
  assert_found ("a-\n\n b c", "b c", 5, 8);
  assert_found ("\346\226\207\n\n\345\255\227", "\346\226\207\345\255\227", 0, 4);
  assert_found ("\346\226\207\n \n\345\255\227", "\346\226\207 \345\255\227", 0, 5);
  assert_found ("\346\226\207 \345\255\227", "\346\226\207 \345\255\227", 0, 3);
  assert_found ("\346\226\207\nb", "\346\226\207 b", 0, 3);
  assert_found ("b\n", "b ", 0, 2);
}

static void
test_cancelled (void)
{
  g_autofree char *text = g_strnfill (100000, 'a');
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AnnexFoldedText) folded = annex_folded_text_new_cancellable (text, cancellable);

  g_assert_false (annex_folded_text_is_empty (folded));
  g_cancellable_cancel (cancellable);
  g_assert_null (annex_folded_text_new_cancellable (text, cancellable));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/folded-text/steps/spaces", " ", test_steps);
  g_test_add_data_func ("/folded-text/steps/lines", "\n", test_steps);
  g_test_add_data_func ("/folded-text/steps/both", " \n", test_steps);
  g_test_add_data_func ("/folded-text/steps/hyphens", "a-\n\n", test_steps);
  g_test_add_data_func ("/folded-text/steps/letters", "\303\244", test_steps);
  g_test_add_func ("/folded-text/white-space", test_white_space);
  g_test_add_func ("/folded-text/cancelled", test_cancelled);

  return g_test_run ();
}
