/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-print-run.h"

#include "annex-toast.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Whom to tell what, when it fails. */
typedef struct
{
  GWeakRef overlay;
  char    *failure_text; /* (owned) */
} Failure;

static Failure *
failure_new (GtkWidget  *widget,
             const char *failure_text)
{
  Failure *failure = g_new0 (Failure, 1);

  g_weak_ref_init (&failure->overlay, gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY));
  failure->failure_text = g_strdup (failure_text);

  return failure;
}

static void
failure_free (Failure *failure)
{
  g_weak_ref_clear (&failure->overlay);
  g_free (failure->failure_text);
  g_free (failure);
}

static void
tell (Failure    *failure,
      const char *text)
{
  g_autoptr (GtkWidget) overlay = g_weak_ref_get (&failure->overlay);

  if (overlay != NULL)
    annex_toast_show (overlay, text);
}

static void
on_done (GtkPrintOperation      *operation,
         GtkPrintOperationResult result,
         Failure                *failure)
{
  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    tell (failure, failure->failure_text);
}

/* The toolkit's own preview is a file that another program opens. One that is taken over needs something to draw on, also
 * where it is cancelled before anything is drawn. */
static gboolean
on_preview (GtkPrintOperation        *operation,
            GtkPrintOperationPreview *preview,
            GtkPrintContext          *context,
            GtkWindow                *parent,
            Failure                  *failure)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL);
  cairo_t         *cr = cairo_create (surface);

  gtk_print_context_set_cairo_context (context, cr, 72, 72);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  gtk_print_operation_cancel (operation);
  tell (failure, _ ("Print preview is not available"));

  return TRUE;
}

/**
 * annex_print_run:
 * @operation: what is printed
 * @widget: where the agent is, in a toast overlay
 * @failure_text: what is said when that could not be done
 *
 * Opens the print dialog. Nothing is written to a file for it to be looked at, and the job has no name of the customer's.
 */
void
annex_print_run (GtkPrintOperation *operation,
                 GtkWidget         *widget,
                 const char        *failure_text)
{
  Failure *failure = failure_new (widget, failure_text);

  gtk_print_operation_set_job_name (operation, _ ("Attachment"));
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "preview", G_CALLBACK (on_preview), failure);
  g_signal_connect_data (operation, "done", G_CALLBACK (on_done), failure, (GClosureNotify) (void (*) (void)) failure_free, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (gtk_widget_get_root (widget)), NULL);
}
