/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-cage-landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Laid out as the newest interface that is used here, so that older kernel headers will do; the kernel is given only
 * as much of it as its version knows. */
typedef struct
{
  uint64_t handled_access_fs;
  uint64_t handled_access_net;
  uint64_t scoped;
} Attributes;

/* By interface version: 1 has the first thirteen rights to files, then came moving, truncating and device control. */
#define FILES_1 ((1ull << 13) - 1)
#define FILES_2 (1ull << 13)
#define FILES_3 (1ull << 14)
#define FILES_5 (1ull << 15)
/* 4: binding and connecting TCP. 6: abstract sockets and signals. */
#define NETWORK_4 3ull
#define SCOPES_6 3ull

static int
get_version (void)
{
  return (int) syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static int
create_ruleset (int version)
{
  Attributes attributes = { .handled_access_fs = FILES_1 };
  size_t     size = sizeof (uint64_t);

  if (version >= 2)
    attributes.handled_access_fs |= FILES_2;
  if (version >= 3)
    attributes.handled_access_fs |= FILES_3;
  if (version >= 4)
    {
      attributes.handled_access_net = NETWORK_4;
      size += sizeof (uint64_t);
    }
  if (version >= 5)
    attributes.handled_access_fs |= FILES_5;
  if (version >= 6)
    {
      attributes.scoped = SCOPES_6;
      size += sizeof (uint64_t);
    }

  return (int) syscall (SYS_landlock_create_ruleset, &attributes, size, 0);
}

static bool
allow_reading (int         ruleset,
               const char *path)
{
  struct landlock_path_beneath_attr rule = {
    .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
  };
  bool ok;

  rule.parent_fd = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return true; /* what is not there need not be allowed */

  ok = syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  close (rule.parent_fd);

  return ok;
}

static bool
allow_all (int                ruleset,
           const char *const *paths)
{
  bool ok = true;

  for (; paths != NULL && *paths != NULL; paths++)
    ok = ok && strcmp (*paths, "/") != 0 && allow_reading (ruleset, *paths);

  return ok;
}

/* Leaves nothing of the file system but these folders, and those for reading only. The process must have given up new
 * privileges before. Returns whether the kernel did so. */
bool
annex_cage_landlock_restrict (const char *const *readable,
                              const char *const *also_readable)
{
  int  version = get_version ();
  int  ruleset;
  bool ok;

  if (version < 1)
    return false;
  ruleset = create_ruleset (version);
  if (ruleset < 0)
    return false;

  ok = allow_all (ruleset, readable)
       && allow_all (ruleset, also_readable)
       && syscall (SYS_landlock_restrict_self, ruleset, 0) == 0;
  close (ruleset);

  return ok;
}
