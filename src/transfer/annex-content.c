/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-content.h"

#include "annex-service-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Linux 6.3; the C library's header may be older than the kernel. */
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

#define CONTENT_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)

struct _AnnexContent
{
  GObject parent_instance;

  int     fd;
  guint64 size;
  char   *sha256; /* (owned) */
};

G_DEFINE_FINAL_TYPE (AnnexContent, annex_content, G_TYPE_OBJECT)

struct _AnnexContentWriter
{
  GObject parent_instance;

  int        fd; /* -1 once sealed */
  guint64    size;
  guint64    max_size;
  GChecksum *checksum; /* (owned) */
};

G_DEFINE_FINAL_TYPE (AnnexContentWriter, annex_content_writer, G_TYPE_OBJECT)

static gboolean
set_error_from_errno (GError    **error,
                      int         number,
                      const char *what)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", what, g_strerror (number));
  return FALSE;
}

/* The name shows in /proc and must tell nothing of the customer. */
static int
open_memory_file (GError **error)
{
  int fd = memfd_create ("annex", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);

  if (fd < 0 && errno == EINVAL)
    fd = memfd_create ("annex", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    set_error_from_errno (error, errno, "No memory file");

  return fd;
}

static void
annex_content_finalize (GObject *object)
{
  AnnexContent *self = ANNEX_CONTENT (object);

  g_clear_fd (&self->fd, NULL);
  g_free (self->sha256);

  G_OBJECT_CLASS (annex_content_parent_class)->finalize (object);
}

static void
annex_content_class_init (AnnexContentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_content_finalize;
}

static void
annex_content_init (AnnexContent *self)
{
  self->fd = -1;
}

static void
annex_content_writer_finalize (GObject *object)
{
  AnnexContentWriter *self = ANNEX_CONTENT_WRITER (object);

  g_clear_fd (&self->fd, NULL);
  g_checksum_free (self->checksum);

  G_OBJECT_CLASS (annex_content_writer_parent_class)->finalize (object);
}

static void
annex_content_writer_class_init (AnnexContentWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_content_writer_finalize;
}

static void
annex_content_writer_init (AnnexContentWriter *self)
{
  self->fd = -1;
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
}

/**
 * annex_content_new_for_bytes:
 * @bytes: what the content shall hold
 * @error: return location
 *
 * Copies @bytes into a sealed content.
 *
 * Returns: (transfer full) (nullable): the content, or %NULL with an error of %G_IO_ERROR when memory is short
 */
AnnexContent *
annex_content_new_for_bytes (GBytes  *bytes,
                             GError **error)
{
  g_autoptr (AnnexContentWriter) writer = NULL;
  gconstpointer data;
  gsize         size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  writer = annex_content_writer_new (size, error);
  if (writer == NULL || !annex_content_writer_append (writer, data, size, error))
    return NULL;

  return annex_content_writer_seal (writer, error);
}

/**
 * annex_content_get_size:
 * @self: a content
 *
 * Returns: the size in bytes; 0 is possible
 */
guint64
annex_content_get_size (AnnexContent *self)
{
  g_return_val_if_fail (ANNEX_IS_CONTENT (self), 0);

  return self->size;
}

/**
 * annex_content_get_fd:
 * @self: a content
 *
 * Gets the sealed memory file, for handing to another process. Its file offset is shared by everyone who holds it and
 * means nothing: read with `pread()` or map it.
 *
 * Returns: a file descriptor that stays with @self and is closed with it
 */
int
annex_content_get_fd (AnnexContent *self)
{
  g_return_val_if_fail (ANNEX_IS_CONTENT (self), -1);

  return self->fd;
}

/**
 * annex_content_get_sha256:
 * @self: a content
 *
 * Returns: (transfer none): SHA-256 of the bytes, 64 lower-case hexadecimal digits
 */
const char *
annex_content_get_sha256 (AnnexContent *self)
{
  g_return_val_if_fail (ANNEX_IS_CONTENT (self), NULL);

  return self->sha256;
}

/**
 * annex_content_dup_head:
 * @self: a content
 * @max_length: how many bytes are wanted
 *
 * Copies the first bytes, such as for annex_file_type_recognise().
 *
 * Returns: (transfer full): at most @max_length bytes
 */
GBytes *
annex_content_dup_head (AnnexContent *self,
                        gsize         max_length)
{
  g_autofree guint8 *head = NULL;
  gsize              wanted;
  gsize              filled = 0;

  g_return_val_if_fail (ANNEX_IS_CONTENT (self), NULL);

  wanted = (gsize) MIN ((guint64) max_length, self->size);
  head = g_malloc (MAX (wanted, 1));
  while (filled < wanted)
    {
      gssize n = pread (self->fd, head + filled, wanted - filled, (off_t) filled);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      filled += (gsize) n;
    }

  return g_bytes_new_take (g_steal_pointer (&head), filled);
}

/**
 * annex_content_map:
 * @self: a content
 * @error: return location
 *
 * Maps the whole content, private and read-only. The seals see to it that neither the bytes nor the length can change
 * while the mapping lives; it may outlive @self.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL with an error
 */
GBytes *
annex_content_map (AnnexContent *self,
                   GError      **error)
{
  g_autoptr (GMappedFile) mapped = NULL;

  g_return_val_if_fail (ANNEX_IS_CONTENT (self), NULL);

  mapped = g_mapped_file_new_from_fd (self->fd, FALSE, error);
  if (mapped == NULL)
    return NULL;

  return g_mapped_file_get_bytes (mapped);
}

/**
 * annex_content_writer_new:
 * @max_size: how many bytes it takes at most
 * @error: return location
 *
 * Creates a writer over an empty memory file, which no other program can find by name.
 *
 * Returns: (transfer full) (nullable): the writer, or %NULL with an error of %G_IO_ERROR
 */
AnnexContentWriter *
annex_content_writer_new (guint64  max_size,
                          GError **error)
{
  g_autoptr (AnnexContentWriter) self = NULL;

  self = g_object_new (ANNEX_TYPE_CONTENT_WRITER, NULL);
  self->max_size = max_size;
  self->fd = open_memory_file (error);
  if (self->fd < 0)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * annex_content_writer_append:
 * @self: a writer that is not sealed yet
 * @data: (array length=length): the next bytes
 * @length: how many
 * @error: return location
 *
 * Appends bytes. After an error the writer is of no further use.
 *
 * Returns: %TRUE, or %FALSE with %ANNEX_SERVICE_ERROR_TOO_LARGE when the bound is passed (nothing is written then), or
 *   an error of %G_IO_ERROR such as %G_IO_ERROR_NO_SPACE when memory is short
 */
gboolean
annex_content_writer_append (AnnexContentWriter *self,
                             gconstpointer       data,
                             gsize               length,
                             GError            **error)
{
  const guint8 *bytes = data;
  gsize         written = 0;

  g_return_val_if_fail (ANNEX_IS_CONTENT_WRITER (self), FALSE);
  g_return_val_if_fail (self->fd >= 0, FALSE);

  if (length > self->max_size - self->size)
    {
      g_set_error_literal (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_TOO_LARGE, "More bytes than the content may hold");
      return FALSE;
    }

  while (written < length)
    {
      gssize n = write (self->fd, bytes + written, length - written);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return set_error_from_errno (error, n < 0 ? errno : ENOSPC, "Cannot hold the bytes in memory");
      written += (gsize) n;
    }

  g_checksum_update (self->checksum, bytes, (gssize) length);
  self->size += length;

  return TRUE;
}

/**
 * annex_content_writer_get_size:
 * @self: a writer
 *
 * Returns: how many bytes were appended
 */
guint64
annex_content_writer_get_size (AnnexContentWriter *self)
{
  g_return_val_if_fail (ANNEX_IS_CONTENT_WRITER (self), 0);

  return self->size;
}

/**
 * annex_content_writer_seal:
 * @self: a writer that is not sealed yet
 * @error: return location
 *
 * Seals the bytes against every change, of content and of length. The writer is of no further use then.
 *
 * Returns: (transfer full) (nullable): the content, or %NULL with an error
 */
AnnexContent *
annex_content_writer_seal (AnnexContentWriter *self,
                           GError            **error)
{
  AnnexContent *content;

  g_return_val_if_fail (ANNEX_IS_CONTENT_WRITER (self), NULL);
  g_return_val_if_fail (self->fd >= 0, NULL);

  if (fcntl (self->fd, F_ADD_SEALS, CONTENT_SEALS) < 0)
    {
      set_error_from_errno (error, errno, "Cannot seal the bytes");
      return NULL;
    }

  content = g_object_new (ANNEX_TYPE_CONTENT, NULL);
  content->fd = g_steal_fd (&self->fd);
  content->size = self->size;
  content->sha256 = g_strdup (g_checksum_get_string (self->checksum));

  return content;
}
