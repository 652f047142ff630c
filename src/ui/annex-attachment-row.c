/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-attachment-row.h"

#include "annex-wording.h"

struct _AnnexAttachmentRow
{
  AdwBin parent_instance;

  GtkImage *type_image;
  GtkLabel *name_label;
  GtkLabel *summary_label;
  GtkImage *state_image;

  AnnexAttachment *attachment;  /* (owned) (nullable) */
  char            *description; /* (owned) */
};

G_DEFINE_FINAL_TYPE (AnnexAttachmentRow, annex_attachment_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ATTACHMENT,
  PROP_DESCRIPTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_state_icon (AnnexAttachment *attachment)
{
  switch (annex_attachment_get_state (attachment))
    {
    case ANNEX_ATTACHMENT_STATE_CHECKING:
      return "security-medium-symbolic";
    case ANNEX_ATTACHMENT_STATE_BLOCKED:
      return "security-low-symbolic";
    case ANNEX_ATTACHMENT_STATE_BROKEN:
    case ANNEX_ATTACHMENT_STATE_FAILED:
      return "dialog-warning-symbolic";
    case ANNEX_ATTACHMENT_STATE_READY:
      return annex_attachment_get_preview_error (attachment) != NULL ? "dialog-warning-symbolic" : NULL;
    case ANNEX_ATTACHMENT_STATE_QUEUED:
    case ANNEX_ATTACHMENT_STATE_WAITING:
      return "preferences-system-time-symbolic";
    default:
      return NULL;
    }
}

static void
set_description (AnnexAttachmentRow *self,
                 char               *description)
{
  g_autofree char *old = g_steal_pointer (&self->description);

  self->description = description;
  if (g_strcmp0 (old, description) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

static void
update (AnnexAttachmentRow *self)
{
  g_autofree char *name = annex_wording_name (self->attachment);
  g_autofree char *summary = annex_wording_summary (self->attachment);
  const char      *state_icon = get_state_icon (self->attachment);

  gtk_image_set_from_icon_name (self->type_image,
                                annex_wording_type_icon (annex_attachment_get_file_type (self->attachment)));
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->summary_label, summary);
  gtk_image_set_from_icon_name (self->state_image, state_icon);
  gtk_widget_set_visible (GTK_WIDGET (self->state_image), state_icon != NULL);
  set_description (self, annex_wording_description (self->attachment));
}

static void
annex_attachment_row_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AnnexAttachmentRow *self = ANNEX_ATTACHMENT_ROW (object);

  switch (prop_id)
    {
    case PROP_ATTACHMENT:
      g_value_set_object (value, self->attachment);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annex_attachment_row_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ATTACHMENT:
      annex_attachment_row_set_attachment (ANNEX_ATTACHMENT_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annex_attachment_row_dispose (GObject *object)
{
  AnnexAttachmentRow *self = ANNEX_ATTACHMENT_ROW (object);

  g_clear_object (&self->attachment);
  g_clear_pointer (&self->description, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_ATTACHMENT_ROW);

  G_OBJECT_CLASS (annex_attachment_row_parent_class)->dispose (object);
}

static void
annex_attachment_row_class_init (AnnexAttachmentRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = annex_attachment_row_get_property;
  object_class->set_property = annex_attachment_row_set_property;
  object_class->dispose = annex_attachment_row_dispose;

  /**
   * AnnexAttachmentRow:attachment:
   *
   * The attachment that is shown.
   */
  properties[PROP_ATTACHMENT] = g_param_spec_object ("attachment", NULL, NULL, ANNEX_TYPE_ATTACHMENT, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexAttachmentRow:description:
   *
   * The whole row in words, for the screen reader.
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-attachment-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexAttachmentRow, type_image);
  gtk_widget_class_bind_template_child (widget_class, AnnexAttachmentRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, AnnexAttachmentRow, summary_label);
  gtk_widget_class_bind_template_child (widget_class, AnnexAttachmentRow, state_image);
}

static void
annex_attachment_row_init (AnnexAttachmentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * annex_attachment_row_get_attachment:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the attachment that is shown
 */
AnnexAttachment *
annex_attachment_row_get_attachment (AnnexAttachmentRow *self)
{
  g_return_val_if_fail (ANNEX_IS_ATTACHMENT_ROW (self), NULL);

  return self->attachment;
}

/**
 * annex_attachment_row_set_attachment:
 * @self: a row
 * @attachment: (nullable): the attachment to show
 */
void
annex_attachment_row_set_attachment (AnnexAttachmentRow *self,
                                     AnnexAttachment    *attachment)
{
  g_return_if_fail (ANNEX_IS_ATTACHMENT_ROW (self));

  if (self->attachment == attachment)
    return;

  if (self->attachment != NULL)
    g_signal_handlers_disconnect_by_func (self->attachment, update, self);
  g_set_object (&self->attachment, attachment);

  if (attachment != NULL)
    {
      g_signal_connect_object (attachment, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTACHMENT]);
}
