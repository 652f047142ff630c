/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-fixture.h"
#include "annex-decoder-samples.h"
#include "annex-preview-error.h"

#include <fcntl.h>
#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

/* What may be asked for beside whole pages: parts, frames and facts. A decoder that is asked for nonsense, and a viewer
 * that is told nonsense. DECODER and LIAR are the paths of a real decoder and of one that lies. */

static void
open_a_page (AnnexDecoderProcess *process)
{
  g_autoptr (GBytes) bytes = sample_pdf_with ("/MediaBox[0 0 10 10]", "");
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_OPEN, .format = ANNEX_DECODER_PDF };
  AnnexDecoderReply   reply;
  g_autoptr (GError) error = NULL;
  g_autofd int file = fixture_create_sealed_file (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_true (fixture_send (process, &request, file, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_OK);
}

/* A part that does not lie in the page is refused, also where adding its place and size would overflow. */
static void
test_parts_outside (void)
{
  static const struct
  {
    guint32 full_width, full_height, x, y;
  } cases[] = {
    { 15, 16, 0, 0 },
    { 16, 15, 0, 0 },
    { 100, 100, 85, 0 },
    { 100, 100, 0, 85 },
    { 100, 100, 0xfffffff0u, 0 },
    { 100, 100, 0, 0xffffffffu },
    { 0, 0, 0, 0 },
    { ANNEX_DECODER_MAX_FULL_SIDE + 1, 100, 0, 0 },
    { 100, 0xffffffffu, 0, 0 },
  };
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (DECODER);
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_REGION, .width = 16, .height = 16, .full_width = 100, .full_height = 100, .x = 84, .y = 84 };
  AnnexDecoderReply   reply;
  g_autoptr (GError) error = NULL;
  g_autofd int output = memfd_create ("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  guint        i;

  g_assert_cmpint (ftruncate (output, 16 * 16 * 4), ==, 0);
  g_assert_cmpint (fcntl (output, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL), ==, 0);
  open_a_page (process);
  g_assert_true (fixture_send (process, &request, output, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_OK);
  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      request.full_width = cases[i].full_width;
      request.full_height = cases[i].full_height;
      request.x = cases[i].x;
      request.y = cases[i].y;
      g_assert_true (fixture_send (process, &request, output, FIXTURE_PATIENCE, &reply, &error));
      g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_BAD_REQUEST);
    }

  /* frames and facts are of pictures */
  request.operation = ANNEX_DECODER_FRAME;
  g_assert_true (fixture_send (process, &request, output, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_BAD_REQUEST);
  request.operation = ANNEX_DECODER_FACTS;
  g_assert_true (fixture_send (process, &request, -1, FIXTURE_PATIENCE, &reply, &error));
  g_assert_cmpuint (reply.status, ==, ANNEX_DECODER_BAD_REQUEST);
  g_assert_true (annex_decoder_process_is_alive (process));
}

static int
create_output (gsize length)
{
  int fd = memfd_create ("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  g_assert_cmpint (ftruncate (fd, (off_t) length), ==, 0);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL), ==, 0);

  return fd;
}

static guint32
ask_with (AnnexDecoderProcess  *process,
          AnnexDecoderOperation operation,
          guint32               page,
          int                   fd)
{
  AnnexDecoderRequest request = { .operation = operation, .page = page };
  AnnexDecoderReply   reply;
  g_autoptr (GError) error = NULL;

  fixture_send (process, &request, fd, FIXTURE_PATIENCE, &reply, &error);
  g_assert_no_error (error);

  return reply.status;
}

/* What is to be read is written into memory of exactly one length, which cannot shrink, and only about pages that there are. */
static void
test_reading_into_nonsense (void)
{
  static const AnnexDecoderOperation operations[] = { ANNEX_DECODER_TEXT, ANNEX_DECODER_LINKS, ANNEX_DECODER_OUTLINE };
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (DECODER);
  g_autofd int unsealed = memfd_create ("test", MFD_CLOEXEC);
  guint        i;

  open_a_page (process);
  for (i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      const AnnexDecoderRequest request = { .operation = operations[i] };
      const gsize               length = annex_decoder_get_output_length (&request);
      g_autofd int              exact = create_output (length);
      g_autofd int              shorter = create_output (length - 1);
      g_autofd int              longer = create_output (length + 4096);

      g_assert_cmpint (ftruncate (unsealed, (off_t) length), ==, 0);
      g_assert_cmpuint (ask_with (process, operations[i], 0, -1), ==, ANNEX_DECODER_BAD_REQUEST);
      g_assert_cmpuint (ask_with (process, operations[i], 0, shorter), ==, ANNEX_DECODER_BAD_REQUEST);
      g_assert_cmpuint (ask_with (process, operations[i], 0, longer), ==, ANNEX_DECODER_BAD_REQUEST);
      g_assert_cmpuint (ask_with (process, operations[i], 0, unsealed), ==, ANNEX_DECODER_BAD_REQUEST);
      if (operations[i] != ANNEX_DECODER_OUTLINE)
        g_assert_cmpuint (ask_with (process, operations[i], 1, exact), ==, ANNEX_DECODER_BAD_REQUEST);
      g_assert_cmpuint (ask_with (process, operations[i], 0, exact), ==, ANNEX_DECODER_OK);
    }
  g_assert_cmpuint (ask_with (process, ANNEX_DECODER_INVENTORY, 1, -1), ==, ANNEX_DECODER_BAD_REQUEST);
  g_assert_cmpuint (ask_with (process, ANNEX_DECODER_INVENTORY, 0xffffffffu, -1), ==, ANNEX_DECODER_BAD_REQUEST);
  g_assert_cmpuint (ask_with (process, ANNEX_DECODER_INVENTORY, 0, unsealed), ==, ANNEX_DECODER_BAD_REQUEST);
  g_assert_true (annex_decoder_process_is_alive (process));
}

/* A GIF is opened, and one of its frames or its facts asked for. */
static gboolean
ask_about_picture (AnnexDecoderProcess  *process,
                   AnnexDecoderOperation operation,
                   AnnexDecoderReply    *reply,
                   GError              **error)
{
  AnnexDecoderRequest request = { .operation = ANNEX_DECODER_OPEN, .format = ANNEX_DECODER_GIF, .width = 2, .height = 2 };
  g_autofd int        file = fixture_create_sealed_file ("GIF89a", 6);

  if (!fixture_send (process, &request, file, FIXTURE_PATIENCE, reply, error))
    return FALSE;

  request.operation = operation;

  return fixture_send (process, &request, operation == ANNEX_DECODER_FRAME ? file : -1, FIXTURE_PATIENCE, reply, error);
}

static void
test_lie_about_picture (gconstpointer data)
{
  static const AnnexDecoderOperation operations[] = { ANNEX_DECODER_FRAME, ANNEX_DECODER_FACTS };
  g_autofree char                   *program = fixture_get_liar (LIAR, data);
  guint                              n_caught = 0;
  guint                              i;

  for (i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (program);
      g_autoptr (GError) error = NULL;
      AnnexDecoderReply reply;

      if (ask_about_picture (process, operations[i], &reply, &error))
        continue;
      g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
      g_assert_false (annex_decoder_process_is_alive (process));
      n_caught++;
    }
  g_assert_cmpuint (n_caught, ==, g_str_has_prefix (data, "facts-") || g_str_has_suffix (data, "-delay") ? 1 : 2);
  fixture_wait_for_children (0);
}

static void
test_honest_about_picture (void)
{
  g_autofree char *program = fixture_get_liar (LIAR, "honest");
  g_autoptr (AnnexDecoderProcess) process = fixture_start_or_fail (program);
  g_autoptr (GError) error = NULL;
  AnnexDecoderReply reply;

  ask_about_picture (process, ANNEX_DECODER_FRAME, &reply, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply.delay, ==, 100);
  g_clear_object (&process);

  process = fixture_start_or_fail (program);
  ask_about_picture (process, ANNEX_DECODER_FACTS, &reply, &error);
  g_assert_no_error (error);
  g_clear_object (&process);
  fixture_wait_for_children (0);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const pictures[] = { "picture-with-pages", "no-frames", "2001-frames", "many-loops", "no-delay", "short-delay", "long-delay", "facts-huge", "facts-bits", "facts-location", "facts-latitude", "facts-longitude", "facts-profile", "facts-make", "facts-model", "facts-taken", NULL };
  guint                    i;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decoder-requests/parts-outside", test_parts_outside);
  g_test_add_func ("/decoder-requests/reading-into-nonsense", test_reading_into_nonsense);
  g_test_add_func ("/decoder-requests/honest", test_honest_about_picture);
  for (i = 0; pictures[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/decoder-requests/lies/%s", pictures[i]);

      g_test_add_data_func (path, pictures[i], test_lie_about_picture);
    }

  return g_test_run ();
}
