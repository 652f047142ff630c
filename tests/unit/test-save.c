/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-save-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define OLD "the old file"
#define NEW "the new file, which is longer"
#define PATIENCE_US (20 * G_USEC_PER_SEC)

typedef struct
{
  char         *folder;
  char         *path; /* of the target in it */
  AnnexContent *content;
  GCancellable *cancellable;
  guint         flags;
  guint         n_fds;

  gboolean done;
  gboolean saved;
  GError  *error;
} Fixture;

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static AnnexContent *
new_content (const char *text,
             gsize       length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);

  return annex_content_new_for_bytes (bytes, NULL);
}

static void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("annex-test-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "target.pdf", NULL);
  fixture->content = new_content (NEW, strlen (NEW));
  fixture->flags = GPOINTER_TO_UINT (data);
  fixture->n_fds = count_entries ("/proc/self/fd");
}

static void
iterate_until_done (Fixture *fixture)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!fixture->done)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->saved = annex_save_finish (result, &fixture->error);
  g_assert_true (fixture->saved == (fixture->error == NULL));
  fixture->done = TRUE;
}

static void
begin (Fixture      *fixture,
       const char   *path,
       AnnexSaveMode mode)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_clear_error (&fixture->error);
  fixture->done = FALSE;
  annex_save_async (fixture->content, file, mode | fixture->flags, fixture->cancellable, save_cb, fixture);
}

static void
save (Fixture      *fixture,
      AnnexSaveMode mode)
{
  begin (fixture, fixture->path, mode);
  iterate_until_done (fixture);
}

static void
assert_file (const char *path,
             const char *contents)
{
  g_autofree char *found = NULL;

  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, contents);
}

static void
assert_private (const char *path)
{
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  g_assert_true (S_ISREG (status.st_mode));
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);
}

static void
assert_saved (Fixture *fixture)
{
  g_assert_no_error (fixture->error);
  assert_file (fixture->path, NEW);
  assert_private (fixture->path);
}

static void
put_old_file (const char *path)
{
  g_assert_true (g_file_set_contents (path, OLD, -1, NULL));
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *entry = g_build_filename (path, name, NULL);

      g_assert_cmpint (g_remove (entry), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

/* A thread that was no longer waited for may still be cleaning up. */
static void
wait_for_quiet (Fixture *fixture,
                guint    n_entries)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (count_entries (fixture->folder) != n_entries || count_entries ("/proc/self/fd") > fixture->n_fds)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

/* Every test ends here: no descriptor is left, and nothing in the folder but what the test knows of. */
static void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  g_clear_error (&fixture->error);
  g_clear_object (&fixture->cancellable);
  if (fixture->folder != NULL)
    {
      wait_for_quiet (fixture, count_entries (fixture->folder));
      remove_folder (fixture->folder);
    }
  g_object_unref (fixture->content);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_new_file (Fixture      *fixture,
               gconstpointer data)
{
  save (fixture, ANNEX_SAVE_NEW);
  assert_saved (fixture);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_new_file_by_replacing (Fixture      *fixture,
                            gconstpointer data)
{
  save (fixture, ANNEX_SAVE_REPLACE);
  assert_saved (fixture);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_new_does_not_replace (Fixture      *fixture,
                           gconstpointer data)
{
  put_old_file (fixture->path);
  save (fixture, ANNEX_SAVE_NEW);

  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  assert_file (fixture->path, OLD);
  wait_for_quiet (fixture, 1);
}

static void
test_new_does_not_follow_a_dangling_link (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autofree char *elsewhere = g_build_filename (fixture->folder, "elsewhere", NULL);

  g_assert_cmpint (symlink (elsewhere, fixture->path), ==, 0);
  save (fixture, ANNEX_SAVE_NEW);

  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
}

static void
test_replaces (Fixture      *fixture,
               gconstpointer data)
{
  put_old_file (fixture->path);
  g_assert_cmpint (chmod (fixture->path, 0644), ==, 0);
  save (fixture, ANNEX_SAVE_REPLACE);

  assert_saved (fixture);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_symbolic_link_is_replaced_itself (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autofree char *victim = g_build_filename (fixture->folder, "victim", NULL);

  put_old_file (victim);
  g_assert_cmpint (symlink (victim, fixture->path), ==, 0);
  save (fixture, ANNEX_SAVE_REPLACE);

  assert_saved (fixture);
  assert_file (victim, OLD);
}

static void
test_hard_link_keeps_its_content (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

  put_old_file (other);
  g_assert_cmpint (link (other, fixture->path), ==, 0);
  save (fixture, ANNEX_SAVE_REPLACE);

  assert_saved (fixture);
  assert_file (other, OLD);
}

static void
test_folder_is_refused (Fixture      *fixture,
                        gconstpointer data)
{
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);

  save (fixture, ANNEX_SAVE_REPLACE);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  save (fixture, ANNEX_SAVE_NEW);
  g_assert_nonnull (fixture->error);
  wait_for_quiet (fixture, 1);
}

/* Nobody reads the pipe: opening it for writing would wait for ever. */
static void
test_pipe_is_refused (Fixture      *fixture,
                      gconstpointer data)
{
  struct stat status;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  save (fixture, ANNEX_SAVE_REPLACE);

  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_cmpint (lstat (fixture->path, &status), ==, 0);
  g_assert_true (S_ISFIFO (status.st_mode));
}

static void
test_device_is_refused (Fixture      *fixture,
                        gconstpointer data)
{
  begin (fixture, "/dev/null", ANNEX_SAVE_REPLACE);
  iterate_until_done (fixture);

  g_assert_nonnull (fixture->error);
  g_assert_true (fixture->error->domain == G_IO_ERROR);
}

static void
test_umask_does_not_matter (Fixture      *fixture,
                            gconstpointer data)
{
  static const mode_t masks[] = { 0, 022, 077, 0777 };

  for (gsize i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      mode_t before = umask (masks[i]);

      save (fixture, ANNEX_SAVE_REPLACE);
      umask (before);
      assert_saved (fixture);
    }
}

static void
test_no_folder (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "gone", "target.pdf", NULL);

  begin (fixture, path, ANNEX_SAVE_REPLACE);
  iterate_until_done (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (strstr (fixture->error->message, "target"));

  /* The bytes are still there for another place. */
  save (fixture, ANNEX_SAVE_REPLACE);
  assert_saved (fixture);
}

static void
test_name_too_long (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *name = g_strnfill (300, 'x');
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  begin (fixture, path, ANNEX_SAVE_REPLACE);
  iterate_until_done (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG);
  wait_for_quiet (fixture, 0);
}

static void
test_no_permission (Fixture      *fixture,
                    gconstpointer data)
{
  if (geteuid () == 0)
    {
      g_test_skip ("Nothing is forbidden to root");
      return;
    }

  g_assert_cmpint (chmod (fixture->folder, 0500), ==, 0);
  save (fixture, ANNEX_SAVE_REPLACE);
  g_assert_cmpint (chmod (fixture->folder, 0700), ==, 0);

  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  wait_for_quiet (fixture, 0);
}

/* A limit on file sizes ends the writing in the middle, as a full disk does. */
static void
test_full_disk_keeps_the_old_file (Fixture      *fixture,
                                   gconstpointer data)
{
  const gsize      size = 3 * 1024 * 1024;
  g_autofree char *bytes = g_malloc0 (size);
  struct rlimit    before;
  struct rlimit    small;

  g_object_unref (fixture->content);
  fixture->content = new_content (bytes, size);
  put_old_file (fixture->path);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = size / 2;

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  save (fixture, ANNEX_SAVE_REPLACE);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_nonnull (fixture->error);
  g_assert_true (fixture->error->domain == G_IO_ERROR);
  assert_file (fixture->path, OLD);
  wait_for_quiet (fixture, 1);
}

static void
test_full_disk_leaves_no_new_file (Fixture      *fixture,
                                   gconstpointer data)
{
  const gsize      size = 3 * 1024 * 1024;
  g_autofree char *bytes = g_malloc0 (size);
  struct rlimit    before;
  struct rlimit    small;

  g_object_unref (fixture->content);
  fixture->content = new_content (bytes, size);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = size / 2;

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  save (fixture, ANNEX_SAVE_NEW);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_nonnull (fixture->error);
  wait_for_quiet (fixture, 0);
}

static void
test_empty_content (Fixture      *fixture,
                    gconstpointer data)
{
  g_object_unref (fixture->content);
  fixture->content = new_content ("", 0);
  save (fixture, ANNEX_SAVE_NEW);

  g_assert_no_error (fixture->error);
  assert_file (fixture->path, "");
  assert_private (fixture->path);
}

static void
test_cancelled_from_the_start (Fixture      *fixture,
                               gconstpointer data)
{
  fixture->cancellable = g_cancellable_new ();
  g_cancellable_cancel (fixture->cancellable);
  put_old_file (fixture->path);
  save (fixture, ANNEX_SAVE_REPLACE);

  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_file (fixture->path, OLD);
  wait_for_quiet (fixture, 1);
}

/* Whenever it comes, there is either the old file or the whole new one, and nothing else. */
static void
test_cancelled_at_any_time (Fixture      *fixture,
                            gconstpointer data)
{
  const gsize      size = 2 * 1024 * 1024;
  g_autofree char *bytes = g_strnfill (size, 'n');

  g_object_unref (fixture->content);
  fixture->content = new_content (bytes, size);

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *found = NULL;

      g_clear_object (&fixture->cancellable);
      fixture->cancellable = g_cancellable_new ();
      put_old_file (fixture->path);
      begin (fixture, fixture->path, ANNEX_SAVE_REPLACE);
      g_usleep (i * 100);
      g_cancellable_cancel (fixture->cancellable);
      iterate_until_done (fixture);
      wait_for_quiet (fixture, 1);

      g_assert_true (g_file_get_contents (fixture->path, &found, NULL, NULL));
      if (fixture->saved)
        g_assert_cmpstr (found, ==, bytes);
      else
        {
          g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpstr (found, ==, OLD);
        }
    }
}

/* GLib opens descriptors of its own the first time, and keeps them. */
static void
warm_up (void)
{
  Fixture fixture = { 0 };

  fixture_set_up (&fixture, NULL);
  save (&fixture, ANNEX_SAVE_NEW);
  fixture.n_fds = G_MAXUINT;
  fixture_tear_down (&fixture, NULL);
}

typedef struct
{
  const char *name;
  void (*function) (Fixture      *fixture,
                    gconstpointer data);
} Case;

/* What holds wherever the file goes. */
static const Case everywhere[] = {
  { "new-file", test_new_file },
  { "new-file-by-replacing", test_new_file_by_replacing },
  { "new-does-not-replace", test_new_does_not_replace },
  { "new-does-not-follow-a-dangling-link", test_new_does_not_follow_a_dangling_link },
  { "replaces", test_replaces },
  { "symbolic-link-is-replaced-itself", test_symbolic_link_is_replaced_itself },
  { "hard-link-keeps-its-content", test_hard_link_keeps_its_content },
  { "folder-is-refused", test_folder_is_refused },
  { "pipe-is-refused", test_pipe_is_refused },
  { "device-is-refused", test_device_is_refused },
  { "no-folder", test_no_folder },
  { "no-permission", test_no_permission },
  { "full-disk-keeps-the-old-file", test_full_disk_keeps_the_old_file },
  { "full-disk-leaves-no-new-file", test_full_disk_leaves_no_new_file },
  { "empty-content", test_empty_content },
  { "cancelled-from-the-start", test_cancelled_from_the_start },
  { "cancelled-at-any-time", test_cancelled_at_any_time },
};

/* What needs more than GIO promises. */
static const Case native[] = {
  { "umask-does-not-matter", test_umask_does_not_matter },
  { "name-too-long", test_name_too_long },
};

static void
add_cases (const char *place,
           guint       flags,
           const Case *cases,
           gsize       n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strdup_printf ("/save/%s/%s", place, cases[i].name);

      g_test_add (path, Fixture, GUINT_TO_POINTER (flags), fixture_set_up, cases[i].function, fixture_tear_down);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("nameless", 0, everywhere, G_N_ELEMENTS (everywhere));
  add_cases ("nameless", 0, native, G_N_ELEMENTS (native));
  add_cases ("named", ANNEX_SAVE_TEST_NAMED, everywhere, G_N_ELEMENTS (everywhere));
  add_cases ("named", ANNEX_SAVE_TEST_NAMED, native, G_N_ELEMENTS (native));
  add_cases ("foreign", ANNEX_SAVE_TEST_FOREIGN, everywhere, G_N_ELEMENTS (everywhere));
  warm_up ();

  return g_test_run ();
}
