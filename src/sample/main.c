/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-sample-service.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define EXIT_USAGE 2

/* What the command line asks for. */
typedef struct
{
  char    *directory; /* (owned) (nullable) */
  char    *role;      /* (owned) (nullable) */
  gboolean participant_token;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->directory);
  g_free (options->role);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options *options,
               int     *argc,
               char  ***argv,
               GError **error)
{
  static const char *const roles[] = { "AGENT", "CUSTOMER", "SYSTEM", "CUSTOM_BOT", "SUPERVISOR", NULL };
  const GOptionEntry       entries[] = {
    { "directory", 'd', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &options->directory, "Where the chat is described, in chat.json", "DIRECTORY" },
    { "role", 'r', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &options->role, "Who looks at the chat: AGENT, CUSTOMER, SYSTEM, CUSTOM_BOT or SUPERVISOR", "ROLE" },
    { "participant-token", 'p', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &options->participant_token, "Hand over a participant token instead of a connection token", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "Serves a sample chat on the loopback, for trying Annex without Amazon Connect.\n"
                                         "Writes the hand-off on one line, and ends when its standard input does.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (*argc > 1)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, "Unknown argument “%s”", (*argv)[1]);
  else if (options->role != NULL && !g_strv_contains (roles, options->role))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "Unknown role “%s”", options->role);

  return *error == NULL;
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

/* What is written to the standard input means nothing; that it ends means that whoever started this has gone. */
static gboolean
on_input_ready (int          fd,
                GIOCondition condition,
                gpointer     user_data)
{
  char buffer[512];

  if (read (fd, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/* Whoever has read the hand-off may end the program: what it ends by is there before that is written. */
static gboolean
serve (const char *hand_off)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input_ready, loop);
  if (printf ("%s\n", hand_off) < 0 || fflush (stdout) != 0)
    return FALSE;
  g_main_loop_run (loop);

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (AnnexSampleService) service = annex_sample_service_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *hand_off = NULL;

  setlocale (LC_ALL, "");
  /* The standard output is for the hand-off alone. */
  g_log_writer_default_set_use_stderr (TRUE);
  if (!parse_options (&options, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_USAGE;
    }
  if (!annex_sample_service_load_chat (service, options.directory != NULL ? options.directory : SAMPLE_DIRECTORY, &error) || !annex_sample_service_start (service, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  hand_off = annex_sample_service_dup_hand_off (service, options.role != NULL ? options.role : "AGENT", options.participant_token);

  return serve (hand_off) ? EXIT_SUCCESS : EXIT_FAILURE;
}
