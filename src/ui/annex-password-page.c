/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-password-page.h"

#include "annex-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _AnnexPasswordPage
{
  AdwBin parent_instance;

  GtkWidget *entry;
  GtkLabel  *error_label;
  GtkWidget *unlock_button;

  gboolean busy; /* the last one is being tried */
};

G_DEFINE_FINAL_TYPE (AnnexPasswordPage, annex_password_page, ADW_TYPE_BIN)

enum
{
  SIGNAL_UNLOCK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Returns: (transfer none): wiped by the entry when it changes */
static const char *
get_text (AnnexPasswordPage *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
set_error (AnnexPasswordPage *self,
           const char        *text)
{
  gtk_label_set_text (self->error_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), text != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               text != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (text != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  if (text != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
update_button (AnnexPasswordPage *self)
{
  gtk_widget_set_sensitive (self->unlock_button, !self->busy && *get_text (self) != '\0');
}

static void
on_changed (AnnexPasswordPage *self)
{
  set_error (self, NULL);
  update_button (self);
}

/* What no document can have is not taken rather than cut off: a part of a password opens nothing. */
static void
on_insert_text (GtkEditable       *editable,
                const char        *text,
                int                length,
                int               *position,
                AnnexPasswordPage *self)
{
  gsize added = length >= 0 ? (gsize) length : strlen (text);

  if (strlen (gtk_editable_get_text (editable)) + added <= ANNEX_DOCUMENT_MAX_PASSWORD)
    return;

  g_signal_stop_emission_by_name (editable, "insert-text");
  gtk_widget_error_bell (self->entry);
  set_error (self, _ ("A password cannot be as long as this"));
}

static void
on_activate (AnnexPasswordPage *self)
{
  const char *text = get_text (self);
  g_autoptr (AnnexSecret) password = NULL;

  if (self->busy || *text == '\0')
    return;

  password = annex_secret_new (text, strlen (text));
  g_signal_emit (self, signals[SIGNAL_UNLOCK], 0, password);
}

static gboolean
annex_password_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (ANNEX_PASSWORD_PAGE (widget)->entry);
}

static void
annex_password_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_PASSWORD_PAGE);

  G_OBJECT_CLASS (annex_password_page_parent_class)->dispose (object);
}

static void
annex_password_page_class_init (AnnexPasswordPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_password_page_dispose;
  widget_class->grab_focus = annex_password_page_grab_focus;

  /**
   * AnnexPasswordPage::unlock:
   * @self: a password page
   * @password: what was entered
   */
  signals[SIGNAL_UNLOCK] = g_signal_new ("unlock", ANNEX_TYPE_PASSWORD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, ANNEX_TYPE_SECRET | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-password-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexPasswordPage, entry);
  gtk_widget_class_bind_template_child (widget_class, AnnexPasswordPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, AnnexPasswordPage, unlock_button);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
annex_password_page_init (AnnexPasswordPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)), "insert-text", G_CALLBACK (on_insert_text), self, 0);
}

/**
 * annex_password_page_show_wrong:
 * @self: a password page
 *
 * The document does not open with what was entered: it is selected, so that the next attempt replaces it.
 */
void
annex_password_page_show_wrong (AnnexPasswordPage *self)
{
  g_return_if_fail (ANNEX_IS_PASSWORD_PAGE (self));

  annex_password_page_set_busy (self, FALSE);
  set_error (self, _ ("Incorrect password"));
  /* What is selected can be inserted elsewhere, as it is seen. */
  gtk_text_set_visibility (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))), FALSE);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * annex_password_page_set_busy:
 * @self: a password page
 * @busy: whether what was entered is being tried
 */
void
annex_password_page_set_busy (AnnexPasswordPage *self,
                              gboolean           busy)
{
  g_return_if_fail (ANNEX_IS_PASSWORD_PAGE (self));

  self->busy = busy;
  update_button (self);
}

/**
 * annex_password_page_clear:
 * @self: a password page
 *
 * Forgets what was entered: the entry overwrites it.
 */
void
annex_password_page_clear (AnnexPasswordPage *self)
{
  g_return_if_fail (ANNEX_IS_PASSWORD_PAGE (self));

  self->busy = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  set_error (self, NULL);
  update_button (self);
}
