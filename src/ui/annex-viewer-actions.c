/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-viewer-private.h"

#include "annex-details-dialog.h"
#include "annex-properties-dialog.h"

/* What the agent can do with what is shown. */

/* Whether an attachment is on its way. */
gboolean
annex_viewer_is_busy (AnnexAttachmentState state)
{
  return state == ANNEX_ATTACHMENT_STATE_QUEUED || state == ANNEX_ATTACHMENT_STATE_WAITING || state == ANNEX_ATTACHMENT_STATE_REQUESTING || state == ANNEX_ATTACHMENT_STATE_DOWNLOADING;
}

/* Whether what has arrived is being opened. A picture is until something of it is drawn, which may take long. */
gboolean
annex_viewer_is_opening (AnnexViewer *self)
{
  return self->cancellable != NULL || annex_content_page_is_opening (self->content_page) || annex_picture_view_is_waiting (self->picture_view);
}

/**
 * annex_viewer_can_cancel:
 * @self: a viewer
 *
 * Returns: whether the attachment is being fetched or opened, which `viewer.cancel` ends
 */
gboolean
annex_viewer_can_cancel (AnnexViewer *self)
{
  g_return_val_if_fail (ANNEX_IS_VIEWER (self), FALSE);

  return self->attachment != NULL && (annex_viewer_is_busy (annex_attachment_get_state (self->attachment)) || annex_viewer_is_opening (self));
}

/* A picture is one already. */
gboolean
annex_viewer_can_save_safe_copy (AnnexViewer *self)
{
  return self->document != NULL && !annex_document_is_picture (self->document) && !annex_safe_copy_bar_is_busy (self->safe_copy_bar);
}

static void
try_again_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AnnexViewer *self = ANNEX_VIEWER (widget);

  if (self->attachment == NULL)
    return;

  self->declined = FALSE;
  self->asked = FALSE;
  annex_progress_page_reset (self->progress_page);
  g_clear_pointer (&self->announced, g_free);
  if (annex_attachment_get_preview_error (self->attachment) != NULL)
    annex_attachment_set_preview_error (self->attachment, NULL);
  else if (annex_attachment_get_state (self->attachment) == ANNEX_ATTACHMENT_STATE_FAILED && !self->chat_ended)
    annex_attachment_fetch (self->attachment);
  else
    annex_viewer_update (self);
}

static void
try_now_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  AnnexViewer *self = ANNEX_VIEWER (widget);

  if (self->attachment != NULL)
    annex_attachment_try_now (self->attachment);
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AnnexViewer *self = ANNEX_VIEWER (widget);

  if (self->attachment == NULL)
    return;

  self->declined = TRUE;
  if (annex_viewer_is_busy (annex_attachment_get_state (self->attachment)))
    {
      annex_attachment_cancel (self->attachment);
    }
  else if (annex_viewer_is_opening (self))
    {
      annex_viewer_clear_document (self);
      annex_viewer_update (self);
    }
}

static const GError *
get_error (AnnexViewer *self)
{
  const GError *error = annex_attachment_get_error (self->attachment);

  return error != NULL ? error : annex_attachment_get_preview_error (self->attachment);
}

static void
details_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  AnnexViewer  *self = ANNEX_VIEWER (widget);
  const GError *error = self->attachment != NULL ? get_error (self) : NULL;

  if (error != NULL)
    adw_dialog_present (annex_details_dialog_new (error), widget);
}

static void
properties_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  AnnexViewer *self = ANNEX_VIEWER (widget);

  if (self->attachment != NULL)
    adw_dialog_present (annex_properties_dialog_new (self->attachment, self->document), widget);
}

static void
save_safe_copy_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  AnnexViewer *self = ANNEX_VIEWER (widget);

  if (annex_viewer_can_save_safe_copy (self))
    annex_safe_copy_bar_ask (self->safe_copy_bar, self->attachment, self->document);
}

void
annex_viewer_actions_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "viewer.try-again", NULL, try_again_action);
  gtk_widget_class_install_action (widget_class, "viewer.try-now", NULL, try_now_action);
  gtk_widget_class_install_action (widget_class, "viewer.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "viewer.details", NULL, details_action);
  gtk_widget_class_install_action (widget_class, "viewer.properties", NULL, properties_action);
  gtk_widget_class_install_action (widget_class, "viewer.save-safe-copy", NULL, save_safe_copy_action);
}
