/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-inactive-chip.h"

#include "annex-weak-ref.h"

#include <glib/gi18n-lib.h>

struct _AnnexInactiveChip
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkLabel  *label;

  GCancellable *cancellable; /* (owned) (nullable) of the question for what there is */
};

G_DEFINE_FINAL_TYPE (AnnexInactiveChip, annex_inactive_chip, ADW_TYPE_BIN)

/**
 * annex_inactive_chip_describe:
 * @inventory: what there is
 *
 * Returns: (transfer full) (nullable): the same in words, such as “2 links, 1 embedded file, JavaScript”; %NULL for nothing
 */
char *
annex_inactive_chip_describe (const AnnexDocumentInventory *inventory)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (inventory->n_links > 0)
    /* Translators: links that lead nowhere here, such as those that would start a program */
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%u link", "%u links", inventory->n_links), inventory->n_links));
  if (inventory->n_files > 0)
    /* Translators: files within the document */
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%u embedded file", "%u embedded files", inventory->n_files), inventory->n_files));
  if (inventory->n_media > 0)
    /* Translators: sounds and films in the document */
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%u media clip", "%u media clips", inventory->n_media), inventory->n_media));
  if (inventory->n_fields > 0)
    /* Translators: fields of a form in the document */
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%u form field", "%u form fields", inventory->n_fields), inventory->n_fields));
  if (inventory->has_scripts)
    g_strv_builder_add (parts, _ ("JavaScript"));

  list = g_strv_builder_end (parts);

  /* Translators: stands between the parts of a list */
  return list[0] != NULL ? g_strjoinv (C_ ("list", ", "), list) : NULL;
}

static void
show_inventory (AnnexInactiveChip            *self,
                const AnnexDocumentInventory *inventory)
{
  g_autofree char *found = annex_inactive_chip_describe (inventory);
  g_autofree char *text = NULL;

  if (found == NULL)
    return;

  /* Translators: %s is a list such as “2 links, 1 embedded file, JavaScript” */
  text = g_strdup_printf (_ ("%s — inactive"), found);
  gtk_label_set_text (self->label, text);
  gtk_widget_set_tooltip_text (self->button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
}

static void
query_inventory_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (AnnexInactiveChip) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree AnnexDocumentInventory *inventory = annex_document_query_inventory_finish (ANNEX_DOCUMENT (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* A page that could not be looked through is as inactive as the rest, and says itself what is wrong with it. */
  g_clear_object (&self->cancellable);
  if (inventory != NULL)
    show_inventory (self, inventory);
}

static void
annex_inactive_chip_dispose (GObject *object)
{
  AnnexInactiveChip *self = ANNEX_INACTIVE_CHIP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_INACTIVE_CHIP);

  G_OBJECT_CLASS (annex_inactive_chip_parent_class)->dispose (object);
}

static void
annex_inactive_chip_class_init (AnnexInactiveChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_inactive_chip_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-inactive-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexInactiveChip, button);
  gtk_widget_class_bind_template_child (widget_class, AnnexInactiveChip, label);
}

static void
annex_inactive_chip_init (AnnexInactiveChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * annex_inactive_chip_set_document:
 * @self: a chip
 * @document: (nullable): what to look through
 */
void
annex_inactive_chip_set_document (AnnexInactiveChip *self,
                                  AnnexDocument     *document)
{
  g_return_if_fail (ANNEX_IS_INACTIVE_CHIP (self));
  g_return_if_fail (document == NULL || ANNEX_IS_DOCUMENT (document));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (document == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  annex_document_query_inventory_async (document, self->cancellable, query_inventory_cb, annex_weak_ref_new (self));
}
