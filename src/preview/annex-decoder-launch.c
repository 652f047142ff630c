/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-launch.h"

#include "annex-decoder-protocol.h"
#include "annex-preview-error.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Where the decoder lies inside bubblewrap's tree. It checks that tree against a list of its own. */
#define INNER_PROGRAM "/annex-decoder"

/* When memory runs out, the decoder goes and the viewer stays. */
#define OUT_OF_MEMORY_SCORE "500"

/* All that a decoder is told by its environment. */
static const char *const environment[] = { "LANG=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=/nonexistent", NULL };

/* Read-only parts of the system that a decoder needs to start and to find fonts. */
static const char *const folders[] = { "/usr", "/etc/fonts", "/etc/alternatives", "/etc/ld.so.cache", "/var/cache/fontconfig" };

/* On most systems links into /usr, on a few folders. */
static const char *const roots[] = { "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin" };

/**
 * annex_decoder_launch_get_preferred:
 *
 * Returns: how a decoder is caged best on this kernel
 */
AnnexDecoderLaunch
annex_decoder_launch_get_preferred (void)
{
  const int query_version = 1;
  long      version = syscall (SYS_landlock_create_ruleset, NULL, 0, query_version);

  return version >= 1 ? ANNEX_DECODER_LAUNCH_DIRECT : ANNEX_DECODER_LAUNCH_BUBBLEWRAP;
}

static void
add (GStrvBuilder *builder,
     const char   *option,
     const char   *source,
     const char   *target)
{
  g_strv_builder_add_many (builder, option, source, target, NULL);
}

static void
add_root (GStrvBuilder *builder,
          const char   *path)
{
  g_autofree char *target = g_file_read_link (path, NULL);

  if (target != NULL)
    add (builder, "--symlink", target, path);
  else
    add (builder, "--ro-bind-try", path, path);
}

static GStrv
build_bubblewrap_arguments (const char *bubblewrap,
                            const char *program)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint i;

  g_strv_builder_add_many (builder, bubblewrap, "--unshare-all", "--die-with-parent", "--new-session", NULL);
  g_strv_builder_add_many (builder, "--cap-drop", "ALL", NULL);
  for (i = 0; i < G_N_ELEMENTS (folders); i++)
    add (builder, "--ro-bind-try", folders[i], folders[i]);
  for (i = 0; i < G_N_ELEMENTS (roots); i++)
    add_root (builder, roots[i]);
  add (builder, "--ro-bind", program, INNER_PROGRAM);
  g_strv_builder_add_many (builder, "--remount-ro", "/", "--", INNER_PROGRAM, NULL);

  return g_strv_builder_end (builder);
}

static GStrv
build_arguments (AnnexDecoderLaunch launch,
                 const char        *program,
                 GError           **error)
{
  g_autofree char  *bubblewrap = NULL;
  const char *const direct[] = { program, NULL };

  if (launch == ANNEX_DECODER_LAUNCH_DIRECT)
    return g_strdupv ((GStrv) direct);

  bubblewrap = g_find_program_in_path ("bwrap");
  if (bubblewrap == NULL)
    {
      g_set_error_literal (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_NO_CAGE, "There is neither Landlock nor bubblewrap");
      return NULL;
    }

  return build_bubblewrap_arguments (bubblewrap, program);
}

/* Standard descriptors lead nowhere, the socket is where the protocol says, and all others are closed. */
static int
prepare_descriptors (posix_spawn_file_actions_t *actions,
                     int                         fd)
{
  int result = posix_spawn_file_actions_addopen (actions, 0, "/dev/null", O_RDWR, 0);

  if (result == 0)
    result = posix_spawn_file_actions_adddup2 (actions, 0, 1);
  if (result == 0)
    result = posix_spawn_file_actions_adddup2 (actions, 0, 2);
  if (result == 0)
    result = posix_spawn_file_actions_adddup2 (actions, fd, ANNEX_DECODER_FD);
  if (result == 0)
    result = posix_spawn_file_actions_addclosefrom_np (actions, ANNEX_DECODER_FD + 1);

  return result;
}

static int
prepare_signals (posix_spawnattr_t *attributes)
{
  sigset_t all;
  sigset_t none;
  int      result;

  sigfillset (&all);
  sigemptyset (&none);
  result = posix_spawnattr_setsigdefault (attributes, &all);
  if (result == 0)
    result = posix_spawnattr_setsigmask (attributes, &none);
  if (result == 0)
    result = posix_spawnattr_setflags (attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

  return result;
}

/* Not in a thread: a decoder dies with the thread that started it. posix_spawn() does not copy this process, and comes
 * back as soon as the program is replaced. */
static int
spawn (GStrv arguments,
       int   fd,
       GPid *pid)
{
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t          attributes;
  int                        result;

  posix_spawn_file_actions_init (&actions);
  posix_spawnattr_init (&attributes);
  result = prepare_descriptors (&actions, fd);
  if (result == 0)
    result = prepare_signals (&attributes);
  if (result == 0)
    result = posix_spawn (pid, arguments[0], &actions, &attributes, arguments, (char **) environment);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);

  return result;
}

/* From here, because the decoder soon hides its entry in /proc from everybody. Best effort: a wish to the kernel. */
static void
raise_out_of_memory_score (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/oom_score_adj", (int) pid);
  g_autofd int     fd = open (path, O_WRONLY | O_CLOEXEC);

  if (fd >= 0 && write (fd, OUT_OF_MEMORY_SCORE, strlen (OUT_OF_MEMORY_SCORE)) < 0)
    g_debug ("The decoder keeps its out-of-memory score: %s", g_strerror (errno));
}

/* The pair must lie above the descriptors that the child rearranges. */
static gboolean
open_pair (int      pair[2],
           GError **error)
{
  int i;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0)
    {
      g_set_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_NOT_INSTALLED, "No socket pair: %s", g_strerror (errno));
      return FALSE;
    }
  for (i = 0; i < 2; i++)
    {
      int high = fcntl (pair[i], F_DUPFD_CLOEXEC, ANNEX_DECODER_FD + 1);

      if (high >= 0)
        {
          close (pair[i]);
          pair[i] = high;
        }
    }

  return TRUE;
}

/**
 * annex_decoder_launch_spawn:
 * @launch: how
 * @program: path of the decoder
 * @pid: (out): process id of what was started: the decoder, or the sandbox around it; the caller reaps it
 * @fd: (out): the viewer's end of the socket pair, non-blocking; the caller closes it
 * @error: return location for an error
 *
 * Starts a decoder with an environment of its own and no descriptor but its end of the pair. Does not wait for it to be
 * ready. The decoder is killed when the calling thread ends, so this is for threads that last.
 *
 * Returns: whether something was started; otherwise @error is set to %ANNEX_PREVIEW_ERROR_NOT_INSTALLED, or to
 *   %ANNEX_PREVIEW_ERROR_NO_CAGE when there is nothing to cage it with
 */
gboolean
annex_decoder_launch_spawn (AnnexDecoderLaunch launch,
                            const char        *program,
                            GPid              *pid,
                            int               *fd,
                            GError           **error)
{
  g_auto (GStrv) arguments = build_arguments (launch, program, error);
  int pair[2];
  int result;

  if (arguments == NULL || !open_pair (pair, error))
    return FALSE;

  /* The decoder waits for requests; only this end must not. */
  fcntl (pair[1], F_SETFL, fcntl (pair[1], F_GETFL) & ~O_NONBLOCK);
  result = spawn (arguments, pair[1], pid);
  close (pair[1]);
  if (result != 0)
    {
      close (pair[0]);
      g_set_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_NOT_INSTALLED, "The decoder cannot be started: %s", g_strerror (result));
      return FALSE;
    }

  raise_out_of_memory_score (*pid);
  *fd = pair[0];

  return TRUE;
}
