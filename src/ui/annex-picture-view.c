/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-view.h"

#include "annex-announcer.h"
#include "annex-dialog-guard.h"
#include "annex-page-notice.h"
#include "annex-picture-flow.h"
#include "annex-read-on.h"
#include "annex-view-memory.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What is drawn sooner needs no spinner. */
#define SPINNER_DELAY_MS 200

/* Logical pixels below what is said about the picture. */
#define NOTICE_MARGIN 24

struct _AnnexPictureView
{
  AdwBin parent_instance;

  AnnexCanvas   *canvas;
  GtkMenuButton *zoom_button;
  GtkWidget     *scroller;
  GtkWidget     *play_button;
  GtkWidget     *spinner;
  GtkOverlay    *overlay;
  GtkWidget     *notice; /* (unowned) (nullable) over what is not sharp */

  AnnexAttachment *attachment;  /* (owned) (nullable) whose picture is shown */
  GCancellable    *cancellable; /* (owned) (nullable) of what is done with it */
  AnnexViewMemory *memory;      /* (owned) of Memory */
  AnnexAnnouncer  *announcer;   /* (owned) */
  guint            spinner_id;  /* until it is shown */
};

G_DEFINE_FINAL_TYPE (AnnexPictureView, annex_picture_view, ADW_TYPE_BIN)

/* How an attachment was looked at. */
typedef struct
{
  AnnexViewState state;
  gboolean       inverted;
  gboolean       contrast;
} Memory;

/* Between one picture and the next the last number stays: it is no part of the picture, and would only flicker. */
static void
on_zoom_changed (AnnexPictureView *self)
{
  g_autofree char *text = NULL;
  g_autofree char *description = NULL;

  if (annex_canvas_get_zoom (self->canvas) <= 0)
    return;

  /* Translators: how large a picture is drawn, in percent of its own size */
  text = g_strdup_printf (_ ("%d %%"), (int) lround (annex_canvas_get_zoom (self->canvas) * 100));
  /* Translators: %s is a percentage; read out by the screen reader */
  description = g_strdup_printf (_ ("Zoom: %s"), text);
  gtk_menu_button_set_label (self->zoom_button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->zoom_button), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  if (annex_document_view_is_drawn (ANNEX_DOCUMENT_VIEW (self->canvas)))
    annex_announcer_tell_later (self->announcer, text);
}

static void
change_toggle (AnnexPictureView *self,
               const char       *name,
               gboolean          value)
{
  g_action_group_change_action_state (annex_canvas_get_actions (self->canvas), name, g_variant_new_boolean (value));
}

static void
keep_memory (AnnexPictureView *self)
{
  Memory *memory = g_new0 (Memory, 1);

  memory->state = *annex_view_transform_get_chosen (annex_canvas_get_transform (self->canvas));
  g_object_get (self->canvas, "inverted", &memory->inverted, "contrast", &memory->contrast, NULL);
  annex_view_memory_keep (self->memory, self->attachment, memory);
}

static void
recall_memory (AnnexPictureView *self)
{
  const Memory *memory = annex_view_memory_recall (self->memory, self->attachment);

  change_toggle (self, "inverted", memory != NULL && memory->inverted);
  change_toggle (self, "contrast", memory != NULL && memory->contrast);
  if (memory != NULL)
    annex_canvas_set_state (self->canvas, &memory->state);
}

static void
on_playing_changed (AnnexPictureView *self)
{
  gboolean playing;

  g_object_get (self->canvas, "playing", &playing, NULL);
  gtk_button_set_icon_name (GTK_BUTTON (self->play_button), playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play_button, playing ? _ ("Pause") : _ ("Play"));
}

static gboolean
on_spinner_due (gpointer user_data)
{
  AnnexPictureView *self = ANNEX_PICTURE_VIEW (user_data);

  self->spinner_id = 0;
  gtk_widget_set_visible (self->spinner, TRUE);

  return G_SOURCE_REMOVE;
}

static void
update_spinner (AnnexPictureView *self)
{
  if (!annex_picture_view_is_waiting (self))
    {
      g_clear_handle_id (&self->spinner_id, g_source_remove);
      gtk_widget_set_visible (self->spinner, FALSE);
    }
  else if (self->spinner_id == 0 && !gtk_widget_get_visible (self->spinner))
    {
      self->spinner_id = g_timeout_add (SPINNER_DELAY_MS, on_spinner_due, self);
    }
}

static void
on_retry (AnnexPictureView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  annex_canvas_retry (self->canvas);
}

static void
add_notice (AnnexPictureView *self)
{
  self->notice = annex_page_notice_new (0);
  gtk_widget_set_halign (self->notice, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->notice, GTK_ALIGN_END);
  gtk_widget_set_margin_bottom (self->notice, NOTICE_MARGIN);
  gtk_overlay_add_overlay (self->overlay, self->notice);
  g_signal_connect_object (self->notice, "retry", G_CALLBACK (on_retry), self, G_CONNECT_SWAPPED);
}

/* A picture that can be seen stays to be seen, and what is the matter with it is said at its edge. */
static void
update_notice (AnnexPictureView *self)
{
  const GError *error = annex_canvas_get_sharpness_error (self->canvas);

  if (error == NULL && self->notice != NULL)
    gtk_overlay_remove_overlay (self->overlay, g_steal_pointer (&self->notice));
  if (error == NULL)
    return;

  if (self->notice == NULL)
    add_notice (self);
  annex_page_notice_set_error (ANNEX_PAGE_NOTICE (self->notice), error, TRUE);
}

/* What moves is stopped and goes on. */
static void
read_on_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  AnnexPictureView *self = ANNEX_PICTURE_VIEW (widget);

  if (gtk_widget_get_visible (self->play_button))
    gtk_widget_activate_action (widget, "canvas.playing", NULL);
  else
    annex_read_on (widget, gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), g_variant_get_int32 (parameter));
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AnnexPictureView *self = ANNEX_PICTURE_VIEW (widget);
  AnnexDocument    *document = annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self->canvas));

  if (document != NULL)
    annex_picture_flow_copy (widget, document, annex_canvas_get_frame (self->canvas), self->cancellable);
}

static void
print_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  AnnexPictureView *self = ANNEX_PICTURE_VIEW (widget);
  AnnexDocument    *document = annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self->canvas));

  if (document != NULL)
    annex_picture_flow_print (widget, document, annex_canvas_get_frame (self->canvas), annex_canvas_get_state (self->canvas), self->cancellable);
}

/* Keys are for what can be seen. */
static void
on_mapped (AnnexPictureView *self)
{
  gboolean mapped = gtk_widget_get_mapped (GTK_WIDGET (self->canvas));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "picture.copy", mapped);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "picture.print", mapped);
}

static void
annex_picture_view_dispose (GObject *object)
{
  AnnexPictureView *self = ANNEX_PICTURE_VIEW (object);

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  annex_announcer_cancel (self->announcer);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "canvas", NULL);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->attachment);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_PICTURE_VIEW);

  G_OBJECT_CLASS (annex_picture_view_parent_class)->dispose (object);
}

static void
annex_picture_view_finalize (GObject *object)
{
  AnnexPictureView *self = ANNEX_PICTURE_VIEW (object);

  annex_view_memory_free (self->memory);
  annex_announcer_free (self->announcer);

  G_OBJECT_CLASS (annex_picture_view_parent_class)->finalize (object);
}

static void
annex_picture_view_class_init (AnnexPictureViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_picture_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_picture_view_finalize;

  g_type_ensure (ANNEX_TYPE_CANVAS);
  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-picture-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexPictureView, canvas);
  gtk_widget_class_bind_template_child (widget_class, AnnexPictureView, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexPictureView, scroller);
  gtk_widget_class_bind_template_child (widget_class, AnnexPictureView, play_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexPictureView, spinner);
  gtk_widget_class_bind_template_child (widget_class, AnnexPictureView, overlay);
  gtk_widget_class_install_action (widget_class, "picture.read-on", "i", read_on_action);
  gtk_widget_class_install_action (widget_class, "picture.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "picture.print", NULL, print_action);
}

static void
annex_picture_view_init (AnnexPictureView *self)
{
  self->memory = annex_view_memory_new ();
  self->announcer = annex_announcer_new (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  annex_dialog_guard_add (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "canvas", annex_canvas_get_actions (self->canvas));
  g_signal_connect_object (self->canvas, "notify::zoom", G_CALLBACK (on_zoom_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "notify::playing", G_CALLBACK (on_playing_changed), self, G_CONNECT_SWAPPED);
  on_playing_changed (self);
  g_signal_connect_object (self->canvas, "notify::drawn", G_CALLBACK (update_spinner), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "notify::blurred", G_CALLBACK (update_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "map", G_CALLBACK (on_mapped), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->canvas, "unmap", G_CALLBACK (on_mapped), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_mapped (self);
}

/**
 * annex_picture_view_get_canvas:
 * @self: a picture view
 *
 * Returns: (transfer none): what draws the picture
 */
AnnexCanvas *
annex_picture_view_get_canvas (AnnexPictureView *self)
{
  g_return_val_if_fail (ANNEX_IS_PICTURE_VIEW (self), NULL);

  return self->canvas;
}

/**
 * annex_picture_view_is_waiting:
 * @self: a picture view
 *
 * Returns: whether there is a picture of which nothing can be seen yet
 */
gboolean
annex_picture_view_is_waiting (AnnexPictureView *self)
{
  AnnexDocumentView *view;

  g_return_val_if_fail (ANNEX_IS_PICTURE_VIEW (self), FALSE);

  view = ANNEX_DOCUMENT_VIEW (self->canvas);

  return annex_document_view_get_document (view) != NULL
         && !annex_document_view_is_drawn (view)
         && annex_document_view_get_error (view) == NULL;
}

/**
 * annex_picture_view_show:
 * @self: a picture view
 * @attachment: whose picture it is
 * @document: the picture
 *
 * Shows the picture as it was last looked at, or fitted.
 */
void
annex_picture_view_show (AnnexPictureView *self,
                         AnnexAttachment  *attachment,
                         AnnexDocument    *document)
{
  g_return_if_fail (ANNEX_IS_PICTURE_VIEW (self) && ANNEX_IS_ATTACHMENT (attachment) && ANNEX_IS_DOCUMENT (document));

  annex_picture_view_clear (self);
  g_set_object (&self->attachment, attachment);
  self->cancellable = g_cancellable_new ();
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (self->canvas), document);
  gtk_widget_set_visible (self->play_button, annex_document_get_n_frames (document) > 1);
  recall_memory (self);
}

/**
 * annex_picture_view_clear:
 * @self: a picture view
 *
 * Drops the picture at once, and remembers how it was looked at.
 */
void
annex_picture_view_clear (AnnexPictureView *self)
{
  g_return_if_fail (ANNEX_IS_PICTURE_VIEW (self));

  annex_announcer_cancel (self->announcer);
  if (self->attachment != NULL)
    keep_memory (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->attachment);
  annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (self->canvas), NULL);
}
