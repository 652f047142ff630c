/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-safe-copy-bar.h"

#include "annex-safe-copy.h"
#include "annex-save-flow.h"
#include "annex-weak-ref.h"

#include <glib/gi18n-lib.h>

struct _AnnexSafeCopyBar
{
  AdwBin parent_instance;

  GtkLabel       *label;
  GtkProgressBar *progress_bar;

  /* From the question until the file is written, and no longer: they hold a decoder and what the customer sent. */
  AnnexAttachment *attachment;  /* (owned) (nullable) */
  AnnexSafeCopy   *copy;        /* (owned) (nullable) */
  GCancellable    *cancellable; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (AnnexSafeCopyBar, annex_safe_copy_bar, ADW_TYPE_BIN)

enum
{
  PROP_BUSY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_progress (AnnexSafeCopyBar *self)
{
  guint n_pages = annex_document_get_n_pages (annex_safe_copy_get_document (self->copy));
  guint n_done = annex_safe_copy_get_n_done (self->copy);
  /* Translators: number of the page that is worked on, and of all pages */
  g_autofree char *text = g_strdup_printf (_ ("Saving safe copy: page %u of %u"), MIN (n_done + 1, n_pages), n_pages);

  gtk_label_set_text (self->label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, (double) n_done / MAX (n_pages, 1));
}

static void
on_making_changed (AnnexSafeCopyBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), annex_safe_copy_is_making (self->copy));
  if (annex_safe_copy_is_making (self->copy))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("Saving safe copy"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
drop_copy (AnnexSafeCopyBar *self)
{
  g_clear_object (&self->cancellable);
  if (self->copy != NULL)
    g_signal_handlers_disconnect_by_data (self->copy, self);
  g_clear_object (&self->copy);
  g_clear_object (&self->attachment);
}

static void
forget_copy (AnnexSafeCopyBar *self)
{
  drop_copy (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
on_save_over (gpointer user_data)
{
  g_autoptr (AnnexSafeCopyBar) self = annex_weak_ref_steal (user_data);

  if (self != NULL)
    forget_copy (self);
}

static void
on_response (AnnexSafeCopyBar *self,
             const char       *response)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (g_strcmp0 (response, "save") == 0 && self->copy != NULL && overlay != NULL)
    annex_save_flow_start_copy (self->attachment, self->copy, ADW_TOAST_OVERLAY (overlay), self->cancellable, on_save_over, annex_weak_ref_new (self));
  else
    forget_copy (self);
}

/**
 * annex_safe_copy_bar_ask:
 * @self: a bar in a toast overlay
 * @attachment: an attachment
 * @document: the same, opened
 *
 * Tells what a safe copy is, and saves one if it is wanted. One at a time: until that is done nothing happens.
 */
void
annex_safe_copy_bar_ask (AnnexSafeCopyBar *self,
                         AnnexAttachment  *attachment,
                         AnnexDocument    *document)
{
  AdwDialog *dialog;

  g_return_if_fail (ANNEX_IS_SAFE_COPY_BAR (self) && ANNEX_IS_ATTACHMENT (attachment) && ANNEX_IS_DOCUMENT (document));

  if (annex_safe_copy_bar_is_busy (self))
    return;

  self->attachment = g_object_ref (attachment);
  self->copy = annex_safe_copy_new (document);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->copy, "notify::making", G_CALLBACK (on_making_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->copy, "notify::n-done", G_CALLBACK (update_progress), self, G_CONNECT_SWAPPED);

  dialog = adw_alert_dialog_new (_ ("Save a Safe Copy?"),
                                 _ ("The pages become pictures in a new PDF. Links, scripts, forms and embedded files are left out, and text can no longer be selected."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "save", _ ("_Save…"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "save");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * annex_safe_copy_bar_is_busy:
 * @self: a bar
 *
 * Returns: whether a copy is asked about, being made or being saved
 */
gboolean
annex_safe_copy_bar_is_busy (AnnexSafeCopyBar *self)
{
  g_return_val_if_fail (ANNEX_IS_SAFE_COPY_BAR (self), FALSE);

  return self->copy != NULL;
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  g_cancellable_cancel (ANNEX_SAFE_COPY_BAR (widget)->cancellable);
}

static void
annex_safe_copy_bar_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  if (prop_id == PROP_BUSY)
    g_value_set_boolean (value, annex_safe_copy_bar_is_busy (ANNEX_SAFE_COPY_BAR (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
annex_safe_copy_bar_dispose (GObject *object)
{
  g_cancellable_cancel (ANNEX_SAFE_COPY_BAR (object)->cancellable);
  drop_copy (ANNEX_SAFE_COPY_BAR (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_SAFE_COPY_BAR);

  G_OBJECT_CLASS (annex_safe_copy_bar_parent_class)->dispose (object);
}

static void
annex_safe_copy_bar_class_init (AnnexSafeCopyBarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = annex_safe_copy_bar_get_property;
  object_class->dispose = annex_safe_copy_bar_dispose;

  /**
   * AnnexSafeCopyBar:busy:
   *
   * Whether a copy is asked about, being made or being saved.
   */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-safe-copy-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexSafeCopyBar, label);
  gtk_widget_class_bind_template_child (widget_class, AnnexSafeCopyBar, progress_bar);
  gtk_widget_class_install_action (widget_class, "safe-copy.cancel", NULL, cancel_action);
}

static void
annex_safe_copy_bar_init (AnnexSafeCopyBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
