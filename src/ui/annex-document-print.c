/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-print.h"

#include "annex-page-surface.h"
#include "annex-print-run.h"
#include "annex-toast.h"
#include "annex-weak-ref.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define POINTS_PER_INCH 72.0

/* Pixels of an inch: below this, paper shows the steps of slanted lines; above, nobody sees a difference. */
#define MIN_RESOLUTION 300.0
#define MAX_RESOLUTION 600.0

/* Pixels of one page, which is A4 with 450 pixels an inch. A larger page gets fewer. */
#define MAX_PAGE_PIXELS (20 << 20)

struct _AnnexDocumentPrint
{
  GtkPrintOperation parent_instance;

  AnnexDocument *document;    /* (owned) */
  guint          turns;       /* as it is looked at */
  guint          asked;       /* next page whose size is asked for ahead */
  GCancellable  *cancellable; /* (owned) of that */
  int            failed_page; /* -1: none */
};

G_DEFINE_FINAL_TYPE (AnnexDocumentPrint, annex_document_print, GTK_TYPE_PRINT_OPERATION)

/* A page whose turn it is. */
typedef struct
{
  AnnexDocumentPrint *print;   /* (owned) */
  GtkPrintContext    *context; /* (owned) */
  guint               page;
  graphene_size_t     size; /* in points, upright */
} Sheet;

static void
sheet_free (Sheet *sheet)
{
  g_object_unref (sheet->context);
  g_object_unref (sheet->print);
  g_free (sheet);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sheet, sheet_free)

static gboolean
is_sideways (AnnexDocumentPrint *print)
{
  return print->turns % 2 != 0;
}

/* Whether the page lies on its side, as it is looked at. */
static gboolean
is_wide (AnnexDocumentPrint    *print,
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
      gtk_print_operation_cancel (GTK_PRINT_OPERATION (sheet->print));
    }
  gtk_print_operation_draw_page_finish (GTK_PRINT_OPERATION (sheet->print));
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
annex_document_print_draw_page (GtkPrintOperation *operation,
                                GtkPrintContext   *context,
                                int                page)
{
  AnnexDocumentPrint *self = ANNEX_DOCUMENT_PRINT (operation);
  Sheet              *sheet = g_new0 (Sheet, 1);

  sheet->print = g_object_ref (self);
  sheet->context = g_object_ref (context);
  sheet->page = (guint) page;

  gtk_print_operation_set_defer_drawing (operation);
  annex_document_query_size_async (self->document, sheet->page, ANNEX_DOCUMENT_PRIORITY_AHEAD, NULL, size_cb, sheet);
}

/* Paper lies as the page does. Where its size is not known yet, the page is turned on the paper instead. */
static void
annex_document_print_request_page_setup (GtkPrintOperation *operation,
                                         GtkPrintContext   *context,
                                         int                page,
                                         GtkPageSetup      *setup)
{
  AnnexDocumentPrint *self = ANNEX_DOCUMENT_PRINT (operation);
  graphene_size_t     size;

  if (annex_document_get_known_size (self->document, (guint) page, &size))
    gtk_page_setup_set_orientation (setup, is_wide (self, &size) ? GTK_PAGE_ORIENTATION_LANDSCAPE : GTK_PAGE_ORIENTATION_PORTRAIT);
}

static void
annex_document_print_finalize (GObject *object)
{
  AnnexDocumentPrint *self = ANNEX_DOCUMENT_PRINT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (annex_document_print_parent_class)->finalize (object);
}

static void
annex_document_print_class_init (AnnexDocumentPrintClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_document_print_finalize;
  GTK_PRINT_OPERATION_CLASS (klass)->draw_page = annex_document_print_draw_page;
  GTK_PRINT_OPERATION_CLASS (klass)->request_page_setup = annex_document_print_request_page_setup;
}

static void
annex_document_print_init (AnnexDocumentPrint *self)
{
  self->cancellable = g_cancellable_new ();
  self->failed_page = -1;
}

static void ask_sizes (AnnexDocumentPrint *self);

/* A page without a readable size is told of when its turn comes. */
static void
asked_size_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (AnnexDocumentPrint) self = annex_weak_ref_steal (user_data);
  graphene_size_t size;

  annex_document_query_size_finish (ANNEX_DOCUMENT (source), result, &size, NULL);
  if (self != NULL)
    ask_sizes (self);
}

/* While the agent looks at the dialog. */
static void
ask_sizes (AnnexDocumentPrint *self)
{
  if (self->asked < annex_document_get_n_pages (self->document))
    annex_document_query_size_async (self->document,
                                     self->asked++,
                                     ANNEX_DOCUMENT_PRIORITY_AHEAD,
                                     self->cancellable,
                                     asked_size_cb,
                                     annex_weak_ref_new (self));
}

static void
set_page_setup (AnnexDocumentPrint *self,
                guint               page)
{
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  graphene_size_t size;

  if (annex_document_get_known_size (self->document, page, &size) && is_wide (self, &size))
    gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (GTK_PRINT_OPERATION (self), setup);
}

/**
 * annex_document_print_new:
 * @document: a document with pages
 * @page: the one that is read, from 0
 * @turns: how it is looked at: quarter turns clockwise
 *
 * Returns: (transfer full): the printing, which holds no name of the file
 */
AnnexDocumentPrint *
annex_document_print_new (AnnexDocument *document,
                          guint          page,
                          guint          turns)
{
  AnnexDocumentPrint *self;

  g_return_val_if_fail (ANNEX_IS_DOCUMENT (document), NULL);

  self = g_object_new (ANNEX_TYPE_DOCUMENT_PRINT,
                       "n-pages",
                       (int) annex_document_get_n_pages (document),
                       "current-page",
                       (int) page,
                       "embed-page-setup",
                       TRUE,
                       "show-progress",
                       TRUE,
                       NULL);
  self->document = g_object_ref (document);
  self->turns = turns;
  set_page_setup (self, page);
  ask_sizes (self);

  return self;
}

/**
 * annex_document_print_get_failed_page:
 * @self: a printing
 *
 * Returns: number from 0 of the page that could not be drawn, for which the printing was cancelled; -1 for none
 */
int
annex_document_print_get_failed_page (AnnexDocumentPrint *self)
{
  g_return_val_if_fail (ANNEX_IS_DOCUMENT_PRINT (self), -1);

  return self->failed_page;
}

/* The printing was cancelled because of it, which is not told by itself. */
static void
on_done (AnnexDocumentPrint     *self,
         GtkPrintOperationResult result,
         GtkWidget              *overlay)
{
  g_autofree char *text = NULL;

  if (self->failed_page < 0)
    return;

  /* Translators: %d is the number of a page */
  text = g_strdup_printf (_ ("Printing stopped: page %d could not be drawn"), self->failed_page + 1);
  annex_toast_show (overlay, text);
}

/**
 * annex_document_print_run:
 * @self: a printing
 * @widget: where the agent is, in a toast overlay
 *
 * Opens the print dialog. What is printed goes on when something else is looked at.
 */
void
annex_document_print_run (AnnexDocumentPrint *self,
                          GtkWidget          *widget)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    g_signal_connect_object (self, "done", G_CALLBACK (on_done), overlay, 0);
  annex_print_run (GTK_PRINT_OPERATION (self), widget, _ ("The document could not be printed"));
}
