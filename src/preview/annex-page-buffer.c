/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-buffer.h"

#include "annex-decoder-protocol.h"
#include "annex-preview-error.h"
#include "annex-shared-memory.h"

#define PIXEL_SIZE 4

struct _AnnexPageBuffer
{
  guint              width;
  guint              height;
  AnnexSharedMemory *memory; /* (owned) */
};

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
 * Returns: (transfer full): memory for @width × @height pixels, all transparent
 */
AnnexPageBuffer *
annex_page_buffer_new (guint    width,
                       guint    height,
                       GError **error)
{
  AnnexSharedMemory *memory;
  AnnexPageBuffer   *self;

  if (!is_allowed (width, height))
    {
      g_set_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_TOO_LARGE, "%u×%u", width, height);
      return NULL;
    }

  memory = annex_shared_memory_new ((gsize) width * height * PIXEL_SIZE, error);
  if (memory == NULL)
    return NULL;

  self = g_new (AnnexPageBuffer, 1);
  self->width = width;
  self->height = height;
  self->memory = memory;

  return self;
}

void
annex_page_buffer_free (AnnexPageBuffer *self)
{
  g_clear_pointer (&self->memory, annex_shared_memory_free);
  g_free (self);
}

/* Returns: the descriptor that a decoder is handed */
int
annex_page_buffer_get_fd (AnnexPageBuffer *self)
{
  return annex_shared_memory_get_fd (self->memory);
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
                                 annex_shared_memory_get_bytes (self->memory),
                                 (gsize) self->width * PIXEL_SIZE);
}
