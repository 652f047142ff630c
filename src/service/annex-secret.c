/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct _AnnexSecret
{
  gatomicrefcount ref_count;
  char           *pages; /* (owned): mapping of map_size bytes */
  gsize           map_size;
  gsize           length;
};

G_DEFINE_BOXED_TYPE (AnnexSecret, annex_secret, annex_secret_ref, annex_secret_unref)

static gsize
round_up_to_pages (gsize size)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);

  return (size + page - 1) / page * page;
}

static char *
map_private_pages (gsize size)
{
  void *pages = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (pages == MAP_FAILED)
    g_error ("Could not map %" G_GSIZE_FORMAT " bytes", size);

  /* Each of these may be refused (an old kernel, RLIMIT_MEMLOCK); the secret is then less well kept, but still usable. */
  (void) mlock (pages, size);
  (void) madvise (pages, size, MADV_DONTDUMP);
  (void) madvise (pages, size, MADV_WIPEONFORK);

  return pages;
}

/**
 * annex_secret_new:
 * @text: (array length=length): the secret; the caller wipes its own copy
 * @length: its length in bytes
 *
 * Copies a secret into pages of its own, with a terminating zero.
 *
 * Returns: (transfer full): a new secret
 */
AnnexSecret *
annex_secret_new (const char *text,
                  gsize       length)
{
  AnnexSecret *self;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (length < G_MAXSSIZE / 2, NULL);

  self = g_new0 (AnnexSecret, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->length = length;
  self->map_size = round_up_to_pages (length + 1);
  self->pages = map_private_pages (self->map_size);
  memcpy (self->pages, text, length);

  return self;
}

/**
 * annex_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): the same secret
 */
AnnexSecret *
annex_secret_ref (AnnexSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * annex_secret_unref:
 * @self: (transfer full): a secret
 *
 * Drops a reference. With the last one the pages are overwritten and given back.
 */
void
annex_secret_unref (AnnexSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  explicit_bzero (self->pages, self->map_size);
  munmap (self->pages, self->map_size);
  g_free (self);
}

/**
 * annex_secret_peek:
 * @self: a secret
 *
 * Returns: (transfer none): the text, zero-terminated; must not be copied into anything that outlives its use
 */
const char *
annex_secret_peek (const AnnexSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pages;
}

/**
 * annex_secret_get_length:
 * @self: a secret
 *
 * Returns: length of the text in bytes, without the terminating zero
 */
gsize
annex_secret_get_length (const AnnexSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}
