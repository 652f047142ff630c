/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-flow.h"

#include "annex-picture-print.h"
#include "annex-print-preview.h"
#include "annex-print-run.h"
#include "annex-toast.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pixels that are taken along: a page of A4 at 400 pixels an inch, and what other programs still bear. */
#define MAX_PIXELS (16 << 20)

/* What is done with a picture when it is drawn. */
typedef struct
{
  GWeakRef          widget;
  GCancellable     *cancellable; /* (owned) */
  AnnexViewState    state;
  AdwComboRow      *scaling_row; /* (unowned) (nullable) of the dialog, as long as that is open */
  AnnexPrintScaling scaling;
  double            width;    /* of the picture in its own pixels */
  AnnexDocument    *document; /* (owned) */
  guint             frame;    /* that was seen, of a picture that moves */
} Flow;

static Flow *
flow_new (GtkWidget     *widget,
          AnnexDocument *document,
          guint          frame,
          GCancellable  *cancellable)
{
  Flow *flow = g_new0 (Flow, 1);

  g_weak_ref_init (&flow->widget, widget);
  flow->document = g_object_ref (document);
  flow->frame = frame;
  flow->cancellable = g_object_ref (cancellable);

  return flow;
}

static void
flow_free (Flow *flow)
{
  g_weak_ref_clear (&flow->widget);
  g_object_unref (flow->document);
  g_object_unref (flow->cancellable);
  g_free (flow);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Flow, flow_free)

/**
 * annex_picture_flow_draw_async:
 * @document: a picture
 * @frame: which of its frames, from 0; the picture itself where it has none
 * @width: pixels
 * @height: pixels
 * @cancellable: (nullable): optional #GCancellable
 * @callback: called with the drawing
 * @user_data: for @callback
 *
 * Draws what is to be taken along.
 */
void
annex_picture_flow_draw_async (AnnexDocument      *document,
                               guint               frame,
                               guint               width,
                               guint               height,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  if (annex_document_get_n_frames (document) > 1)
    annex_document_draw_frame_async (document, frame, width, height, cancellable, callback, user_data);
  else
    annex_document_render_async (document, 0, width, height, cancellable, callback, user_data);
}

/**
 * annex_picture_flow_draw_finish:
 * @document: a picture
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the drawing
 */
GdkTexture *
annex_picture_flow_draw_finish (AnnexDocument *document,
                                GAsyncResult  *result,
                                GError       **error)
{
  guint delay;

  if (annex_document_get_n_frames (document) > 1)
    return annex_document_draw_frame_finish (document, result, &delay, error);

  return annex_document_render_finish (document, result, error);
}

static void
draw (Flow               *flow,
      GAsyncReadyCallback callback)
{
  graphene_size_t size;
  double          scale;

  if (!annex_document_get_known_size (flow->document, 0, &size))
    {
      flow_free (flow);
      return;
    }

  flow->width = size.width;
  scale = MIN (1, sqrt (MAX_PIXELS / ((double) size.width * size.height)));
  annex_picture_flow_draw_async (flow->document,
                                 flow->frame,
                                 MAX (1, (guint) (size.width * scale)),
                                 MAX (1, (guint) (size.height * scale)),
                                 flow->cancellable,
                                 callback,
                                 flow);
}

/* Returns: (transfer full) (nullable): what was drawn; what went wrong has been told */
static GdkTexture *
finish (Flow         *flow,
        GtkWidget    *widget,
        GAsyncResult *result,
        const char   *failure)
{
  g_autoptr (GError) error = NULL;
  GdkTexture *texture = annex_picture_flow_draw_finish (flow->document, result, &error);

  if (texture == NULL && widget != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    annex_toast_show (widget, failure);

  return texture;
}

static void
copy_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Flow) flow = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&flow->widget);
  g_autoptr (GdkTexture) texture = finish (flow, widget, result, _ ("The image could not be copied"));

  if (texture == NULL || widget == NULL)
    return;

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (widget), texture);
  annex_toast_show (widget, _ ("Image copied"));
}

/**
 * annex_picture_flow_copy:
 * @widget: where the agent is
 * @document: a picture
 * @frame: which of its frames is seen, from 0
 * @cancellable: for when it is shown no longer
 *
 * Puts the picture on the clipboard as it is seen, and says so.
 */
void
annex_picture_flow_copy (GtkWidget     *widget,
                         AnnexDocument *document,
                         guint          frame,
                         GCancellable  *cancellable)
{
  draw (flow_new (widget, document, frame, cancellable), copy_cb);
}

static void
print_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Flow) flow = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&flow->widget);
  g_autoptr (GdkTexture) texture = finish (flow, widget, result, _ ("The image could not be printed"));
  g_autoptr (GtkPrintOperation) operation = NULL;

  if (texture == NULL || widget == NULL)
    return;

  operation = annex_picture_print_new (texture, flow->width, &flow->state, flow->scaling);
  annex_print_run (operation, widget, _ ("The image could not be printed"));
}

static void
on_print_chosen (AdwAlertDialog *dialog,
                 const char     *response,
                 Flow           *flow)
{
  if (g_strcmp0 (response, "print") != 0)
    {
      flow_free (flow);
      return;
    }

  flow->scaling = (AnnexPrintScaling) adw_combo_row_get_selected (flow->scaling_row);
  draw (flow, print_cb);
}

/* In the order of AnnexPrintScaling. */
static GtkWidget *
make_scaling_row (void)
{
  const char *const names[] = { _ ("Fit to Page"), _ ("Fill Page"), _ ("Actual Size"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Size"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));

  return row;
}

static void
on_scaling_selected (AdwComboRow       *row,
                     GParamSpec        *pspec,
                     AnnexPrintPreview *preview)
{
  annex_print_preview_set_scaling (preview, (AnnexPrintScaling) adw_combo_row_get_selected (row));
}

static GtkWidget *
make_print_choices (const Flow *flow,
                    GtkWidget  *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *preview = annex_print_preview_new (flow->document, flow->frame, &flow->state);

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_box_append (GTK_BOX (box), preview);
  gtk_box_append (GTK_BOX (box), list);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_scaling_selected), preview, 0);

  return box;
}

/**
 * annex_picture_flow_print:
 * @widget: where the agent is
 * @document: a picture
 * @frame: which of its frames is seen, from 0
 * @state: how it is looked at
 * @cancellable: for when it is shown no longer
 *
 * Asks how large the picture is to be, showing how the page will look, and prints it as it is turned. This is asked for here
 * because a desktop that prints for a program in a sandbox has no room for the program's own questions; and a preview of the
 * toolkit's own would be a file that another program opens.
 */
void
annex_picture_flow_print (GtkWidget            *widget,
                          AnnexDocument        *document,
                          guint                 frame,
                          const AnnexViewState *state,
                          GCancellable         *cancellable)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Print Image"), NULL);
  GtkWidget *row = make_scaling_row ();
  Flow      *flow = flow_new (widget, document, frame, cancellable);

  flow->state = *state;
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), make_print_choices (flow, row));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "print", _ ("_Print…"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "print");
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "print", ADW_RESPONSE_SUGGESTED);
  flow->scaling_row = ADW_COMBO_ROW (row);
  g_signal_connect (dialog, "response", G_CALLBACK (on_print_chosen), flow);
  adw_dialog_present (dialog, widget);
}
