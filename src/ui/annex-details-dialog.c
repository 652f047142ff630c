/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-details-dialog.h"

#include "annex-problem.h"

struct _AnnexDetailsDialog
{
  AdwDialog parent_instance;

  GtkLabel *details_label;
};

G_DEFINE_FINAL_TYPE (AnnexDetailsDialog, annex_details_dialog, ADW_TYPE_DIALOG)

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AnnexDetailsDialog *self = ANNEX_DETAILS_DIALOG (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_text (self->details_label));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
annex_details_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_DETAILS_DIALOG);

  G_OBJECT_CLASS (annex_details_dialog_parent_class)->dispose (object);
}

static void
annex_details_dialog_class_init (AnnexDetailsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_details_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-details-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexDetailsDialog, details_label);
  gtk_widget_class_install_action (widget_class, "details.copy", NULL, copy_action);
}

static void
annex_details_dialog_init (AnnexDetailsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * annex_details_dialog_new:
 * @error: the error to tell about
 *
 * Returns: (transfer floating): a dialog with everything that may be told about the error
 */
AdwDialog *
annex_details_dialog_new (const GError *error)
{
  AnnexDetailsDialog *self = g_object_new (ANNEX_TYPE_DETAILS_DIALOG, NULL);
  g_autofree char    *details = annex_problem_format_details (error);

  gtk_label_set_text (self->details_label, g_strchomp (details));

  return ADW_DIALOG (self);
}
