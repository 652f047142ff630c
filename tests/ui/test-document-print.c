/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-print.h"

#include "test-drawing.h"
#include "test-pdf.h"
#include "test-support.h"

#include <glib/gstdio.h>
#include <poppler.h>

#define WHITE 0xffffff

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerPage, g_object_unref)

typedef struct
{
  AnnexDecoderPool *pool;   /* (owned) */
  char             *folder; /* (owned) */
  char             *path;   /* (owned) of what is printed */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->pool = annex_decoder_pool_new (DECODER_PROGRAM);
  fixture->folder = g_dir_make_tmp ("annex-print-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "printed.pdf", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
  test_assert_finalizes (fixture->pool);
}

static PopplerDocument *
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  PopplerDocument *document;
  char            *contents;
  gsize            length;

  g_file_get_contents (fixture->path, &contents, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (contents, length);
  document = poppler_document_new_from_bytes (bytes, NULL, &error);
  g_assert_no_error (error);

  return document;
}

/* Without a dialog, as a file. */
static PopplerDocument *export (Fixture           *fixture,
                                GtkPrintOperation *operation)
{
  g_autoptr (GError) error = NULL;

  gtk_print_operation_set_show_progress (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, fixture->path);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error);
  g_assert_no_error (error);

  return load (fixture);
}

/* The colour at a part of the page's width and height. */
static guint
get_colour (PopplerDocument *document,
            int              number,
            double           x,
            double           y)
{
  g_autoptr (PopplerPage) page = poppler_document_get_page (document, number);
  cairo_surface_t *surface;
  cairo_t         *cr;
  double           width, height;
  guint32          pixel;

  poppler_page_get_size (page, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pixel = *(guint32 *) (void *) (cairo_image_surface_get_data (surface) + (gsize) (int) (y * height) * (gsize) cairo_image_surface_get_stride (surface) + (gsize) (int) (x * width) * 4);
  cairo_surface_destroy (surface);

  return pixel & 0xffffff;
}

static void
assert_colour (PopplerDocument *document,
               int              number,
               double           x,
               double           y,
               guint            expected)
{
  guint colour = get_colour (document, number, x, y);

  for (guint shift = 0; shift <= 16; shift += 8)
    {
      int difference = (int) (colour >> shift & 0xff) - (int) (expected >> shift & 0xff);

      g_test_message ("at %.2f, %.2f: %06x, expected %06x", x, y, colour, expected);
      g_assert_cmpint (ABS (difference), <, 8);
    }
}

static gboolean
is_wide (PopplerDocument *document,
         int              number)
{
  g_autoptr (PopplerPage) page = poppler_document_get_page (document, number);
  double width, height;

  poppler_page_get_size (page, &width, &height);

  return width > height;
}

/* Each a square of its own colour in the upper left quarter; the second lies on its side. */
static GBytes *
make_document (void)
{
  TestPdf *pdf = test_pdf_new ();

  test_pdf_add_page (pdf, 400, 600, 0);
  test_pdf_add_drawing (pdf, "1 0 0 rg 0 300 200 300 re f");
  test_pdf_add_page (pdf, 600, 400, 0);
  test_pdf_add_drawing (pdf, "0 1 0 rg 0 200 300 200 re f");
  test_pdf_add_page (pdf, 400, 600, 0);
  test_pdf_add_drawing (pdf, "0 0 1 rg 0 300 200 300 re f");

  return test_pdf_end (pdf);
}

static gboolean
knows_all_sizes (gpointer data)
{
  graphene_size_t size;

  for (guint page = 0; page < annex_document_get_n_pages (data); page++)
    if (!annex_document_get_known_size (data, page, &size))
      return FALSE;

  return TRUE;
}

/* The toolkit asks for the pages of a range as it asks for all of them. All pages, each on paper that lies as it does. */
static void
test_document (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_document ();
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);
  g_autoptr (AnnexDocumentPrint) operation = annex_document_print_new (document, 1, 0);
  g_autoptr (PopplerDocument) printed = NULL;

  test_wait_until (knows_all_sizes, document);
  printed = export (fixture, GTK_PRINT_OPERATION (operation));
  g_assert_cmpint (annex_document_print_get_failed_page (operation), ==, -1);
  g_assert_cmpint (poppler_document_get_n_pages (printed), ==, 3);
  g_assert_false (is_wide (printed, 0));
  g_assert_true (is_wide (printed, 1));
  g_assert_false (is_wide (printed, 2));
  assert_colour (printed, 0, 0.4, 0.4, 0xff0000);
  assert_colour (printed, 0, 0.6, 0.6, WHITE);
  assert_colour (printed, 1, 0.4, 0.4, 0x00ff00);
  assert_colour (printed, 1, 0.6, 0.6, WHITE);
  assert_colour (printed, 2, 0.4, 0.4, 0x0000ff);
  test_assert_finalizes (g_steal_pointer (&operation));
}

/* As it is looked at: a quarter clockwise, so that what was on the left is on top. */
static void
test_turned (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_document ();
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);
  g_autoptr (AnnexDocumentPrint) operation = annex_document_print_new (document, 0, 1);
  g_autoptr (PopplerDocument) printed = NULL;

  test_wait_until (knows_all_sizes, document);
  printed = export (fixture, GTK_PRINT_OPERATION (operation));
  g_assert_true (is_wide (printed, 0));
  g_assert_false (is_wide (printed, 1));
  assert_colour (printed, 0, 0.6, 0.4, 0xff0000);
  assert_colour (printed, 0, 0.4, 0.6, WHITE);
}

/* A page that cannot be drawn ends the printing, and is named. */
static void
test_bad_page (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GBytes) bytes = test_make_pdf_without_last_page (2);
  g_autoptr (AnnexDocument) document = test_open_document (fixture->pool, bytes);
  g_autoptr (AnnexDocumentPrint) operation = NULL;
  g_autoptr (GError) error = NULL;

  operation = annex_document_print_new (document, 0, 0);

  gtk_print_operation_set_show_progress (GTK_PRINT_OPERATION (operation), FALSE);
  gtk_print_operation_set_export_filename (GTK_PRINT_OPERATION (operation), fixture->path);
  g_assert_cmpint (gtk_print_operation_run (GTK_PRINT_OPERATION (operation), GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==, GTK_PRINT_OPERATION_RESULT_CANCEL);
  g_assert_cmpint (annex_document_print_get_failed_page (operation), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  g_test_add ("/document-print/document", Fixture, NULL, set_up, test_document, tear_down);
  g_test_add ("/document-print/turned", Fixture, NULL, set_up, test_turned, tear_down);
  g_test_add ("/document-print/bad-page", Fixture, NULL, set_up, test_bad_page, tear_down);

  return g_test_run ();
}
