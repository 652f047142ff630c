/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-content.h"
#include "annex-service-error.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const char sample[] = "The quick brown fox";
static const char sample_sha256[] = "5cac4f980fedc3d3f1f99b4be3472c9b30d56523e632d151237ec9309048bda9";

static AnnexContent *
new_sample_content (void)
{
  g_autoptr (AnnexContentWriter) writer = annex_content_writer_new (1000, NULL);
  AnnexContent *content;

  g_assert_true (annex_content_writer_append (writer, sample, 9, NULL));
  g_assert_true (annex_content_writer_append (writer, sample + 9, 0, NULL));
  g_assert_true (annex_content_writer_append (writer, sample + 9, sizeof sample - 1 - 9, NULL));
  g_assert_cmpuint (annex_content_writer_get_size (writer), ==, sizeof sample - 1);

  content = annex_content_writer_seal (writer, NULL);
  g_assert_nonnull (content);

  return content;
}

static guint
count_fds (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
test_holds_what_was_appended (void)
{
  g_autoptr (AnnexContent) content = new_sample_content ();
  g_autoptr (GBytes) mapped = annex_content_map (content, NULL);
  g_autoptr (GBytes) head = annex_content_dup_head (content, 9);
  g_autoptr (GBytes) all = annex_content_dup_head (content, 4096);

  g_assert_cmpuint (annex_content_get_size (content), ==, sizeof sample - 1);
  g_assert_cmpstr (annex_content_get_sha256 (content), ==, sample_sha256);
  g_assert_cmpmem (g_bytes_get_data (mapped, NULL), g_bytes_get_size (mapped), sample, sizeof sample - 1);
  g_assert_cmpmem (g_bytes_get_data (head, NULL), g_bytes_get_size (head), sample, 9);
  g_assert_cmpmem (g_bytes_get_data (all, NULL), g_bytes_get_size (all), sample, sizeof sample - 1);
}

static void
test_cannot_change_any_more (void)
{
  const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
  g_autoptr (AnnexContent) content = new_sample_content ();
  int fd = annex_content_get_fd (content);

  g_assert_cmpint (fcntl (fd, F_GET_SEALS) & seals, ==, seals);
  g_assert_cmpint (pwrite (fd, "x", 1, 0), ==, -1);
  g_assert_cmpint (errno, ==, EPERM);
  g_assert_cmpint (ftruncate (fd, 1), ==, -1);
  g_assert_cmpint (ftruncate (fd, 100), ==, -1);
  g_assert_true (mmap (NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED);
}

static void
test_cannot_be_run (void)
{
  g_autoptr (AnnexContent) content = new_sample_content ();
  struct stat status;

  g_assert_cmpint (fstat (annex_content_get_fd (content), &status), ==, 0);
#ifdef MFD_NOEXEC_SEAL
  g_assert_cmpint (status.st_mode & 0111, ==, 0);
#else
  g_test_skip ("The C library does not know executable seals");
#endif
}

static void
test_is_closed_on_exec_and_neutral (void)
{
  g_autoptr (AnnexContent) content = new_sample_content ();
  int              fd = annex_content_get_fd (content);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *name = g_file_read_link (path, NULL);

  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
  g_assert_cmpstr (name, ==, "/memfd:annex (deleted)");
}

static void
test_mapping_outlives_content (void)
{
  g_autoptr (AnnexContent) content = new_sample_content ();
  g_autoptr (GBytes) mapped = annex_content_map (content, NULL);

  g_clear_object (&content);
  g_assert_cmpmem (g_bytes_get_data (mapped, NULL), g_bytes_get_size (mapped), sample, sizeof sample - 1);
}

static void
test_may_be_empty (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (AnnexContent) content = annex_content_new_for_bytes (nothing, NULL);
  g_autoptr (GBytes) mapped = annex_content_map (content, NULL);
  g_autoptr (GBytes) head = annex_content_dup_head (content, 10);

  g_assert_cmpuint (annex_content_get_size (content), ==, 0);
  g_assert_cmpuint (g_bytes_get_size (mapped), ==, 0);
  g_assert_cmpuint (g_bytes_get_size (head), ==, 0);
  g_assert_cmpstr (annex_content_get_sha256 (content), ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void
test_keeps_its_bound (void)
{
  g_autoptr (AnnexContentWriter) writer = annex_content_writer_new (10, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (annex_content_writer_append (writer, "0123456789", 10, NULL));
  g_assert_false (annex_content_writer_append (writer, "x", 1, &error));
  g_assert_error (error, ANNEX_SERVICE_ERROR, ANNEX_SERVICE_ERROR_TOO_LARGE);
  g_assert_cmpuint (annex_content_writer_get_size (writer), ==, 10);
}

/* A limit on file sizes makes write() write a part and then fail, as memory that runs out does. */
static void
test_reports_full_memory (void)
{
  g_autofree char *data = g_malloc0 (100 * 1024);
  g_autoptr (AnnexContentWriter) writer = annex_content_writer_new (100 * 1024, NULL);
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit small;
  gboolean      written;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 50 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  written = annex_content_writer_append (writer, data, 100 * 1024, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_false (written);
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_IO_ERROR);
}

static void
test_leaves_no_descriptor (void)
{
  guint before = count_fds ();

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (AnnexContent) content = new_sample_content ();
      g_autoptr (AnnexContentWriter) abandoned = annex_content_writer_new (10, NULL);
    }

  g_assert_cmpuint (count_fds (), ==, before);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/content/holds-what-was-appended", test_holds_what_was_appended);
  g_test_add_func ("/content/cannot-change-any-more", test_cannot_change_any_more);
  g_test_add_func ("/content/cannot-be-run", test_cannot_be_run);
  g_test_add_func ("/content/is-closed-on-exec-and-neutral", test_is_closed_on_exec_and_neutral);
  g_test_add_func ("/content/mapping-outlives-content", test_mapping_outlives_content);
  g_test_add_func ("/content/may-be-empty", test_may_be_empty);
  g_test_add_func ("/content/keeps-its-bound", test_keeps_its_bound);
  g_test_add_func ("/content/reports-full-memory", test_reports_full_memory);
  g_test_add_func ("/content/leaves-no-descriptor", test_leaves_no_descriptor);

  return g_test_run ();
}
