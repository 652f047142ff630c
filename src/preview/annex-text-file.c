/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-text-file.h"

#include "annex-decoder-characters.h"
#include "annex-decoder-encodings.h"
#include "annex-document-queue.h"
#include "annex-preview-error.h"
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

/* What is drawn with the character before it. */
static gboolean
is_attached (gunichar c)
{
  return g_unichar_ismark (c) || c == 0x200c || c == 0x200d;
}

/* What is longer takes a toolkit seconds to lay out, and so does a letter with a thousand accents. */
static gboolean
is_short (const char *line,
          gsize       length)
{
  const char *p;
  guint       n_characters = 0;
  guint       n_marks = 0;

  for (p = line; p < line + length; p = g_utf8_next_char (p))
    {
      n_marks = is_attached (g_utf8_get_char (p)) ? n_marks + 1 : 0;
      if (++n_characters > ANNEX_DECODER_MAX_LINE + ANNEX_DECODER_MAX_LINE_END || n_marks > ANNEX_DECODER_MAX_MARKS)
        return FALSE;
    }

  return TRUE;
}

static gboolean
are_lines (const char *text)
{
  guint n_lines = 0;

  while (TRUE)
    {
      const char *end = strchrnul (text, '\n');

      if (!is_short (text, (gsize) (end - text)))
        return FALSE;
      if (*end == '\0')
        return TRUE;
      if (++n_lines > ANNEX_DECODER_MAX_LINES)
        return FALSE;
      text = end + 1;
    }
}

/* Returns: (transfer full) (nullable): the text, ended by NUL */
static char *
copy_text (AnnexSharedMemory *memory,
           gsize              offset,
           gsize              length)
{
  g_autofree char *text = annex_shared_memory_copy (memory, offset, length);

  return is_text (text, length) ? g_steal_pointer (&text) : NULL;
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

      if (cell < before || cell > length || ((guchar) text[cell] & 0xc0) == 0x80 || !is_short (text + before, cell - before))
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

/* Returns: (transfer full) (nullable): the text, if it can be shown as one */
static char *
copy_lines (AnnexSharedMemory       *memory,
            const AnnexDecoderReply *reply)
{
  g_autofree char *text = copy_text (memory, offsetof (AnnexDecoderText, text), reply->length);

  return text != NULL && are_lines (text) ? g_steal_pointer (&text) : NULL;
}

void
annex_text_file_answer_free (AnnexTextFileAnswer *answer)
{
  g_clear_pointer (&answer->memory, annex_shared_memory_free);
  g_free (answer);
}

/*
 * annex_text_file_new_from_decoder:
 * @answer: of a decoder
 *
 * Copies everything first, then looks at it: a hostile decoder may keep the memory. May be called in any thread, and takes
 * a while.
 *
 * Returns: (transfer full) (nullable): the file; %NULL when this cannot be one
 */
AnnexTextFile *
annex_text_file_new_from_decoder (const AnnexTextFileAnswer *answer)
{
  g_autoptr (AnnexTextFile) self = g_object_new (ANNEX_TYPE_TEXT_FILE, NULL);

  self->encoding = answer->reply.encoding;
  self->flags = answer->reply.flags;
  if (answer->format == ANNEX_DECODER_TABLE)
    self->table = copy_table (answer->memory, &answer->reply);
  else
    self->text = copy_lines (answer->memory, &answer->reply);

  return self->table != NULL || self->text != NULL ? g_steal_pointer (&self) : NULL;
}

/*
 * annex_text_file_fold:
 * @self: a file that was read as a text
 * @cancellable: (nullable): optional #GCancellable
 *
 * May be called in any thread, and takes a while the first time.
 *
 * Returns: (transfer none) (nullable): the text, to be searched; %NULL when nobody waits for it any more
 */
AnnexFoldedText *
annex_text_file_fold (AnnexTextFile *self,
                      GCancellable  *cancellable)
{
  AnnexFoldedText *folded;

  g_mutex_lock (&self->mutex);
  if (self->folded == NULL)
    self->folded = annex_folded_text_new_cancellable (self->text, cancellable);
  folded = self->folded;
  g_mutex_unlock (&self->mutex);

  return folded;
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

/* Megabytes that nobody has checked yet: not a thing to be done where the window waits. */
static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  AnnexTextFile *self = annex_text_file_new_from_decoder (task_data);

  if (self != NULL)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_new_error_literal (task, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED, "The decoder wrote what cannot be");
}

static void
content_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  AnnexTextFileAnswer *answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_set_task_data (task, answer, (GDestroyNotify) annex_text_file_answer_free);
  g_task_run_in_thread (task, read_thread);
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
