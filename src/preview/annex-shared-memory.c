/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-shared-memory.h"

#include "annex-preview-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8u
#endif

struct _AnnexSharedMemory
{
  int     fd;    /* (owned) */
  GBytes *bytes; /* (owned) own the mapping */
};

typedef struct
{
  gpointer data;
  gsize    length;
} Mapping;

static void
mapping_free (Mapping *mapping)
{
  munmap (mapping->data, mapping->length);
  g_free (mapping);
}

/* Older kernels do not know that memory can be sealed against being run. */
static int
create_memory (void)
{
  const unsigned int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  int                fd = memfd_create ("annex-page", flags | MFD_NOEXEC_SEAL);

  return fd >= 0 || errno != EINVAL ? fd : memfd_create ("annex-page", flags);
}

static GBytes *
map (int   fd,
     gsize length)
{
  gpointer data = mmap (NULL, length, PROT_READ, MAP_SHARED, fd, 0);
  Mapping *mapping;

  if (data == MAP_FAILED)
    return NULL;

  mapping = g_new (Mapping, 1);
  mapping->data = data;
  mapping->length = length;

  return g_bytes_new_with_free_func (data, length, (GDestroyNotify) mapping_free, mapping);
}

/*
 * annex_shared_memory_new:
 * @length: in bytes
 *
 * The memory has its length sealed before anybody else sees it, so that nobody can make the viewer read beyond its end.
 *
 * Returns: (transfer full): memory, all zero
 */
AnnexSharedMemory *
annex_shared_memory_new (gsize    length,
                         GError **error)
{
  g_autoptr (AnnexSharedMemory) self = g_new0 (AnnexSharedMemory, 1);

  self->fd = create_memory ();
  if (self->fd < 0
      || ftruncate (self->fd, (off_t) length) != 0
      || fcntl (self->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0
      || (self->bytes = map (self->fd, length)) == NULL)
    {
      g_set_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED, "No memory to draw into: %s", g_strerror (errno));
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
annex_shared_memory_free (AnnexSharedMemory *self)
{
  g_clear_fd (&self->fd, NULL);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/* Returns: the descriptor that a decoder is handed */
int
annex_shared_memory_get_fd (AnnexSharedMemory *self)
{
  return self->fd;
}

/* Returns: (transfer none): what a decoder may still change: fit for pixels alone, which mean nothing */
GBytes *
annex_shared_memory_get_bytes (AnnexSharedMemory *self)
{
  return self->bytes;
}

/*
 * annex_shared_memory_copy:
 * @offset: where it begins
 * @length: how many bytes, within the memory
 *
 * Returns: (transfer full) (nullable): a copy that nobody else can change, with a zero after its end
 */
gpointer
annex_shared_memory_copy (AnnexSharedMemory *self,
                          gsize              offset,
                          gsize              length)
{
  gsize       size;
  const char *data = g_bytes_get_data (self->bytes, &size);
  char       *copy;

  g_return_val_if_fail (offset <= size && length <= size - offset, NULL);

  copy = g_malloc (length + 1);
  memcpy (copy, data + offset, length);
  copy[length] = '\0';

  return copy;
}
