/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-download-part.h"

#include <string.h>

/* Longer than any that S3 makes; whatever is longer is not repeated to a server. */
#define MAX_ETAG_LENGTH 256

struct _AnnexDownloadPart
{
  GObject parent_instance;

  AnnexContentWriter *writer; /* (owned) (nullable) */
  char               *etag;   /* (owned) (nullable) with its quotes; only a strong one */
  guint64             total;  /* 0 when unknown */
};

G_DEFINE_FINAL_TYPE (AnnexDownloadPart, annex_download_part, G_TYPE_OBJECT)

static void
annex_download_part_finalize (GObject *object)
{
  annex_download_part_clear (ANNEX_DOWNLOAD_PART (object));

  G_OBJECT_CLASS (annex_download_part_parent_class)->finalize (object);
}

static void
annex_download_part_class_init (AnnexDownloadPartClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_download_part_finalize;
}

static void
annex_download_part_init (AnnexDownloadPart *self)
{
}

/* A weak validator (RFC 9110, 8.8.1) does not promise the same bytes, and two of them promise nothing. */
static const char *
find_strong_etag (SoupMessageHeaders *headers)
{
  const char *etag = soup_message_headers_get_list (headers, "ETag");
  gsize       length = etag != NULL ? strlen (etag) : 0;

  if (length < 3 || length > MAX_ETAG_LENGTH || etag[0] != '"' || strchr (etag + 1, '"') != etag + length - 1)
    return NULL;

  return etag;
}

/*< private >
 * annex_download_part_new:
 *
 * Returns: (transfer full): nothing yet
 */
AnnexDownloadPart *
annex_download_part_new (void)
{
  return g_object_new (ANNEX_TYPE_DOWNLOAD_PART, NULL);
}

/*< private >
 * annex_download_part_get_received:
 * @self: a part
 *
 * Returns: how many bytes are there
 */
guint64
annex_download_part_get_received (AnnexDownloadPart *self)
{
  return self->writer != NULL ? annex_content_writer_get_size (self->writer) : 0;
}

/*< private >
 * annex_download_part_get_total:
 * @self: a part
 *
 * Returns: how many bytes there will be, or 0 when that is not known
 */
guint64
annex_download_part_get_total (AnnexDownloadPart *self)
{
  return self->total;
}

/*< private >
 * annex_download_part_can_resume:
 * @self: a part
 *
 * Returns: whether there are bytes, and a name for the version that they are of
 */
gboolean
annex_download_part_can_resume (AnnexDownloadPart *self)
{
  return self->etag != NULL && annex_download_part_get_received (self) > 0
         && (self->total == 0 || annex_download_part_get_received (self) < self->total);
}

/*< private >
 * annex_download_part_clear:
 * @self: a part
 *
 * Lets the bytes go.
 */
void
annex_download_part_clear (AnnexDownloadPart *self)
{
  g_clear_object (&self->writer);
  g_clear_pointer (&self->etag, g_free);
  self->total = 0;
}

/*< private >
 * annex_download_part_begin:
 * @self: a part
 * @headers: of an answer that brings the whole file
 * @total: how many bytes it will be, or 0
 * @max_size: how many bytes are taken at most
 * @error: return location
 *
 * Begins anew.
 *
 * Returns: %FALSE with an error of %G_IO_ERROR when there is no memory
 */
gboolean
annex_download_part_begin (AnnexDownloadPart  *self,
                           SoupMessageHeaders *headers,
                           guint64             total,
                           guint64             max_size,
                           GError            **error)
{
  annex_download_part_clear (self);
  self->total = total;
  self->etag = g_strdup (find_strong_etag (headers));
  self->writer = annex_content_writer_new (max_size, error);

  return self->writer != NULL;
}

/*< private >
 * annex_download_part_ask:
 * @self: a part that can be resumed
 * @headers: of the request
 *
 * Asks for the rest of the same version: one `Range`, and `If-Match`, both of which S3's `GetObject` has; `If-Range` it
 * has not (Amazon S3 API reference, GetObject).
 */
void
annex_download_part_ask (AnnexDownloadPart  *self,
                         SoupMessageHeaders *headers)
{
  g_autofree char *range = g_strdup_printf ("bytes=%" G_GUINT64_FORMAT "-", annex_download_part_get_received (self));

  soup_message_headers_replace (headers, "Range", range);
  soup_message_headers_replace (headers, "If-Match", self->etag);
}

/* The range has to be the one that was asked for, to the letter: from here to the end of a file of the same length. */
static guint64
find_rest (AnnexDownloadPart  *self,
           SoupMessageHeaders *headers)
{
  const guint64    received = annex_download_part_get_received (self);
  const char      *text = soup_message_headers_get_list (headers, "Content-Range");
  g_autofree char *expected = NULL;
  goffset          start, end, total;

  if (text == NULL || !soup_message_headers_get_content_range (headers, &start, &end, &total) || total <= 0)
    return 0;

  expected = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GOFFSET_FORMAT "/%" G_GOFFSET_FORMAT, received, total - 1, total);
  if (!g_str_equal (text, expected) || (guint64) total <= received || (self->total != 0 && (guint64) total != self->total))
    return 0;

  return (guint64) total - received;
}

/*< private >
 * annex_download_part_go_on:
 * @self: a part that can be resumed
 * @headers: of an answer with status 206
 *
 * Looks whether the answer brings what annex_download_part_ask() asked for: the same version by a strong comparison, the
 * range from the first byte that is missing to the last of the file, a file of the same length, and a body of the length
 * of that range.
 *
 * Returns: whether the body may be appended
 */
gboolean
annex_download_part_go_on (AnnexDownloadPart  *self,
                           SoupMessageHeaders *headers)
{
  const char   *etag = find_strong_etag (headers);
  const guint64 rest = find_rest (self, headers);

  if (rest == 0 || etag == NULL || !g_str_equal (etag, self->etag))
    return FALSE;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && (guint64) soup_message_headers_get_content_length (headers) != rest)
    return FALSE;

  self->total = annex_download_part_get_received (self) + rest;

  return TRUE;
}

/*< private >
 * annex_download_part_append:
 * @self: a part that was begun
 * @data: (array length=length): the next bytes
 * @length: how many
 * @error: return location
 *
 * Appends bytes.
 *
 * Returns: %FALSE with the error of annex_content_writer_append()
 */
gboolean
annex_download_part_append (AnnexDownloadPart *self,
                            gconstpointer      data,
                            gsize              length,
                            GError           **error)
{
  return annex_content_writer_append (self->writer, data, length, error);
}

/*< private >
 * annex_download_part_seal:
 * @self: a part that has all bytes
 * @error: return location
 *
 * Makes the content. The part is empty then.
 *
 * Returns: (transfer full) (nullable): the content, or %NULL with an error
 */
AnnexContent *
annex_download_part_seal (AnnexDownloadPart *self,
                          GError           **error)
{
  AnnexContent *content = annex_content_writer_seal (self->writer, error);

  annex_download_part_clear (self);

  return content;
}
