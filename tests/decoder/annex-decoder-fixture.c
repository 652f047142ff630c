/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A test that waits longer than this hangs. Far above everything that is waited for, also on a busy machine. */
#define BOUND_SECONDS 120

static gboolean
on_bound (gpointer user_data)
{
  g_error ("Waited for %d seconds in vain", BOUND_SECONDS);

  return G_SOURCE_REMOVE;
}

/* Runs the main loop until @done. */
void
fixture_wait (gboolean (*done) (gpointer data),
              gpointer data)
{
  guint bound = g_timeout_add_seconds (BOUND_SECONDS, on_bound, NULL);

  while (!done (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (bound);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

AnnexDecoderProcess *
fixture_start (const char *program,
               guint       ready_ms,
               GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_decoder_process_start_async (program, ready_ms, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_decoder_process_start_finish (result, error);
}

gboolean
fixture_send (AnnexDecoderProcess       *process,
              const AnnexDecoderRequest *request,
              int                        fd,
              guint                      deadline_ms,
              AnnexDecoderReply         *reply,
              GError                   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_decoder_process_send_async (process, request, fd, deadline_ms, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_decoder_process_send_finish (process, result, reply, error);
}

AnnexDecoderProcess *
fixture_take (AnnexDecoderPool *pool,
              GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_decoder_pool_take_async (pool, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_decoder_pool_take_finish (pool, result, error);
}

AnnexDocument *
fixture_open (AnnexDecoderPool *pool,
              GBytes           *bytes,
              GError          **error)
{
  return fixture_unlock (pool, bytes, NULL, error);
}

/* @password: (nullable) */
AnnexDocument *
fixture_unlock (AnnexDecoderPool *pool,
                GBytes           *bytes,
                const char       *password,
                GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (AnnexContent) content = annex_content_new_for_bytes (bytes, error);
  g_autoptr (AnnexSecret) secret = password != NULL ? annex_secret_new (password, strlen (password)) : NULL;
  const AnnexFileType *type;
  gconstpointer        head;
  gsize                length;

  g_assert_nonnull (content);
  head = g_bytes_get_data (bytes, &length);
  type = annex_file_type_recognise (head, MIN (length, ANNEX_FILE_TYPE_HEAD_SIZE));

  annex_document_open_async (pool, content, type, secret, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_document_open_finish (result, error);
}

GdkTexture *
fixture_render (AnnexDocument *document,
                guint          page,
                guint          width,
                guint          height,
                GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_document_render_async (document, page, width, height, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_document_render_finish (document, result, error);
}

GdkTexture *
fixture_draw_region (AnnexDocument      *document,
                     guint               page,
                     guint               full_width,
                     guint               full_height,
                     const GdkRectangle *region,
                     GError            **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_document_draw_region_async (document, page, full_width, full_height, region, ANNEX_DOCUMENT_PRIORITY_VISIBLE, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_document_draw_region_finish (document, result, error);
}

GdkTexture *
fixture_draw_frame (AnnexDocument *document,
                    guint          frame,
                    guint          width,
                    guint          height,
                    guint         *delay,
                    GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_document_draw_frame_async (document, frame, width, height, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_document_draw_frame_finish (document, result, delay, error);
}

AnnexPictureFacts *
fixture_query_facts (AnnexDocument *document,
                     GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  annex_document_query_facts_async (document, NULL, keep_result, &result);
  fixture_wait (has_result, &result);

  return annex_document_query_facts_finish (document, result, error);
}

void
fixture_query_size (AnnexDocument   *document,
                    guint            page,
                    graphene_size_t *size)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  annex_document_query_size_async (document, page, ANNEX_DOCUMENT_PRIORITY_VISIBLE, NULL, keep_result, &result);
  fixture_wait (has_result, &result);
  annex_document_query_size_finish (document, result, size, &error);
  g_assert_no_error (error);
}

/* Number of open descriptors of this process, without the one that is used for counting. */
guint
fixture_count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;

  return n - 1;
}

/* Number of child processes, zombies included. */
guint
fixture_count_children (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  g_autofree char *contents = NULL;
  g_auto (GStrv) pids = NULL;
  guint n = 0;
  guint i;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  pids = g_strsplit (contents, " ", -1);
  for (i = 0; pids[i] != NULL; i++)
    n += *pids[i] != '\0';

  return n;
}

static gboolean
has_children (gpointer data)
{
  return fixture_count_children () == *(guint *) data;
}

/* Runs the main loop until there are exactly so many child processes. */
void
fixture_wait_for_children (guint n_children)
{
  fixture_wait (has_children, &n_children);
}

int
fixture_create_sealed_file (gconstpointer contents,
                            gsize         length)
{
  int fd = memfd_create ("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  g_assert_cmpint (write (fd, contents, length), ==, (gssize) length);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL), ==, 0);

  return fd;
}

AnnexDecoderProcess *
fixture_start_or_fail (const char *program)
{
  g_autoptr (GError) error = NULL;
  AnnexDecoderProcess *process = fixture_start (program, FIXTURE_PATIENCE, &error);

  g_assert_no_error (error);

  return process;
}

/* Returns: (transfer full): how to start @liar so that it lies in one manner */
char *
fixture_get_liar (const char *liar,
                  const char *manner)
{
  static char *folder = NULL;
  char        *path;

  if (folder == NULL)
    folder = g_dir_make_tmp ("annex-liar-XXXXXX", NULL);
  path = g_build_filename (folder, manner, NULL);
  if (symlink (liar, path) != 0)
    g_assert_cmpint (errno, ==, EEXIST);

  return path;
}
