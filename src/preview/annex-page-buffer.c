/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-buffer.h"

#include "annex-decoder-protocol.h"
#include "annex-preview-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define PIXEL_SIZE 4

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8u
#endif

struct _AnnexPageBuffer
{
  guint   width;
  guint   height;
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

static gboolean
is_allowed (guint width,
            guint height)
{
  return width >= 1
         && width <= ANNEX_DECODER_MAX_SIDE
         && height >= 1
         && height <= ANNEX_DECODER_MAX_SIDE
         && (guint64) width * height <= ANNEX_DECODER_MAX_RASTER_PIXELS;
}

/*
 * annex_page_buffer_new:
 *
 * The memory has its length sealed before anybody else sees it, so that nobody can make the viewer read beyond its end.
 *
 * Returns: (transfer full): memory for @width × @height pixels, all transparent
 */
AnnexPageBuffer *
annex_page_buffer_new (guint    width,
                       guint    height,
                       GError **error)
{
  g_autoptr (AnnexPageBuffer) self = g_new0 (AnnexPageBuffer, 1);
  gsize length = (gsize) width * height * PIXEL_SIZE;

  self->fd = -1;
  self->width = width;
  self->height = height;
  if (!is_allowed (width, height))
    {
      g_set_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_TOO_LARGE, "%u×%u", width, height);
      return NULL;
    }

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
annex_page_buffer_free (AnnexPageBuffer *self)
{
  g_clear_fd (&self->fd, NULL);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/* Returns: the descriptor that a decoder is handed */
int
annex_page_buffer_get_fd (AnnexPageBuffer *self)
{
  return self->fd;
}

/*
 * annex_page_buffer_to_texture:
 *
 * Copies nothing. A hostile decoder may keep the memory and change the pixels later: then it shows other pixels, as it
 * could have from the beginning; they are numbers, and there are never more or fewer of them.
 *
 * Returns: (transfer full): what was drawn
 */
GdkTexture *
annex_page_buffer_to_texture (AnnexPageBuffer *self)
{
  return gdk_memory_texture_new ((int) self->width,
                                 (int) self->height,
                                 GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                 self->bytes,
                                 (gsize) self->width * PIXEL_SIZE);
}
