/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-main.h"

#include "annex-application.h"
#include "annex-headless.h"
#include "annex-problem.h"

#include <glib/gi18n-lib.h>
#include <sys/prctl.h>

/* A hand-off is short and comes from a program that has it ready, so it is simply read before anything else starts. */
static AnnexHandOff *
read_hand_off (const AnnexOptions *options,
               GError            **error)
{
  g_auto(GStrv) environment = g_get_environ ();

  if (options->chat_file != NULL)
    return annex_hand_off_new_from_file (options->chat_file, (const char *const *) environment, error);

  return annex_hand_off_new_from_fd (options->chat_fd, (const char *const *) environment, error);
}

/* Tokens and customers' files are in this process: no core dump, and no look into it by the user's other programs. The
 * leak sanitizer is such a look. */
static void
keep_others_out (void)
{
#ifndef __SANITIZE_ADDRESS__
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

static int
run (const AnnexOptions *options,
     AnnexHandOff       *hand_off)
{
  switch (options->mode)
    {
    case ANNEX_MODE_VERSION:
      g_print ("annex %s\n", PACKAGE_VERSION);
      return ANNEX_EXIT_SUCCESS;
    case ANNEX_MODE_DIAGNOSE:
      return annex_headless_diagnose ();
    case ANNEX_MODE_LIST:
    case ANNEX_MODE_SAVE:
      return annex_headless_run (options, hand_off);
    case ANNEX_MODE_WINDOW:
    default:
      return annex_application_run (options, hand_off);
    }
}

/**
 * annex_main:
 * @arguments: (array zero-terminated=1): the program's arguments, its name first
 *
 * Makes sense of the command line, takes the hand-off and runs.
 *
 * Returns: the exit status
 */
int
annex_main (char **arguments)
{
  g_autoptr(AnnexOptions) options = NULL;
  g_autoptr(AnnexHandOff) hand_off = NULL;
  g_autoptr(GError) error = NULL;

  keep_others_out ();

  options = annex_options_parse (arguments, &error);
  if (options == NULL)
    {
      g_printerr ("%s\n", error->message);
      return ANNEX_EXIT_USAGE;
    }

  if (annex_options_has_chat (options) && (hand_off = read_hand_off (options, &error)) == NULL)
    {
      g_autoptr(AnnexProblem) problem = annex_problem_new_for_error (error, NULL);

      g_printerr ("%s. %s\n", problem->title, problem->description);
      return ANNEX_EXIT_USAGE;
    }

  return run (options, hand_off);
}
