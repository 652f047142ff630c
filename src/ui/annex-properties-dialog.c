/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-properties-dialog.h"

#include "annex-document-reading.h"
#include "annex-inactive-chip.h"
#include "annex-weak-ref.h"
#include "annex-wording.h"

#include <glib/gi18n-lib.h>

struct _AnnexPropertiesDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay     *toast_overlay;
  AdwPreferencesGroup *file_group;
  AdwPreferencesGroup *picture_group;
  AdwPreferencesGroup *document_group;
  AdwPreferencesGroup *chat_group;

  GCancellable *cancellable; /* (owned) */
};

#define MILLIMETRES_PER_POINT (25.4 / 72)

G_DEFINE_FINAL_TYPE (AnnexPropertiesDialog, annex_properties_dialog, ADW_TYPE_DIALOG)

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), g_variant_get_string (parameter, NULL));
  adw_toast_overlay_add_toast (ANNEX_PROPERTIES_DIALOG (widget)->toast_overlay, adw_toast_new (_ ("Text copied")));
}

/* What is not known is left out. */
static AdwActionRow *
add_row (AdwPreferencesGroup *group,
         const char          *title,
         const char          *value)
{
  GtkWidget *row;

  if (value == NULL || *value == '\0')
    return NULL;

  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, value, -1);
  adw_preferences_group_add (group, row);
  gtk_widget_set_visible (GTK_WIDGET (group), TRUE);

  return ADW_ACTION_ROW (row);
}

static void
add_copy_button (AdwActionRow *row,
                 const char   *tooltip,
                 const char   *text)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "properties.copy");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", text);
  adw_action_row_add_suffix (row, button);
}

static void
add_file_rows (AnnexPropertiesDialog *self,
               AnnexAttachment       *attachment)
{
  AnnexContent        *content = annex_attachment_get_content (attachment);
  const AnnexFileType *type = content != NULL ? annex_attachment_get_file_type (attachment) : NULL;
  g_autofree char     *name = annex_wording_name (attachment);
  g_autofree char     *claimed = annex_wording_clean (annex_attachment_get_claimed_type (attachment));
  g_autofree char     *size = content != NULL ? g_format_size_full (annex_content_get_size (content), G_FORMAT_SIZE_LONG_FORMAT) : NULL;

  add_row (self->file_group, _ ("Name"), name);
  add_row (self->file_group, _ ("Type"), type != NULL ? annex_wording_type (type) : NULL);
  /* Translators: what the sender’s program said the file is */
  add_row (self->file_group, _ ("Declared Type"), claimed);
  add_row (self->file_group, _ ("Size"), size);
  if (content != NULL)
    add_copy_button (add_row (self->file_group, _ ("SHA-256 Checksum"), annex_content_get_sha256 (content)), _ ("Copy Checksum"), annex_content_get_sha256 (content));
}

static void
add_chat_rows (AnnexPropertiesDialog *self,
               AnnexAttachment       *attachment)
{
  g_autofree char *sender = annex_wording_sender (attachment);
  g_autofree char *time = annex_wording_time (annex_attachment_get_time (attachment));

  add_row (self->chat_group, _ ("Sender"), sender);
  add_row (self->chat_group, _ ("Sent"), time);
}

static void
add_location_row (AnnexPropertiesDialog   *self,
                  const AnnexPictureFacts *facts)
{
  char             latitude[G_ASCII_DTOSTR_BUF_SIZE];
  char             longitude[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = NULL;

  if (!facts->has_location)
    return;

  /* For maps, which want points in numbers whatever the language. */
  g_ascii_formatd (latitude, sizeof latitude, "%.6f", facts->latitude);
  g_ascii_formatd (longitude, sizeof longitude, "%.6f", facts->longitude);
  text = g_strdup_printf ("%s, %s", latitude, longitude);
  add_copy_button (add_row (self->picture_group, _ ("Location"), _ ("Contained in the file")), _ ("Copy Location"), text);
}

static char *
join_camera (const AnnexPictureFacts *facts)
{
  if (facts->make == NULL || facts->model == NULL)
    return g_strdup (facts->make != NULL ? facts->make : facts->model);

  /* Most makers begin the model's name with their own. */
  if (g_str_has_prefix (facts->model, facts->make))
    return g_strdup (facts->model);

  return g_strdup_printf ("%s %s", facts->make, facts->model);
}

static void
add_picture_rows (AnnexPropertiesDialog   *self,
                  const AnnexPictureFacts *facts)
{
  /* Translators: width and height of a picture */
  g_autofree char *dimensions = g_strdup_printf (_ ("%u × %u pixels"), facts->width, facts->height);
  g_autofree char *camera = join_camera (facts);
  g_autofree char *profile = annex_wording_isolate (facts->profile);
  g_autofree char *camera_text = camera != NULL ? annex_wording_isolate (camera) : NULL;
  /* Translators: date with the year, and time of day, as in strftime */
  g_autofree char *taken = facts->taken != NULL ? g_date_time_format (facts->taken, C_ ("time", "%-d %b %Y, %H:%M")) : NULL;

  add_row (self->picture_group, _ ("Dimensions"), dimensions);
  add_row (self->picture_group, _ ("Color Profile"), facts->profile != NULL ? profile : NULL);
  add_row (self->picture_group, _ ("Camera"), camera_text);
  add_row (self->picture_group, _ ("Taken"), taken);
  add_location_row (self, facts);
}

static void
facts_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AnnexPropertiesDialog) self = annex_weak_ref_steal (user_data);
  g_autoptr (AnnexPictureFacts) facts = annex_document_query_facts_finish (ANNEX_DOCUMENT (source), result, NULL);

  /* A picture that says nothing about itself is no failure. */
  if (self != NULL && facts != NULL)
    add_picture_rows (self, facts);
}

static void
add_pages_row (AnnexPropertiesDialog *self,
               AnnexDocument         *document)
{
  g_autofree char *n_pages = g_strdup_printf ("%u", annex_document_get_n_pages (document));

  add_row (self->document_group, _ ("Pages"), n_pages);
}

static void
add_document_rows (AnnexPropertiesDialog *self,
                   AnnexDocument         *document)
{
  g_autofree char *dimensions = NULL;
  graphene_size_t  size;

  if (annex_document_get_known_size (document, 0, &size))
    /* Translators: width and height of a page, in millimetres */
    dimensions = g_strdup_printf (_ ("%.0f × %.0f mm"), size.width * MILLIMETRES_PER_POINT, size.height * MILLIMETRES_PER_POINT);

  /* Translators: of the first page */
  add_row (self->document_group, _ ("Page Size"), dimensions);
  /* What is encrypted in a way that nobody notices is not told of as such by the decoder: no word is no promise. */
  add_row (self->document_group, _ ("Encryption"), annex_document_is_encrypted (document) ? _ ("Encrypted") : NULL);
}

static void
inventory_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (AnnexPropertiesDialog) self = annex_weak_ref_steal (user_data);
  g_autofree AnnexDocumentInventory *inventory = annex_document_query_inventory_finish (ANNEX_DOCUMENT (source), result, NULL);
  g_autofree char                   *found = inventory != NULL ? annex_inactive_chip_describe (inventory) : NULL;

  /* What could not be looked through is not known. */
  if (self != NULL && inventory != NULL)
    add_row (self->document_group, _ ("Inactive Content"), found != NULL ? found : _ ("None"));
}

static void
annex_properties_dialog_dispose (GObject *object)
{
  AnnexPropertiesDialog *self = ANNEX_PROPERTIES_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_PROPERTIES_DIALOG);

  G_OBJECT_CLASS (annex_properties_dialog_parent_class)->dispose (object);
}

static void
annex_properties_dialog_class_init (AnnexPropertiesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_properties_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-properties-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexPropertiesDialog, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, AnnexPropertiesDialog, file_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexPropertiesDialog, picture_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexPropertiesDialog, document_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexPropertiesDialog, chat_group);
  gtk_widget_class_install_action (widget_class, "properties.copy", "s", copy_action);
}

static void
annex_properties_dialog_init (AnnexPropertiesDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * annex_properties_dialog_new:
 * @attachment: an attachment
 * @document: (nullable): the same, opened
 *
 * Returns: (transfer floating): a dialog with what is known of it
 */
AdwDialog *
annex_properties_dialog_new (AnnexAttachment *attachment,
                             AnnexDocument   *document)
{
  AnnexPropertiesDialog *self = g_object_new (ANNEX_TYPE_PROPERTIES_DIALOG, NULL);

  add_file_rows (self, attachment);
  add_chat_rows (self, attachment);
  if (document != NULL && !annex_document_is_picture (document))
    add_pages_row (self, document);
  if (document != NULL && annex_document_has_facts (document))
    annex_document_query_facts_async (document, self->cancellable, facts_cb, annex_weak_ref_new (self));
  else if (document != NULL)
    {
      add_document_rows (self, document);
      annex_document_query_inventory_async (document, self->cancellable, inventory_cb, annex_weak_ref_new (self));
    }

  return ADW_DIALOG (self);
}
