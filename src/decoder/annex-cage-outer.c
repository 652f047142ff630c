/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-cage-outer.h"

#include <dirent.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

/* All that may be found in a folder of an outer sandbox. What the viewer binds for bubblewrap is in
 * preview/annex-decoder-launch; a name that is not here means that this is no such sandbox. */
typedef struct
{
  const char *path;
  const char *names[16];
} Folder;

static const Folder folders[] = {
  { "/", { "usr", "lib", "lib32", "lib64", "libx32", "bin", "sbin", "etc", "var", "run", "app", "annex-decoder", NULL } },
  { "/etc", { "fonts", "alternatives", "ld.so.cache", NULL } },
  { "/var", { "cache", NULL } },
  { "/var/cache", { "fontconfig", NULL } },
  { "/run", { "host", NULL } },
  { "/run/host", { "fonts", "local-fonts", "fonts-cache", NULL } },
};

static bool
is_expected (const Folder *folder,
             const char   *name)
{
  size_t i;

  if (strcmp (name, ".") == 0 || strcmp (name, "..") == 0)
    return true;
  for (i = 0; folder->names[i] != NULL; i++)
    {
      if (strcmp (folder->names[i], name) == 0)
        return true;
    }

  return false;
}

static bool
holds_only_the_expected (const Folder *folder)
{
  DIR                 *stream = opendir (folder->path);
  const struct dirent *entry;
  bool                 ok = true;

  if (stream == NULL)
    return errno == ENOENT;
  while (ok && (entry = readdir (stream)) != NULL)
    ok = is_expected (folder, entry->d_name);
  closedir (stream);

  return ok;
}

/* Believes neither the environment nor the command line: looks. A file system in which there is no home, no /tmp, no
 * /proc, no socket of the session and nothing of /etc but fonts is one that was made for this. It also asks that
 * nothing new can be created, which rules out a hand-made tree. */
bool
annex_cage_outer_holds (void)
{
  size_t i;

  for (i = 0; i < sizeof folders / sizeof folders[0]; i++)
    {
      if (!holds_only_the_expected (&folders[i]))
        return false;
    }

  return access ("/", W_OK) != 0 && access ("/usr", W_OK) != 0;
}
