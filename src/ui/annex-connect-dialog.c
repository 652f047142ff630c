/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-connect-dialog.h"

#include "annex-hand-off.h"
#include "annex-problem.h"

struct _AnnexConnectDialog
{
  AdwDialog parent_instance;

  AdwBanner   *banner;
  GtkTextView *text_view;
};

G_DEFINE_FINAL_TYPE (AnnexConnectDialog, annex_connect_dialog, ADW_TYPE_DIALOG)

enum
{
  ACCEPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_error (AnnexConnectDialog *self,
            const GError       *error)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_error (error, NULL);

  adw_banner_set_title (self->banner, problem->description);
  adw_banner_set_revealed (self->banner, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), problem->description, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
accept_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AnnexConnectDialog *self = ANNEX_CONNECT_DIALOG (widget);
  GtkTextBuffer      *buffer = gtk_text_view_get_buffer (self->text_view);
  g_autoptr (AnnexHandOff) hand_off = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) environment = g_get_environ ();
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  hand_off = annex_hand_off_new_from_json (text, strlen (text), (const char *const *) environment, &error);

  if (hand_off == NULL)
    {
      show_error (self, error);
    }
  else
    {
      g_signal_emit (self, signals[ACCEPTED], 0, hand_off);
      gtk_text_buffer_set_text (buffer, "", 0);
      adw_dialog_close (ADW_DIALOG (self));
    }

  explicit_bzero (text, strlen (text));
}

static void
annex_connect_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_CONNECT_DIALOG);

  G_OBJECT_CLASS (annex_connect_dialog_parent_class)->dispose (object);
}

static void
annex_connect_dialog_class_init (AnnexConnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_connect_dialog_dispose;

  /**
   * AnnexConnectDialog::accepted:
   * @hand_off: what was pasted, validated
   *
   * The agent wants to connect.
   */
  signals[ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, ANNEX_TYPE_HAND_OFF);

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexConnectDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, AnnexConnectDialog, text_view);
  gtk_widget_class_install_action (widget_class, "connect.accept", NULL, accept_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "connect.accept", NULL);
}

static void
annex_connect_dialog_init (AnnexConnectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_buffer_set_enable_undo (gtk_text_view_get_buffer (self->text_view), FALSE);
}

/**
 * annex_connect_dialog_new:
 *
 * Returns: (transfer floating): a dialog
 */
AdwDialog *
annex_connect_dialog_new (void)
{
  return g_object_new (ANNEX_TYPE_CONNECT_DIALOG, NULL);
}
