/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-cage.h"

#include "annex-cage-filter.h"
#include "annex-cage-landlock.h"
#include "annex-cage-outer.h"
#include "annex-sanitized.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MEMORY_LIMIT (1536ul * 1024 * 1024)
#define FILE_LIMIT 64

/* Processor seconds for a decoder's whole life: as much as the viewer's deadlines for opening a file and drawing it can
 * come to with two threads. The deadlines come first; this one holds when the viewer is stuck. */
#ifdef ANNEX_SANITIZED
#define CPU_LIMIT 200
#else
#define CPU_LIMIT 40
#endif

/* Fonts, and what poppler looks up while it draws. */
static const char *const readable_always[] = {
  "/usr/share/fonts",
  "/usr/local/share/fonts",
  "/usr/share/poppler",
  "/usr/share/fontconfig",
  "/usr/cache/fontconfig",
  "/etc/fonts",
  "/var/cache/fontconfig",
  "/app/share/fonts",
  "/app/share/poppler",
  "/run/host/fonts",
  "/run/host/local-fonts",
  "/run/host/user-fonts",
  "/run/host/fonts-cache",
  "/run/host/user-fonts-cache",
  NULL,
};

static bool
limit (__rlimit_resource_t resource,
       rlim_t              value)
{
  struct rlimit both = { .rlim_cur = value, .rlim_max = value };
  struct rlimit now;

  /* A limit that is lower already stays. */
  if (getrlimit (resource, &now) == 0 && now.rlim_max < value)
    both.rlim_cur = both.rlim_max = now.rlim_max;

  return setrlimit (resource, &both) == 0;
}

/* The first thing that the decoder does: no core dump with a customer's file in it, nobody of the same user looking in,
 * no descriptor but the socket, no life without the viewer. */
void
annex_cage_prepare (void)
{
  /* The file size limit of zero must fail a write, not the process. */
  signal (SIGXFSZ, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);

  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  limit (RLIMIT_CORE, 0);
  close_range (ANNEX_DECODER_FD + 1, ~0u, 0);
}

/* Returns 0 where /proc does not say. */
static unsigned int
count_threads (void)
{
  DIR                 *stream = opendir ("/proc/self/task");
  const struct dirent *entry;
  unsigned int         n = 0;

  if (stream == NULL)
    return 0;
  while ((entry = readdir (stream)) != NULL)
    n += entry->d_name[0] != '.';
  closedir (stream);

  return n;
}

/* Landlock holds for the calling thread and for those that it starts, so there must be no other. Where there is no /proc
 * the kernel knows as well: it refuses this unshare() to a process with several threads, and does nothing otherwise.
 * Flatpak and containers refuse all of unshare(), but they do have /proc. */
static bool
is_single_threaded (void)
{
  unsigned int n = count_threads ();

  return n == 1 || (n == 0 && unshare (CLONE_THREAD) == 0);
}

static bool
set_limits (void)
{
#ifndef ANNEX_SANITIZED
  if (!limit (RLIMIT_AS, MEMORY_LIMIT))
    return false;
#endif

  return limit (RLIMIT_CORE, 0)
         && limit (RLIMIT_FSIZE, 0)
         && limit (RLIMIT_NOFILE, FILE_LIMIT)
         && limit (RLIMIT_CPU, CPU_LIMIT);
}

static bool
is_refused (int fd)
{
  bool refused = fd < 0 && errno == EACCES;

  if (fd >= 0)
    close (fd);

  return refused;
}

static bool
files_are_refused (void)
{
  return is_refused (open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC))
         && is_refused (open ("/etc/passwd", O_RDONLY | O_CLOEXEC))
         && is_refused (open ("/proc/self/environ", O_RDONLY | O_CLOEXEC));
}

/* Does not trust that what returned success works. */
static bool
calls_are_refused (void)
{
  struct rlimit now;

  return prctl (PR_GET_SECCOMP, 0, 0, 0, 0) == 2 /* SECCOMP_MODE_FILTER */
         && prctl (PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1
         && prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) == 0
         && is_refused (socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
         && is_refused (open ("/dev/null", O_RDWR | O_CLOEXEC))
         && getrlimit (RLIMIT_FSIZE, &now) == 0
         && now.rlim_max == 0;
}

/* Whoever starts the viewer as root would have given them to the decoder; nothing here needs one. */
static bool
drop_capabilities (void)
{
  struct __user_cap_header_struct     header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

  return syscall (SYS_capset, &header, none) == 0;
}

/* Closes the cage for good. @readable: further folders to read, for fonts; ends in NULL.
 *
 * Returns the layers that hold, each tried from the inside; 0 when it cannot be relied on, and then no file must be
 * looked at. */
AnnexDecoderCage
annex_cage_close (const char *const *readable)
{
  unsigned int layers = 0;

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !is_single_threaded () || !drop_capabilities ())
    return 0;

  /* Looked at first: behind Landlock nobody sees what kind of house this is. */
  if (annex_cage_outer_holds ())
    layers |= ANNEX_DECODER_CAGE_OUTER;
  if (annex_cage_landlock_restrict (readable_always, readable) && files_are_refused ())
    layers |= ANNEX_DECODER_CAGE_LANDLOCK;
  if (layers == 0)
    return 0;

  if (!set_limits () || !annex_cage_filter_load () || !calls_are_refused ())
    return 0;

  return (AnnexDecoderCage) (layers | ANNEX_DECODER_CAGE_SECCOMP);
}
