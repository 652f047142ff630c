/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "fuzz.h"

#include <string.h>

/* Calls a fuzz target without a fuzzer: with each seed, and with a thousand random changes of the seeds. */

#define N_RUNS 1000
#define MAX_SIZE 8192

static GPtrArray *seeds;

static void
run (const guint8 *data,
     gsize         size)
{
  /* A copy of the very size, so that the sanitizer sees a read behind it. */
  g_autofree guint8 *copy = g_memdup2 (data, size);

  LLVMFuzzerTestOneInput (size > 0 ? copy : (const guint8 *) "", size);
}

static void
mutate (GByteArray *bytes)
{
  const guint position = bytes->len > 0 ? (guint) g_test_rand_int_range (0, (gint32) bytes->len) : 0;
  GBytes     *other = g_ptr_array_index (seeds, (guint) g_test_rand_int_range (0, (gint32) seeds->len));
  guint8      random[4];

  for (gsize i = 0; i < sizeof random; i++)
    random[i] = (guint8) g_test_rand_int_range (0, 256);

  switch (bytes->len > 0 ? g_test_rand_int_range (0, 4) : 3)
    {
    case 0:
      bytes->data[position] = random[0];
      break;
    case 1:
      bytes->data[position] ^= (guint8) (1 << (random[0] & 7));
      break;
    case 2:
      g_byte_array_set_size (bytes, position);
      break;
    default:
      if (random[0] & 1)
        g_byte_array_append (bytes, random, sizeof random);
      else if (bytes->len < MAX_SIZE)
        g_byte_array_append (bytes, g_bytes_get_data (other, NULL), (guint) MIN (g_bytes_get_size (other), MAX_SIZE));
      break;
    }
}

static void
test_seeds (void)
{
  run (NULL, 0);
  for (guint i = 0; i < seeds->len; i++)
    {
      gsize         size;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (seeds, i), &size);

      run (data, size);
    }
}

static void
test_changed_seeds (void)
{
  for (guint i = 0; i < N_RUNS; i++)
    {
      GBytes *seed = g_ptr_array_index (seeds, i % seeds->len);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      const gint32 n_changes = g_test_rand_int_range (1, 8);

      g_byte_array_append (bytes, g_bytes_get_data (seed, NULL), (guint) MIN (g_bytes_get_size (seed), MAX_SIZE));
      for (gint32 j = 0; j < n_changes; j++)
        mutate (bytes);
      run (bytes->data, bytes->len);
    }
}

/* Each line of a file of seeds is one seed, escaped as in C. */
static void
load_seeds (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      {
        char *seed = g_strcompress (lines[i]);

        g_ptr_array_add (seeds, g_bytes_new_take (seed, strlen (seed)));
      }
  g_assert_cmpuint (seeds->len, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);

  seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  load_seeds (argv[1]);
  g_test_add_func ("/fuzz/seeds", test_seeds);
  g_test_add_func ("/fuzz/changed-seeds", test_changed_seeds);
  result = g_test_run ();
  g_ptr_array_unref (seeds);

  return result;
}
