/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-samples.h"
#include "annex-document-fixture.h"

#include <signal.h>

/* Opening, asking, cancelling and closing, with the real decoder: what is too large or of no known type, and what happens
 * when the decoder dies or hangs. */

static void
test_too_large (DocumentFixture *fixture,
                gconstpointer    data)
{
  g_autoptr (GBytes) png = sample_png_header (65000, 65000);
  g_autoptr (GBytes) long_png = sample_png_header (40000, 1);
  g_autoptr (GBytes) many_png = sample_png_header (20000, 20000);
  g_autoptr (GBytes) largest_png = sample_png_header (G_MAXINT32, G_MAXINT32);
  g_autoptr (GBytes) gif = sample_gif_header (65535, 65535);

  fixture_assert_refused (fixture, png, ANNEX_PREVIEW_ERROR_TOO_LARGE, "65000×65000");
  fixture_assert_refused (fixture, long_png, ANNEX_PREVIEW_ERROR_TOO_LARGE, "40000×1");
  fixture_assert_refused (fixture, many_png, ANNEX_PREVIEW_ERROR_TOO_LARGE, "20000×20000");
  fixture_assert_refused (fixture, largest_png, ANNEX_PREVIEW_ERROR_TOO_LARGE, "2147483647×2147483647");
  fixture_assert_refused (fixture, gif, ANNEX_PREVIEW_ERROR_TOO_LARGE, "65535×65535");
}

static void
test_too_large_drawing (DocumentFixture *fixture,
                        gconstpointer    data)
{
  static const guint sizes[][2] = { { 8192, 8192 }, { 65536, 65536 }, { 40000, 1 }, { G_MAXUINT, G_MAXUINT } };
  g_autoptr (GBytes) bytes = sample_pdf (1);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (fixture_render (document, 0, sizes[i][0], sizes[i][1], &error));
      g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_TOO_LARGE);
    }
}

static void
test_unsupported (DocumentFixture *fixture,
                  gconstpointer    data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("just text\n", 10);
  g_autoptr (GBytes) drawing = g_bytes_new_static ("<svg xmlns='http://www.w3.org/2000/svg'/>", 41);

  fixture_assert_refused (fixture, text, ANNEX_PREVIEW_ERROR_UNSUPPORTED, NULL);
  fixture_assert_refused (fixture, drawing, ANNEX_PREVIEW_ERROR_UNSUPPORTED, NULL);
  g_assert_cmpuint (fixture_count_children (), ==, 0);
}

typedef struct
{
  guint       n_done;
  GdkTexture *texture; /* (owned) (nullable) */
  GError     *error;   /* (owned) (nullable) */
} Drawing;

static void
drawing_clear (Drawing *drawing)
{
  g_clear_object (&drawing->texture);
  g_clear_error (&drawing->error);
  drawing->n_done = 0;
}

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Drawing *drawing = user_data;

  drawing->texture = annex_document_render_finish (ANNEX_DOCUMENT (source), result, &drawing->error);
  drawing->n_done++;
}

static gboolean
is_drawn (gpointer data)
{
  return ((Drawing *) data)->n_done > 0;
}

static void
wait_for_error (Drawing *drawing,
                GQuark   domain,
                int      code)
{
  fixture_wait (is_drawn, drawing);
  g_assert_error (drawing->error, domain, code);
  drawing_clear (drawing);
}

/* Begins a drawing that cannot end: the decoder is held. */
static void
begin_held_page (AnnexDocument *document,
                 guint          page,
                 GCancellable  *cancellable,
                 Drawing       *drawing)
{
  GPid pid = annex_document_get_decoder_pid (document);

  if (pid > 0)
    g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  annex_document_render_async (document, page, 50, 50, cancellable, on_drawn, drawing);
}

static void
begin_held (AnnexDocument *document,
            GCancellable  *cancellable,
            Drawing       *drawing)
{
  begin_held_page (document, 0, cancellable, drawing);
}

static void
kill_while_drawing (AnnexDocument *document,
                    guint          page)
{
  Drawing         drawing = { 0 };
  graphene_size_t size;
  GPid            pid;

  /* A size is told by a decoder that is new, and changes nothing. */
  fixture_query_size (document, page, &size);
  pid = annex_document_get_decoder_pid (document);
  g_assert_cmpint (pid, >, 0);
  begin_held_page (document, page, NULL, &drawing);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  wait_for_error (&drawing, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
  g_assert_cmpint (annex_document_get_decoder_pid (document), ==, 0);
}

static void
assert_refused (AnnexDocument *document,
                guint          page)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_render (document, page, 40, 20, &error));
  g_assert_error (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED);
  g_assert_cmpint (annex_document_get_decoder_pid (document), ==, 0);
}

/* Three pages in a row are enough. */
static void
test_killed_while_drawing (DocumentFixture *fixture,
                           gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (5);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  guint page;

  for (page = 0; page < 3; page++)
    kill_while_drawing (document, page);
  assert_refused (document, 3);
}

/* With others in between more are forgiven, but not any number. */
static void
test_killed_at_times (DocumentFixture *fixture,
                      gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (18);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  guint page;

  for (page = 0; page < 16; page++)
    {
      g_autoptr (GdkTexture) texture = fixture_draw_or_fail (document, 17, 40, 20);

      kill_while_drawing (document, page);
    }
  assert_refused (document, 17);
}

/* Dead between two requests, for instance because memory ran out: the next one does not notice. */
static void
test_killed_while_idle (DocumentFixture *fixture,
                        gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (1);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GdkTexture) texture = NULL;
  GPid pid = annex_document_get_decoder_pid (document);

  g_assert_cmpint (pid, >, 0);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  fixture_wait_for_children (1); /* the spare */
  texture = fixture_draw_or_fail (document, 0, 40, 20);
  fixture_assert_colour (texture, 1, 1, COLOUR_RED, 0);
}

static void
test_hanging (DocumentFixture *fixture,
              gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (1);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GdkTexture) texture = NULL;
  Drawing drawing = { 0 };

  annex_decoder_pool_set_deadlines (fixture->pool, FIXTURE_PATIENCE, FIXTURE_PATIENCE, 300);
  begin_held (document, NULL, &drawing);
  wait_for_error (&drawing, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_SLOW);

  annex_decoder_pool_set_deadlines (fixture->pool, FIXTURE_PATIENCE, FIXTURE_PATIENCE, FIXTURE_PATIENCE);
  texture = fixture_draw_or_fail (document, 0, 40, 20);
}

/* The caller knows at once; what is asked next is done, however often that happens. */
static void
test_cancelled_while_drawing (DocumentFixture *fixture,
                              gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (1);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  guint i;

  for (i = 0; i < 5; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GdkTexture) texture = NULL;
      Drawing drawing = { 0 };

      begin_held (document, cancellable, &drawing);
      g_cancellable_cancel (cancellable);
      wait_for_error (&drawing, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      texture = fixture_draw_or_fail (document, 0, 40, 20);
    }
}

/* A decoder that answers a little late is kept. */
static void
test_cancelled_and_kept (DocumentFixture *fixture,
                         gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (1);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GdkTexture) texture = NULL;
  Drawing drawing = { 0 };
  GPid    pid = annex_document_get_decoder_pid (document);

  annex_document_render_async (document, 0, 10, 5, cancellable, on_drawn, &drawing);
  g_cancellable_cancel (cancellable);
  wait_for_error (&drawing, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  texture = fixture_draw_or_fail (document, 0, 40, 20);
  g_assert_cmpint (annex_document_get_decoder_pid (document), ==, pid);
}

static void
test_cancelled_in_queue (DocumentFixture *fixture,
                         gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (2);
  g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Drawing first = { 0 };
  Drawing second = { 0 };
  Drawing third = { 0 };
  GPid    pid = annex_document_get_decoder_pid (document);

  begin_held (document, NULL, &first);
  annex_document_render_async (document, 1, 20, 20, cancellable, on_drawn, &second);
  annex_document_render_async (document, 1, 30, 30, NULL, on_drawn, &third);
  g_cancellable_cancel (cancellable);
  fixture_wait (is_drawn, &second);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (first.n_done + third.n_done, ==, 0);

  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  fixture_wait (is_drawn, &third);
  g_assert_cmpuint (first.n_done, ==, 1);
  g_assert_no_error (first.error);
  g_assert_no_error (third.error);
  drawing_clear (&first);
  drawing_clear (&second);
  drawing_clear (&third);
}

static void
test_closed_while_opening (DocumentFixture *fixture,
                           gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (1);
  g_autoptr (AnnexContent) content = annex_content_new_for_bytes (bytes, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const AnnexFileType *type = annex_file_type_recognise (g_bytes_get_data (bytes, NULL), 1000);
  guint                i;

  for (i = 0; i < 20; i++)
    {
      guint steps;

      annex_document_open_async (fixture->pool, content, type, NULL, cancellable, NULL, NULL);
      for (steps = 0; steps < i; steps++)
        g_main_context_iteration (NULL, FALSE);
      g_cancellable_cancel (cancellable);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_cancellable_reset (cancellable);
    }
}

/* Two files, one hostile: they share nothing. */
static void
test_others_unaffected (DocumentFixture *fixture,
                        gconstpointer    data)
{
  g_autoptr (GBytes) bytes = sample_pdf (1);
  g_autoptr (AnnexDocument) victim = fixture_open_or_fail (fixture, bytes);
  g_autoptr (AnnexDocument) other = fixture_open_or_fail (fixture, bytes);
  g_autoptr (GdkTexture) texture = NULL;
  Drawing drawing = { 0 };

  g_assert_cmpint (annex_document_get_decoder_pid (victim), !=, annex_document_get_decoder_pid (other));
  begin_held (victim, NULL, &drawing);
  texture = fixture_draw_or_fail (other, 0, 40, 20);
  g_assert_cmpuint (drawing.n_done, ==, 0);
  g_assert_cmpint (annex_document_get_decoder_pid (victim), >, 0);
  kill (annex_document_get_decoder_pid (victim), SIGKILL);
  fixture_wait (is_drawn, &drawing);
  drawing_clear (&drawing);
  g_clear_object (&texture);
  texture = fixture_draw_or_fail (other, 0, 40, 20);
}

static void
test_leaves_nothing (DocumentFixture *fixture,
                     gconstpointer    data)
{
#ifdef __SANITIZE_ADDRESS__
  const guint n_rounds = 50;
#else
  const guint n_rounds = 200;
#endif
  g_autoptr (GBytes) bytes = sample_jpeg_orientated (6);
  guint n_descriptors;
  guint i;

  /* Whatever is opened once for all is open now. */
  g_clear_object (&fixture->pool);
  n_descriptors = fixture_count_descriptors ();
  fixture->pool = annex_decoder_pool_new (DECODER);

  for (i = 0; i < n_rounds; i++)
    {
      g_autoptr (AnnexDocument) document = fixture_open_or_fail (fixture, bytes);
      g_autoptr (GdkTexture) texture = fixture_draw_or_fail (document, 0, 10, 10);
    }

  g_clear_object (&fixture->pool);
  fixture_wait_for_children (0);
  g_assert_cmpuint (fixture_count_descriptors (), ==, n_descriptors);
  fixture->pool = annex_decoder_pool_new (DECODER);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  sample_init (argv[0]);

  fixture_add ("/document/too-large", NULL, test_too_large);
  fixture_add ("/document/too-large-drawing", NULL, test_too_large_drawing);
  fixture_add ("/document/unsupported", NULL, test_unsupported);
  fixture_add ("/document/killed-while-drawing", NULL, test_killed_while_drawing);
  fixture_add ("/document/killed-at-times", NULL, test_killed_at_times);
  fixture_add ("/document/killed-while-idle", NULL, test_killed_while_idle);
  fixture_add ("/document/hanging", NULL, test_hanging);
  fixture_add ("/document/cancelled/while-drawing", NULL, test_cancelled_while_drawing);
  fixture_add ("/document/cancelled/and-kept", NULL, test_cancelled_and_kept);
  fixture_add ("/document/cancelled/in-queue", NULL, test_cancelled_in_queue);
  fixture_add ("/document/cancelled/while-opening", NULL, test_closed_while_opening);
  fixture_add ("/document/others-unaffected", NULL, test_others_unaffected);
  fixture_add ("/document/leaves-nothing", NULL, test_leaves_nothing);

  result = g_test_run ();
  vips_shutdown ();

  return result;
}
