/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-main.h"

#include "annex-application.h"
#include "annex-headless.h"
#include "annex-problem.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* A hand-off is short and comes from a program that has it ready, so it is simply read before anything else starts. */
static AnnexHandOff *
read_hand_off (const AnnexOptions *options,
               GError            **error)
{
  g_auto (GStrv) environment = g_get_environ ();

  if (options->chat_file != NULL)
    return annex_hand_off_new_from_file (options->chat_file, (const char *const *) environment, error);

  return annex_hand_off_new_from_fd (options->chat_fd, (const char *const *) environment, error);
}

static gboolean
is_flatpak (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/* In Flatpak the toolkit's and its libraries' caches are the application's own. There is nothing of a customer's in them,
 * but that nothing is on the disk except settings can be seen more easily than said: they are in the memory that the
 * session has for the application. */
static void
keep_caches_in_memory (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "app", APPLICATION_ID, "cache", NULL);

  if (is_flatpak ())
    g_setenv ("XDG_CACHE_HOME", path, TRUE);
}

/* Tokens and customers' files are in this process, and must not be in a core dump. A limit of zero does not bind a core
 * pattern that is a pipe, so the kernel is also told to leave all memory out. In Flatpak, where the portals know the
 * program by its bus proxy, and where no window needs a portal, it can be closed altogether to the user's other programs;
 * otherwise the portals look into the process to see what it is, and refuse everything, the save dialog too, when they
 * cannot. */
static void
keep_others_out (const AnnexOptions *options)
{
  const struct rlimit none = { 0, 0 };
  int                 fd = open ("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);

  setrlimit (RLIMIT_CORE, &none);
  if (fd >= 0)
    {
      if (write (fd, "0", 1) != 1)
        g_debug ("The kernel does not let core dumps be emptied");
      close (fd);
    }

#ifndef __SANITIZE_ADDRESS__
  if (options->mode != ANNEX_MODE_WINDOW || is_flatpak ())
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
  g_autoptr (AnnexOptions) options = NULL;
  g_autoptr (AnnexHandOff) hand_off = NULL;
  g_autoptr (GError) error = NULL;

  options = annex_options_parse (arguments, &error);
  if (options == NULL)
    {
      g_printerr ("%s\n", error->message);
      return ANNEX_EXIT_USAGE;
    }

  keep_others_out (options);
  keep_caches_in_memory ();
  if (annex_options_has_chat (options) && (hand_off = read_hand_off (options, &error)) == NULL)
    {
      g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (error, NULL);

      g_printerr ("%s. %s\n", problem->title, problem->description);
      return ANNEX_EXIT_USAGE;
    }

  return run (options, hand_off);
}
