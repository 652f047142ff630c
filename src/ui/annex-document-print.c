/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-print.h"

#include "annex-page-surface.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define POINTS_PER_INCH 72.0

/* Pixels of an inch: below this, paper shows the steps of slanted lines; above, nobody sees a difference. */
#define MIN_RESOLUTION 300.0
#define MAX_RESOLUTION 600.0

/* Pixels of one page, which is A4 with 450 pixels an inch. A larger page gets fewer. */
#define MAX_PAGE_PIXELS (20 << 20)

#define PRINT_KEY "annex-document-print"

/* What is printed; belongs to the operation. */
typedef struct
{
  AnnexDocument *document;    /* (owned) */
  guint          turns;       /* as it is looked at */
  guint          asked;       /* next page whose size is asked for ahead */
  GCancellable  *cancellable; /* (owned) of that */
  int            failed_page; /* -1: none */
} Print;

/* A page whose turn it is. */
typedef struct
{
  GtkPrintOperation *operation; /* (owned) */
  GtkPrintContext   *context;   /* (owned) */
  Print             *print;     /* (unowned) of the operation */
  guint              page;
  graphene_size_t    size; /* in points, upright */
} Sheet;

static void
print_free (Print *print)
{
  g_cancellable_cancel (print->cancellable);
  g_object_unref (print->cancellable);
  g_object_unref (print->document);
  g_free (print);
}

static void
sheet_free (Sheet *sheet)
{
  g_object_unref (sheet->context);
  g_object_unref (sheet->operation);
  g_free (sheet);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sheet, sheet_free)

static gboolean
is_sideways (const Print *print)
{
  return print->turns % 2 != 0;
}

/* Whether the page lies on its side, as it is looked at. */
static gboolean
is_wide (const Print           *print,
         const graphene_size_t *size)
{
  return (size->width > size->height) != is_sideways (print);
}

/* The operation waits for a page until it is told, even when it was cancelled meanwhile. */
static void
finish_sheet (Sheet  *sheet,
              GError *error)
{
  if (error != NULL)
    {
      sheet->print->failed_page = (int) sheet->page;
      gtk_print_operation_cancel (sheet->operation);
    }
  gtk_print_operation_draw_page_finish (sheet->operation);
}

/* In the middle of what can be printed on, as large as on its own paper or as large as fits. Lengths are in units of the
 * context, of which there are @unit in a point. */
static void
paint_sheet (Sheet           *sheet,
             cairo_surface_t *surface)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (sheet->context);
  double   paper_width = gtk_print_context_get_width (sheet->context);
  double   paper_height = gtk_print_context_get_height (sheet->context);
  double   unit = gtk_print_context_get_dpi_x (sheet->context) / POINTS_PER_INCH;
  gboolean turned = is_wide (sheet->print, &sheet->size) != (paper_width > paper_height);
  guint    turns = sheet->print->turns + (turned ? 1 : 0);
  double   width = turns % 2 != 0 ? sheet->size.height : sheet->size.width;
  double   height = turns % 2 != 0 ? sheet->size.width : sheet->size.height;
  double   scale = MIN (unit, MIN (paper_width / width, paper_height / height));

  cairo_translate (cr, paper_width / 2, paper_height / 2);
  cairo_rotate (cr, turns * G_PI / 2);
  cairo_scale (cr,
               scale * sheet->size.width / cairo_image_surface_get_width (surface),
               scale * sheet->size.height / cairo_image_surface_get_height (surface));
  cairo_set_source_surface (cr, surface, -cairo_image_surface_get_width (surface) / 2.0, -cairo_image_surface_get_height (surface) / 2.0);
  cairo_paint (cr);
}

static void
draw_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Sheet) sheet = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = annex_document_draw_region_finish (ANNEX_DOCUMENT (source), result, &error);
  cairo_surface_t *surface = texture != NULL ? annex_page_surface_new_on_white (texture) : NULL;

  if (surface != NULL)
    paint_sheet (sheet, surface);
  g_clear_pointer (&surface, cairo_surface_destroy);
  finish_sheet (sheet, error);
}

static void
size_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Sheet) sheet = user_data;
  AnnexDocument *document = ANNEX_DOCUMENT (source);
  guint          page = sheet->page;
  double         resolution = CLAMP (gtk_print_context_get_dpi_x (sheet->context), MIN_RESOLUTION, MAX_RESOLUTION);
  g_autoptr (GError) error = NULL;
  double width, height;

  if (!annex_document_query_size_finish (document, result, &sheet->size, &error))
    {
      finish_sheet (sheet, error);
      return;
    }

  width = sheet->size.width * resolution / POINTS_PER_INCH;
  height = sheet->size.height * resolution / POINTS_PER_INCH;
  annex_page_surface_limit (MAX_PAGE_PIXELS, &width, &height);
  annex_document_draw_region_async (document,
                                    page,
                                    (guint) width,
                                    (guint) height,
                                    &(GdkRectangle) { 0, 0, (int) width, (int) height },
                                    ANNEX_DOCUMENT_PRIORITY_AHEAD,
                                    NULL,
                                    draw_cb,
                                    g_steal_pointer (&sheet));
}

static void
on_draw_page (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Print             *print)
{
  Sheet *sheet = g_new0 (Sheet, 1);

  sheet->operation = g_object_ref (operation);
  sheet->context = g_object_ref (context);
  sheet->print = print;
  sheet->page = (guint) page;

  gtk_print_operation_set_defer_drawing (operation);
  annex_document_query_size_async (print->document, sheet->page, NULL, size_cb, sheet);
}

/* Paper lies as the page does. Where its size is not known yet, the page is turned on the paper instead. */
static void
on_request_page_setup (GtkPrintOperation *operation,
                       GtkPrintContext   *context,
                       int                page,
                       GtkPageSetup      *setup,
                       Print             *print)
{
  graphene_size_t size;

  if (annex_document_get_known_size (print->document, (guint) page, &size))
    gtk_page_setup_set_orientation (setup, is_wide (print, &size) ? GTK_PAGE_ORIENTATION_LANDSCAPE : GTK_PAGE_ORIENTATION_PORTRAIT);
}

static void ask_sizes (Print *print);

static void
asked_size_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  graphene_size_t size;

  if (!annex_document_query_size_finish (ANNEX_DOCUMENT (source), result, &size, &error)
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  ask_sizes (user_data);
}

/* While the agent looks at the dialog. */
static void
ask_sizes (Print *print)
{
  if (print->asked < annex_document_get_n_pages (print->document))
    annex_document_query_size_async (print->document, print->asked++, print->cancellable, asked_size_cb, print);
}

static GtkPageSetup *
make_page_setup (Print *print,
                 guint  page)
{
  GtkPageSetup   *setup = gtk_page_setup_new ();
  graphene_size_t size;

  if (annex_document_get_known_size (print->document, page, &size) && is_wide (print, &size))
    gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);

  return setup;
}

/**
 * annex_document_print_new:
 * @document: a document with pages
 * @page: the one that is read, from 0
 * @turns: how it is looked at: quarter turns clockwise
 *
 * Returns: (transfer full): the printing, which holds no name of the file
 */
GtkPrintOperation *
annex_document_print_new (AnnexDocument *document,
                          guint          page,
                          guint          turns)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Print             *print = g_new0 (Print, 1);
  g_autoptr (GtkPageSetup) page_setup = NULL;

  print->document = g_object_ref (document);
  print->turns = turns;
  print->cancellable = g_cancellable_new ();
  print->failed_page = -1;
  g_object_set_data_full (G_OBJECT (operation), PRINT_KEY, print, (GDestroyNotify) print_free);

  page_setup = make_page_setup (print, page);
  gtk_print_operation_set_default_page_setup (operation, page_setup);
  gtk_print_operation_set_n_pages (operation, (int) annex_document_get_n_pages (document));
  gtk_print_operation_set_current_page (operation, (int) page);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, TRUE);
  g_signal_connect (operation, "request-page-setup", G_CALLBACK (on_request_page_setup), print);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), print);
  ask_sizes (print);

  return operation;
}

/**
 * annex_document_print_get_failed_page:
 * @operation: a printing
 *
 * Returns: number from 0 of the page that could not be drawn, for which the printing was cancelled; -1 for none
 */
int
annex_document_print_get_failed_page (GtkPrintOperation *operation)
{
  const Print *print = g_object_get_data (G_OBJECT (operation), PRINT_KEY);

  g_return_val_if_fail (print != NULL, -1);

  return print->failed_page;
}

static void
on_done (GtkPrintOperation      *operation,
         GtkPrintOperationResult result,
         GtkWidget              *overlay)
{
  int              failed_page = annex_document_print_get_failed_page (operation);
  g_autofree char *text = NULL;

  if (failed_page >= 0)
    /* Translators: %d is the number of a page */
    text = g_strdup_printf (_ ("Printing stopped: page %d could not be drawn"), failed_page + 1);
  else if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    text = g_strdup (_ ("The document could not be printed"));

  if (text != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

/**
 * annex_document_print_run:
 * @widget: where the agent is, in a toast overlay
 * @document: a document with pages
 * @page: the one that is read, from 0
 * @turns: how it is looked at: quarter turns clockwise
 *
 * Opens the print dialog. What is printed goes on when something else is looked at.
 */
void
annex_document_print_run (GtkWidget     *widget,
                          AnnexDocument *document,
                          guint          page,
                          guint          turns)
{
  g_autoptr (GtkPrintOperation) operation = annex_document_print_new (document, page, turns);
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  gtk_print_operation_set_job_name (operation, _ ("Attachment"));
  gtk_print_operation_set_allow_async (operation, TRUE);
  if (overlay != NULL)
    g_signal_connect_object (operation, "done", G_CALLBACK (on_done), overlay, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (gtk_widget_get_root (widget)), NULL);
}
