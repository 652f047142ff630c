/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-safe-copy.h"

#include "test-drawing.h"
#include "test-pdf.h"
#include "test-support.h"

#include <math.h>
#include <poppler.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerPage, g_object_unref)

typedef struct
{
  AnnexDecoderPool *pool; /* (owned) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->pool = annex_decoder_pool_new (DECODER_PROGRAM);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  test_assert_finalizes (fixture->pool);
}

/* Three pages of several sizes, with text, links and a square. */
static GBytes *
make_original (void)
{
  TestPdf *pdf = test_pdf_new ();

  test_pdf_add_page (pdf, 595, 842, 0);
  test_pdf_add_text (pdf, 72, 700, "Secret words");
  test_pdf_add_uri_link (pdf, 72, 700, "https://example.com/");
  test_pdf_add_drawing (pdf, "0.8 0.1 0.2 rg 100 100 200 300 re f");
  test_pdf_add_page (pdf, 300, 200, 0);
  test_pdf_add_page_link (pdf, 10, 10, 0, 0);
  test_pdf_add_drawing (pdf, "0.1 0.6 0.2 rg 50 50 100 100 re f");
  test_pdf_add_page (pdf, 300, 200, 90);
  test_pdf_add_drawing (pdf, "0.1 0.2 0.8 rg 50 50 100 100 re f");

  return test_pdf_end (pdf);
}

/* One making, and what came of it. */
typedef struct
{
  AnnexContent *content; /* (owned) (nullable) */
  GError       *error;   /* (owned) (nullable) */
  gboolean      done;
} Outcome;

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->content = annex_safe_copy_make_finish (ANNEX_SAFE_COPY (source), result, &outcome->error);
  outcome->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Outcome *) data)->done;
}

static void
outcome_clear (Outcome *outcome)
{
  g_clear_object (&outcome->content);
  g_clear_error (&outcome->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static PopplerDocument *
load (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes (bytes, NULL, &error);

  g_assert_no_error (error);

  return document;
}

static cairo_surface_t *
draw (PopplerPage *page)
{
  double           width, height;
  cairo_surface_t *surface;
  cairo_t         *cr;

  poppler_page_get_size (page, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/* Mean difference of the channels, of 255. */
static double
compare (PopplerPage *one,
         PopplerPage *other)
{
  cairo_surface_t *surfaces[] = { draw (one), draw (other) };
  int              height = cairo_image_surface_get_height (surfaces[0]);
  gsize            stride = (gsize) cairo_image_surface_get_stride (surfaces[0]);
  const guint8    *first = cairo_image_surface_get_data (surfaces[0]);
  const guint8    *second = cairo_image_surface_get_data (surfaces[1]);
  double           sum = 0;

  g_assert_cmpint (cairo_image_surface_get_height (surfaces[1]), ==, height);
  g_assert_cmpuint ((gsize) cairo_image_surface_get_stride (surfaces[1]), ==, stride);
  for (gsize i = 0; i < stride * (gsize) height; i++)
    sum += i % 4 != 3 ? abs (first[i] - second[i]) : 0;

  cairo_surface_destroy (surfaces[0]);
  cairo_surface_destroy (surfaces[1]);

  return sum / ((double) stride * height);
}

static void
assert_same_page (PopplerDocument *original,
                  PopplerDocument *copy,
                  int              number)
{
  g_autoptr (PopplerPage) before = poppler_document_get_page (original, number);
  g_autoptr (PopplerPage) after = poppler_document_get_page (copy, number);
  g_autofree char *text = poppler_page_get_text (after);
  GList           *links = poppler_page_get_link_mapping (after);
  GList           *annotations = poppler_page_get_annot_mapping (after);
  double           width, height, width_after, height_after, difference;

  poppler_page_get_size (before, &width, &height);
  poppler_page_get_size (after, &width_after, &height_after);
  g_assert_cmpfloat_with_epsilon (width, width_after, 1);
  g_assert_cmpfloat_with_epsilon (height, height_after, 1);
  g_assert_cmpstr (text, ==, "");
  g_assert_null (links);
  g_assert_null (annotations);

  difference = compare (before, after);
  g_test_message ("page %d differs by %.2f", number, difference);
  g_assert_cmpfloat (difference, <, 2);
}

static gboolean
contains (GBytes     *bytes,
          const char *text)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text)) != NULL;
}

/* The pages look the same, and nothing else of the original is there. */
static void
test_copy (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const dangers[] = { "/JavaScript", "/Launch", "/URI", "/EmbeddedFile", "/AcroForm", "/Annot", "/Font", "Secret", "example.com" };
  g_autoptr (GBytes) bytes = make_original ();
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);
  g_autoptr (AnnexSafeCopy) copy = annex_safe_copy_new (document);
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (GBytes) made = NULL;
  g_autoptr (PopplerDocument) original = NULL;
  g_autoptr (PopplerDocument) result = NULL;

  annex_safe_copy_make_async (copy, NULL, made_cb, &outcome);
  g_assert_true (annex_safe_copy_is_making (copy));
  test_wait_until (is_done, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_false (annex_safe_copy_is_making (copy));
  g_assert_cmpuint (annex_safe_copy_get_n_done (copy), ==, 3);
  g_assert_cmpint (annex_safe_copy_get_failed_page (copy), ==, -1);

  made = annex_content_map (outcome.content, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (dangers); i++)
    g_assert_false (contains (made, dangers[i]));

  original = load (bytes);
  result = load (made);
  g_assert_cmpint (poppler_document_get_n_pages (result), ==, 3);
  g_assert_false (poppler_document_has_attachments (result));
  g_assert_false (poppler_document_has_javascript (result));
  g_assert_null (poppler_document_get_title (result));
  for (int page = 0; page < 3; page++)
    assert_same_page (original, result, page);
}

static gboolean
has_begun (gpointer data)
{
  return annex_safe_copy_get_n_done (data) >= 2;
}

static void
test_cancel (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) bytes = test_make_pdf (200, 200, 200);
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  AnnexSafeCopy *copy = annex_safe_copy_new (document);
  g_auto (Outcome) outcome = { 0 };

  annex_safe_copy_make_async (copy, cancellable, made_cb, &outcome);
  test_wait_until (has_begun, copy);
  g_cancellable_cancel (cancellable);
  test_wait_until (is_done, &outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (annex_safe_copy_get_failed_page (copy), ==, -1);
  test_assert_finalizes (copy);
}

/* It is named, and nothing is half made. */
static void
test_bad_page (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GBytes) bytes = test_make_pdf_without_last_page (2);
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);
  g_autoptr (AnnexSafeCopy) copy = NULL;
  g_auto (Outcome) outcome = { 0 };

  copy = annex_safe_copy_new (document);

  annex_safe_copy_make_async (copy, NULL, made_cb, &outcome);
  test_wait_until (is_done, &outcome);
  g_assert_nonnull (outcome.error);
  g_assert_null (outcome.content);
  g_assert_cmpint (annex_safe_copy_get_failed_page (copy), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  g_test_add ("/safe-copy/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/safe-copy/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/safe-copy/bad-page", Fixture, NULL, set_up, test_bad_page, tear_down);

  return g_test_run ();
}
