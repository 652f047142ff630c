/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-text-file.h"

#include "annex-decoder-characters.h"
#include "annex-decoder-encodings.h"
#include "annex-document-queue.h"
#include "annex-text-file-private.h"

#include <string.h>

G_STATIC_ASSERT (ANNEX_TEXT_FILE_MAX_SIZE == ANNEX_DECODER_MAX_TEXT_FILE);

struct _AnnexTextFile
{
  GObject parent_instance;

  char       *text;  /* (owned) (nullable) */
  AnnexTable *table; /* (owned) (nullable) */
  guint       encoding;
  guint       flags; /* AnnexDecoderFlags */

  GMutex           mutex;
  AnnexFoldedText *folded; /* (owned) (nullable) once something was looked for */
};

G_DEFINE_FINAL_TYPE (AnnexTextFile, annex_text_file, G_TYPE_OBJECT)

static void
annex_text_file_finalize (GObject *object)
{
  AnnexTextFile *self = ANNEX_TEXT_FILE (object);

  g_free (self->text);
  g_clear_object (&self->table);
  g_clear_pointer (&self->folded, annex_folded_text_free);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (annex_text_file_parent_class)->finalize (object);
}

static void
annex_text_file_class_init (AnnexTextFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_text_file_finalize;
}

static void
annex_text_file_init (AnnexTextFile *self)
{
  g_mutex_init (&self->mutex);
}

static gboolean
is_text (const char *text,
         gsize       length)
{
  const char *p;

  if (!g_utf8_validate_len (text, length, NULL))
    return FALSE;

  for (p = text; p < text + length; p = g_utf8_next_char (p))
    {
      /* What an honest decoder has made visible; lines stay lines. */
      if (*p != '\n' && annex_decoder_is_hidden (g_utf8_get_char (p)))
        return FALSE;
    }

  return TRUE;
}

/* Returns: (transfer full) (nullable): the text, ended by NUL */
static char *
copy_text (AnnexSharedMemory *memory,
           gsize              offset,
           gsize              length)
{
  g_autofree char *copy = length > 0 ? annex_shared_memory_copy (memory, offset, length) : NULL;
  char            *text;

  if (length > 0 && !is_text (copy, length))
    return NULL;

  text = g_malloc (length + 1);
  if (length > 0)
    memcpy (text, copy, length);
  text[length] = '\0';

  return text;
}

static GArray *
copy_numbers (AnnexSharedMemory *memory,
              gsize              offset,
              guint              n)
{
  g_autofree guint32 *copy = n > 0 ? annex_shared_memory_copy (memory, offset, n * sizeof (guint32)) : NULL;

  return n > 0 ? g_array_new_take (g_steal_pointer (&copy), n, FALSE, sizeof (guint32)) : g_array_new (FALSE, FALSE, sizeof (guint32));
}

static gboolean
are_rows (GArray *rows)
{
  guint32 before = 0;
  guint   i;

  for (i = 0; i < rows->len; i++)
    {
      guint32 row = g_array_index (rows, guint32, i);

      if (row <= before || row - before > ANNEX_DECODER_MAX_COLUMNS || row > ANNEX_DECODER_MAX_CELLS)
        return FALSE;
      before = row;
    }

  return TRUE;
}

/* Cells end where characters do, and the last where the text does. */
static gboolean
are_cells (GArray     *cells,
           const char *text,
           gsize       length)
{
  guint32 before = 0;
  guint   i;

  for (i = 0; i < cells->len; i++)
    {
      guint32 cell = g_array_index (cells, guint32, i);

      if (cell < before || cell > length || ((guchar) text[cell] & 0xc0) == 0x80)
        return FALSE;
      before = cell;
    }

  return before == length;
}

/* Returns: (transfer full) (nullable): the table, if it can be one */
static AnnexTable *
copy_table (AnnexSharedMemory       *memory,
            const AnnexDecoderReply *reply)
{
  g_autoptr (GArray) rows = copy_numbers (memory, offsetof (AnnexDecoderTable, rows), reply->count);
  g_autoptr (GArray) cells = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!are_rows (rows))
    return NULL;

  cells = copy_numbers (memory, offsetof (AnnexDecoderTable, cells), rows->len > 0 ? g_array_index (rows, guint32, rows->len - 1) : 0);
  text = copy_text (memory, offsetof (AnnexDecoderTable, text), reply->length);
  if (text == NULL || !are_cells (cells, text, reply->length))
    return NULL;
  bytes = g_bytes_new_take (g_steal_pointer (&text), reply->length);

  return annex_table_new (bytes, rows, cells);
}

/*
 * annex_text_file_new_from_decoder:
 * @memory: what the decoder has written
 * @reply: credible, to %ANNEX_DECODER_CONTENT
 * @format: what it was asked for
 *
 * Copies everything first, then looks at it: a hostile decoder may keep the memory.
 *
 * Returns: (transfer full) (nullable): the file; %NULL when this cannot be one
 */
AnnexTextFile *
annex_text_file_new_from_decoder (AnnexSharedMemory       *memory,
                                  const AnnexDecoderReply *reply,
                                  AnnexDecoderFormat       format)
{
  g_autoptr (AnnexTextFile) self = g_object_new (ANNEX_TYPE_TEXT_FILE, NULL);

  self->encoding = reply->encoding;
  self->flags = reply->flags;
  if (format == ANNEX_DECODER_TABLE)
    self->table = copy_table (memory, reply);
  else
    self->text = copy_text (memory, offsetof (AnnexDecoderText, text), reply->length);

  return self->table != NULL || self->text != NULL ? g_steal_pointer (&self) : NULL;
}

/*
 * annex_text_file_fold:
 * @self: a file that was read as a text
 *
 * May be called in any thread, and takes a while the first time.
 *
 * Returns: (transfer none): the text, to be searched
 */
AnnexFoldedText *
annex_text_file_fold (AnnexTextFile *self)
{
  g_mutex_lock (&self->mutex);
  if (self->folded == NULL)
    self->folded = annex_folded_text_new (self->text);
  g_mutex_unlock (&self->mutex);

  return self->folded;
}

/**
 * annex_text_file_can_open:
 * @type: what the bytes were recognised as
 *
 * Returns: whether it is a text or a table
 */
gboolean
annex_text_file_can_open (const AnnexFileType *type)
{
  g_return_val_if_fail (type != NULL, FALSE);

  return type->kind == ANNEX_FILE_KIND_TEXT || type->kind == ANNEX_FILE_KIND_TABLE;
}

static void
content_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  AnnexTextFile *self = g_task_propagate_pointer (G_TASK (result), &error);

  if (self != NULL)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * annex_text_file_open_async:
 * @pool: where decoders come from
 * @content: the bytes
 * @as_table: whether they are read as a table
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the file
 * @user_data: for @callback
 *
 * Has a text or table read by a decoder of its own.
 */
void
annex_text_file_open_async (AnnexDecoderPool   *pool,
                            AnnexContent       *content,
                            gboolean            as_table,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  AnnexDecoderFormat  format = as_table ? ANNEX_DECODER_TABLE : ANNEX_DECODER_PLAIN_TEXT;
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_CONTENT, .format = format };
  g_autoptr (AnnexDocumentQueue) queue = NULL;
  g_autoptr (GTask) reading = NULL;

  g_return_if_fail (ANNEX_IS_DECODER_POOL (pool) && ANNEX_IS_CONTENT (content));

  g_task_set_source_tag (task, annex_text_file_open_async);
  queue = annex_document_queue_new (pool, content, format, NULL);
  /* Holds the queue, and with it the decoder, for as long as it takes. */
  reading = g_task_new (queue, cancellable, content_cb, g_object_ref (task));
  annex_document_queue_add (queue, reading, &request, 0);
}

/**
 * annex_text_file_open_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Errors: #AnnexPreviewError, %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the file
 */
AnnexTextFile *
annex_text_file_open_finish (GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_text_file_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * annex_text_file_get_text:
 * @self: a file
 *
 * Returns: (transfer none) (nullable): the text, in which every character can be seen; %NULL when it was read as a table
 */
const char *
annex_text_file_get_text (AnnexTextFile *self)
{
  g_return_val_if_fail (ANNEX_IS_TEXT_FILE (self), NULL);

  return self->text;
}

/**
 * annex_text_file_get_table:
 * @self: a file
 *
 * Returns: (transfer none) (nullable): the table; %NULL when it was read as a text
 */
AnnexTable *
annex_text_file_get_table (AnnexTextFile *self)
{
  g_return_val_if_fail (ANNEX_IS_TEXT_FILE (self), NULL);

  return self->table;
}

/**
 * annex_text_file_get_encoding:
 * @self: a file
 *
 * Returns: (transfer none): the name of the encoding that it was read in
 */
const char *
annex_text_file_get_encoding (AnnexTextFile *self)
{
  g_return_val_if_fail (ANNEX_IS_TEXT_FILE (self), NULL);

  return annex_decoder_encodings[self->encoding];
}

/**
 * annex_text_file_is_unicode:
 * @self: a file
 *
 * Returns: whether its encoding is certain; otherwise it is the most likely one
 */
gboolean
annex_text_file_is_unicode (AnnexTextFile *self)
{
  g_return_val_if_fail (ANNEX_IS_TEXT_FILE (self), FALSE);

  return self->encoding <= ANNEX_DECODER_UTF_32;
}

/**
 * annex_text_file_is_beginning:
 * @self: a file
 *
 * Returns: whether the file goes on after what is there
 */
gboolean
annex_text_file_is_beginning (AnnexTextFile *self)
{
  g_return_val_if_fail (ANNEX_IS_TEXT_FILE (self), FALSE);

  return (self->flags & ANNEX_DECODER_FLAG_BEGINNING) != 0;
}

/**
 * annex_text_file_is_shortened:
 * @self: a file
 *
 * Returns: whether lines, cells or rows are longer than what is there of them
 */
gboolean
annex_text_file_is_shortened (AnnexTextFile *self)
{
  g_return_val_if_fail (ANNEX_IS_TEXT_FILE (self), FALSE);

  return (self->flags & ANNEX_DECODER_FLAG_SHORTENED) != 0;
}

/**
 * annex_text_file_is_lossy:
 * @self: a file
 *
 * Returns: whether some bytes are no characters in its encoding
 */
gboolean
annex_text_file_is_lossy (AnnexTextFile *self)
{
  g_return_val_if_fail (ANNEX_IS_TEXT_FILE (self), FALSE);

  return (self->flags & ANNEX_DECODER_FLAG_LOSSY) != 0;
}
