/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-save.h"

#include "annex-save-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_SIZE (1024 * 1024)
#define MAX_TRIES 100

typedef struct
{
  /* Input */
  AnnexContent *content; /* (owned) */
  GFile        *file;    /* (owned) */
  AnnexSaveMode mode;
  guint         test_flags;
} Save;

/* A file without a name, or with a temporary one, in the folder of the target. */
typedef struct
{
  int   folder_fd;
  int   fd;
  char *name;   /* (owned) (nullable) temporary name, while there is one */
  char *target; /* (owned) */
} Draft;

static void
save_free (Save *self)
{
  g_object_unref (self->content);
  g_object_unref (self->file);
  g_free (self);
}

static void
draft_clear (Draft *draft)
{
  if (draft->name != NULL)
    unlinkat (draft->folder_fd, draft->name, 0);
  g_clear_fd (&draft->fd, NULL);
  g_clear_fd (&draft->folder_fd, NULL);
  g_free (draft->name);
  g_free (draft->target);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

/* No path in the message: it may reach a log. */
static gboolean
fail (GError **error,
      int      number)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));

  return FALSE;
}

static char *
dup_temporary_name (void)
{
  g_autofree char *random = g_uuid_string_random ();

  return g_strdup_printf (".annex-%s", random);
}

/* What stands in the way. A symbolic link does not: it is replaced itself, and what it points to stays as it is. */
static gboolean
check_target (const Draft  *draft,
              AnnexSaveMode mode,
              GError      **error)
{
  struct stat status;

  if (fstatat (draft->folder_fd, draft->target, &status, AT_SYMLINK_NOFOLLOW) < 0)
    return errno == ENOENT ? TRUE : fail (error, errno);
  if (S_ISDIR (status.st_mode))
    return fail (error, EISDIR);
  if (mode == ANNEX_SAVE_NEW)
    return fail (error, EEXIST);
  if (S_ISREG (status.st_mode) || S_ISLNK (status.st_mode))
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "Not a regular file");

  return FALSE;
}

static gboolean
open_folder (Draft      *draft,
             const char *path,
             GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  draft->target = g_path_get_basename (path);
  draft->folder_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  return draft->folder_fd >= 0 ? TRUE : fail (error, errno);
}

static gboolean
open_named (Draft   *draft,
            GError **error)
{
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *name = dup_temporary_name ();

      draft->fd = openat (draft->folder_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
      if (draft->fd >= 0)
        {
          draft->name = g_steal_pointer (&name);
          return TRUE;
        }
      if (errno != EEXIST)
        break;
    }

  return fail (error, errno);
}

/* A file without a name vanishes with the process, however that ends. Not every file system has such, and only through
 * /proc can it get its name in the end. */
static gboolean
open_draft (Draft   *draft,
            gboolean named,
            GError **error)
{
  if (!named && access ("/proc/self/fd", X_OK) == 0)
    draft->fd = openat (draft->folder_fd, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
  if (draft->fd < 0 && !open_named (draft, error))
    return FALSE;

  /* The umask may have taken rights away. Where there are no rights to set, there are none to take away either. */
  (void) fchmod (draft->fd, 0600);

  return TRUE;
}

static gboolean
write_chunk (int           fd,
             const guint8 *bytes,
             gsize         length,
             GError      **error)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return fail (error, n < 0 ? errno : ENOSPC);
      bytes += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static gboolean
write_draft (const Draft  *draft,
             GBytes       *bytes,
             GCancellable *cancellable,
             GError      **error)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize at = 0; at < length; at += MIN (CHUNK_SIZE, length - at))
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !write_chunk (draft->fd, data + at, MIN (CHUNK_SIZE, length - at), error))
      return FALSE;

  /* Before the file gets its name, so that the name never stands for less than the whole. */
  return fsync (draft->fd) == 0 ? TRUE : fail (error, errno);
}

static int
link_draft (const Draft *draft,
            const char  *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", draft->fd);

  return linkat (AT_FDCWD, path, draft->folder_fd, name, AT_SYMLINK_FOLLOW);
}

static gboolean
give_temporary_name (Draft   *draft,
                     GError **error)
{
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *name = dup_temporary_name ();

      if (link_draft (draft, name) == 0)
        {
          draft->name = g_steal_pointer (&name);
          return TRUE;
        }
      if (errno != EEXIST)
        break;
    }

  return fail (error, errno);
}

/* Where a name cannot be given without taking another's, an empty file is put there first, which only one can do. */
static gboolean
claim_and_rename (Draft   *draft,
                  GError **error)
{
  int fd = openat (draft->folder_fd, draft->target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd < 0)
    return fail (error, errno);
  close (fd);

  if (renameat (draft->folder_fd, draft->name, draft->folder_fd, draft->target) < 0)
    {
      fail (error, errno);
      unlinkat (draft->folder_fd, draft->target, 0);
      return FALSE;
    }

  return TRUE;
}

static gboolean
publish_new (Draft   *draft,
             GError **error)
{
  if (draft->name == NULL)
    return link_draft (draft, draft->target) == 0 ? TRUE : fail (error, errno);

  if (renameat2 (draft->folder_fd, draft->name, draft->folder_fd, draft->target, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
    return fail (error, errno);

  return claim_and_rename (draft, error);
}

static gboolean
publish_replacing (Draft   *draft,
                   GError **error)
{
  /* Again, because the writing took its time. */
  if (!check_target (draft, ANNEX_SAVE_REPLACE, error))
    return FALSE;
  if (draft->name == NULL && !give_temporary_name (draft, error))
    return FALSE;

  return renameat (draft->folder_fd, draft->name, draft->folder_fd, draft->target) == 0 ? TRUE : fail (error, errno);
}

static gboolean
publish (Draft        *draft,
         AnnexSaveMode mode,
         GError      **error)
{
  gboolean published = mode == ANNEX_SAVE_NEW ? publish_new (draft, error) : publish_replacing (draft, error);

  if (!published)
    return FALSE;

  g_clear_pointer (&draft->name, g_free);
  /* The bytes are safe already; a file system that cannot sync a folder is no reason to call this a failure. */
  (void) fsync (draft->folder_fd);

  return TRUE;
}

/* From here on the file comes into being, and too late a cancellation does not make an error of what was saved. Before,
 * it has been answered already. */
static gboolean
begin_to_publish (GTask *task)
{
  if (!g_task_set_return_on_cancel (task, FALSE))
    return FALSE;

  g_task_set_check_cancellable (task, FALSE);

  return TRUE;
}

static gboolean
save_native (GTask      *task,
             Save       *self,
             const char *path,
             GBytes     *bytes,
             GError    **error)
{
  g_auto (Draft) draft = { .folder_fd = -1, .fd = -1 };

  return open_folder (&draft, path, error)
         && check_target (&draft, self->mode, error)
         && open_draft (&draft, (self->test_flags & ANNEX_SAVE_TEST_NAMED) != 0, error)
         && write_draft (&draft, bytes, g_task_get_cancellable (task), error)
         && begin_to_publish (task)
         && publish (&draft, self->mode, error);
}

/* GIO's messages quote the path. */
static void
hide_path (GError *error)
{
  g_free (error->message);
  error->message = g_strdup ("The file could not be written");
}

static GFileOutputStream *
open_foreign (Save         *self,
              GCancellable *cancellable,
              GError      **error)
{
  GFileType type = g_file_query_file_type (self->file, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable);

  if (self->mode == ANNEX_SAVE_NEW)
    return g_file_create (self->file, G_FILE_CREATE_PRIVATE, cancellable, error);

  if (type == G_FILE_TYPE_DIRECTORY)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, "Is a directory");
      return NULL;
    }
  if (type == G_FILE_TYPE_SPECIAL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "Not a regular file");
      return NULL;
    }

  return g_file_replace (self->file, NULL, FALSE, G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, cancellable, error);
}

static gboolean
write_foreign (GOutputStream *stream,
               GBytes        *bytes,
               GCancellable  *cancellable,
               GError       **error)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize at = 0; at < length; at += MIN (CHUNK_SIZE, length - at))
    if (!g_output_stream_write_all (stream, data + at, MIN (CHUNK_SIZE, length - at), NULL, cancellable, error))
      return FALSE;

  return TRUE;
}

/* A place that only GIO knows: it replaces as a whole when the stream is closed, and not at all when the closing is
 * cancelled. */
static gboolean
save_foreign (GTask   *task,
              Save    *self,
              GBytes  *bytes,
              GError **error)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GFileOutputStream) stream = open_foreign (self, cancellable, error);
  g_autoptr (GCancellable) giving_up = g_cancellable_new ();

  if (stream == NULL)
    return FALSE;

  if (write_foreign (G_OUTPUT_STREAM (stream), bytes, cancellable, error) && begin_to_publish (task)
      && g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error))
    return TRUE;

  g_cancellable_cancel (giving_up);
  g_output_stream_close (G_OUTPUT_STREAM (stream), giving_up, NULL);
  if (self->mode == ANNEX_SAVE_NEW)
    g_file_delete (self->file, NULL, NULL);

  return FALSE;
}

static void
save_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Save            *self = task_data;
  const gboolean   native = g_file_is_native (self->file) && (self->test_flags & ANNEX_SAVE_TEST_FOREIGN) == 0;
  g_autofree char *path = native ? g_file_get_path (self->file) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean saved;

  bytes = annex_content_map (self->content, &error);
  saved = bytes != NULL && (path != NULL ? save_native (task, self, path, bytes, &error) : save_foreign (task, self, bytes, &error));

  if (error != NULL && path == NULL)
    hide_path (error);

  /* A cancelled task has its error already, and must not be given another. */
  if (saved)
    g_task_return_boolean (task, TRUE);
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * annex_save_async:
 * @content: what is saved
 * @file: where to; local, behind a portal, or anywhere GIO can write
 * @mode: whether an existing file is replaced
 * @cancellable: (nullable): stops at once and leaves nothing behind
 * @callback: called when the file is complete and on the disk, or with an error
 * @user_data: data for @callback
 *
 * Saves the content as a whole or not at all: it is written beside the target and takes its name when it is complete.
 * A symbolic or hard link at the target is replaced, never written through; a folder, pipe or device is refused. The file
 * is readable and writable by its owner alone, whatever the umask, and never executable.
 */
void
annex_save_async (AnnexContent       *content,
                  GFile              *file,
                  AnnexSaveMode       mode,
                  GCancellable       *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (content, cancellable, callback, user_data);
  Save *self;

  g_return_if_fail (ANNEX_IS_CONTENT (content));
  g_return_if_fail (G_IS_FILE (file));

  g_task_set_source_tag (task, annex_save_async);

  self = g_new0 (Save, 1);
  self->content = g_object_ref (content);
  self->file = g_object_ref (file);
  self->mode = mode & ~(guint) (ANNEX_SAVE_TEST_NAMED | ANNEX_SAVE_TEST_FOREIGN);
  self->test_flags = mode & (guint) (ANNEX_SAVE_TEST_NAMED | ANNEX_SAVE_TEST_FOREIGN);
  g_task_set_task_data (task, self, (GDestroyNotify) save_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, save_thread);
}

/**
 * annex_save_finish:
 * @result: the result
 * @error: return location
 *
 * Gets the outcome of annex_save_async().
 *
 * Returns: %TRUE, or %FALSE with an error of %G_IO_ERROR that names the cause, such as %G_IO_ERROR_NO_SPACE,
 *   %G_IO_ERROR_PERMISSION_DENIED or %G_IO_ERROR_EXISTS; the message holds no path
 */
gboolean
annex_save_finish (GAsyncResult *result,
                   GError      **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, annex_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
