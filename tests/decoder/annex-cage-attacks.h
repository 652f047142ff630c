/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* What the cage must refuse, as a hostile file that has taken over the decoder would try it. */

/* What there is to be attacked. */
typedef struct
{
  char *folder;      /* (owned) with nothing in it but what follows */
  char *file;        /* (owned) */
  char *unix_socket; /* (owned) the path of one that somebody listens on */
  int   port;        /* of 127.0.0.1, where somebody listens, too */
  pid_t parent;
  int   pair[2]; /* two ends of one socket, the first of them the decoder's */
} CageStage;

typedef struct
{
  const char *name;
  gboolean (*attempt) (const CageStage *stage); /* TRUE: it worked */
  gboolean works_outside;                       /* on any machine that tests run on */
} CageAttempt;

extern const CageAttempt cage_attacks[];
extern const guint       cage_n_attacks;

G_END_DECLS
