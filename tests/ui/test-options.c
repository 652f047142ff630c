/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-options.h"

#include <string.h>

/* The command line, its words separated by spaces. */
static AnnexOptions *
parse (const char *line,
       GError    **error)
{
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);

  return annex_options_parse (arguments, error);
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexOptions) options = parse ("annex", &error);

  g_assert_no_error (error);
  g_assert_cmpint (options->mode, ==, ANNEX_MODE_WINDOW);
  g_assert_cmpint (options->chat_fd, ==, -1);
  g_assert_null (options->chat_file);
  g_assert_false (options->sample);
  g_assert_false (annex_options_has_chat (options));
}

static void
test_sources (void)
{
  g_autoptr (AnnexOptions) input = parse ("annex --chat=-", NULL);
  g_autoptr (AnnexOptions) file = parse ("annex --chat=/a/b.json", NULL);
  g_autoptr (AnnexOptions) descriptor = parse ("annex --chat-fd=7", NULL);
  g_autoptr (AnnexOptions) sample = parse ("annex --sample", NULL);
  g_autoptr (AnnexOptions) connect = parse ("annex --connect", NULL);

  g_assert_cmpint (input->chat_fd, ==, 0);
  g_assert_null (input->chat_file);
  g_assert_true (annex_options_has_chat (input));
  g_assert_cmpint (file->chat_fd, ==, -1);
  g_assert_cmpstr (file->chat_file, ==, "/a/b.json");
  g_assert_true (annex_options_has_chat (file));
  g_assert_cmpint (descriptor->chat_fd, ==, 7);
  g_assert_true (annex_options_has_chat (descriptor));
  g_assert_true (sample->sample);
  g_assert_false (sample->connect);
  g_assert_false (annex_options_has_chat (sample));
  g_assert_true (connect->connect);
  g_assert_cmpint (connect->mode, ==, ANNEX_MODE_WINDOW);
  g_assert_false (annex_options_has_chat (connect));
}

static void
test_modes (void)
{
  g_autoptr (AnnexOptions) list = parse ("annex --list --chat=-", NULL);
  g_autoptr (AnnexOptions) json = parse ("annex --list --json --sample", NULL);
  g_autoptr (AnnexOptions) save = parse ("annex --save=all --to=/a --chat=-", NULL);
  g_autoptr (AnnexOptions) diagnose = parse ("annex --diagnose", NULL);
  g_autoptr (AnnexOptions) version = parse ("annex --version", NULL);

  g_assert_cmpint (list->mode, ==, ANNEX_MODE_LIST);
  g_assert_false (list->json);
  g_assert_cmpint (json->mode, ==, ANNEX_MODE_LIST);
  g_assert_true (json->json);
  g_assert_cmpint (save->mode, ==, ANNEX_MODE_SAVE);
  g_assert_cmpstr (save->save_id, ==, "all");
  g_assert_cmpstr (save->save_folder, ==, "/a");
  g_assert_cmpint (diagnose->mode, ==, ANNEX_MODE_DIAGNOSE);
  g_assert_cmpint (version->mode, ==, ANNEX_MODE_VERSION);
}

static void
test_refused (void)
{
  static const char *const lines[] = {
    "annex --list",
    "annex --json --chat=-",
    "annex --list --save=all --to=/a --chat=-",
    "annex --list --diagnose --chat=-",
    "annex --version --diagnose",
    "annex --save=all --chat=-",
    "annex --to=/a --chat=-",
    "annex --list --to=/a --chat=-",
    "annex --save=all --to=/a",
    "annex --save= --to=/a --chat=-",
    "annex --save=all --to= --chat=-",
    "annex --chat=- --sample",
    "annex --chat=- --chat-fd=3",
    "annex --chat-fd=3 --sample",
    "annex --connect --chat=-",
    "annex --connect --sample",
    "annex --connect --list",
    "annex --connect --version",
    "annex --chat-fd=x",
    "annex --chat-fd=-2",
    "annex --chat=",
    "annex --nonsense",
    "annex a-file",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexOptions) options = parse (lines[i], &error);

      g_test_message ("%s", lines[i]);
      g_assert_null (options);
      g_assert_nonnull (error);
      g_assert_cmpuint (error->domain, ==, G_OPTION_ERROR);
      g_assert_cmpstr (error->message, !=, "");
    }
}

/* Arguments can be read by everyone on the computer, so one that holds a token says where it belongs instead. */
static void
test_token_refused (void)
{
  static const char *const lines[] = {
    "annex --token=canary-token",
    "annex --token canary-token",
    "annex --token=canary-token --list --chat=-",
    "annex --list --save=all --token=canary-token",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexOptions) options = parse (lines[i], &error);

      g_assert_null (options);
      g_assert_nonnull (strstr (error->message, "--chat=-"));
      g_assert_null (strstr (error->message, "canary"));
    }
}

static void
test_arguments_untouched (void)
{
  char *arguments[] = { (char *) "annex", (char *) "--list", (char *) "--chat=-", NULL };
  g_autoptr (AnnexOptions) options = annex_options_parse (arguments, NULL);

  g_assert_nonnull (options);
  g_assert_cmpstr (arguments[1], ==, "--list");
  g_assert_cmpstr (arguments[2], ==, "--chat=-");
}

/* Whatever somebody puts a token behind, it is not repeated. */
static void
test_never_echoed (void)
{
  static const char *const lines[] = {
    "annex --token=canary",
    "annex --connection-token=canary",
    "annex --chat-fd=canary",
    "annex --list=canary",
    "annex canary",
    "annex -canary",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexOptions) options = parse (lines[i], &error);

      g_test_message ("%s", lines[i]);
      g_assert_null (options);
      g_assert_null (strstr (error->message, "canary"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/options/defaults", test_defaults);
  g_test_add_func ("/options/sources", test_sources);
  g_test_add_func ("/options/modes", test_modes);
  g_test_add_func ("/options/refused", test_refused);
  g_test_add_func ("/options/token-refused", test_token_refused);
  g_test_add_func ("/options/arguments-untouched", test_arguments_untouched);
  g_test_add_func ("/options/never-echoed", test_never_echoed);

  return g_test_run ();
}
