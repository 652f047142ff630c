/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-notice.h"

#include "annex-preview-error.h"

#include <glib/gi18n-lib.h>

/* What comes sooner needs no spinner. */
#define SPINNER_DELAY_MS 200

struct _AnnexPageNotice
{
  GtkWidget parent_instance;

  GtkWidget *spinner; /* (owned by GTK) */
  GtkWidget *message; /* (owned by GTK) a box with the next two */
  GtkWidget *label;
  GtkWidget *button;
  guint      page;
  guint      delay_id;
};

G_DEFINE_FINAL_TYPE (AnnexPageNotice, annex_page_notice, GTK_TYPE_WIDGET)

enum
{
  RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
on_delay_over (gpointer user_data)
{
  AnnexPageNotice *self = ANNEX_PAGE_NOTICE (user_data);

  self->delay_id = 0;
  gtk_widget_set_visible (self->spinner, TRUE);
  gtk_spinner_start (GTK_SPINNER (self->spinner));

  return G_SOURCE_REMOVE;
}

static void
on_button_clicked (AnnexPageNotice *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static void
annex_page_notice_dispose (GObject *object)
{
  AnnexPageNotice *self = ANNEX_PAGE_NOTICE (object);

  g_clear_handle_id (&self->delay_id, g_source_remove);
  g_clear_pointer (&self->spinner, gtk_widget_unparent);
  g_clear_pointer (&self->message, gtk_widget_unparent);

  G_OBJECT_CLASS (annex_page_notice_parent_class)->dispose (object);
}

static void
annex_page_notice_class_init (AnnexPageNoticeClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = annex_page_notice_dispose;

  /**
   * AnnexPageNotice::retry:
   *
   * The page is to be drawn once more.
   */
  signals[RETRY] = g_signal_new ("retry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "annexpagenotice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
set_up_message (AnnexPageNotice *self)
{
  self->message = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->label = gtk_label_new (NULL);
  self->button = gtk_button_new_with_mnemonic (_ ("_Try Again"));
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (self->message, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->message, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->message), self->label);
  gtk_box_append (GTK_BOX (self->message), self->button);
  gtk_widget_set_visible (self->message, FALSE);
  gtk_widget_set_parent (self->message, GTK_WIDGET (self));
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (on_button_clicked), self, G_CONNECT_SWAPPED);
}

static void
annex_page_notice_init (AnnexPageNotice *self)
{
  self->spinner = gtk_spinner_new ();
  gtk_widget_set_halign (self->spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (self->spinner, 32, 32);
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_widget_set_parent (self->spinner, GTK_WIDGET (self));
  set_up_message (self);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  annex_page_notice_set_error (self, NULL, FALSE);
}

/**
 * annex_page_notice_new:
 * @page: the page, from 0
 *
 * Returns: (transfer floating): a notice of a page that is being drawn
 */
GtkWidget *
annex_page_notice_new (guint page)
{
  AnnexPageNotice *self = g_object_new (ANNEX_TYPE_PAGE_NOTICE, NULL);

  self->page = page;

  return GTK_WIDGET (self);
}

/**
 * annex_page_notice_get_page:
 * @self: a notice
 *
 * Returns: the page that it lies on, from 0
 */
guint
annex_page_notice_get_page (AnnexPageNotice *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_NOTICE (self), 0);

  return self->page;
}

static const char *
describe (AnnexPageNotice *self,
          const GError    *error)
{
  if (g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_SLOW))
    return _ ("This page takes too long to draw.");

  return annex_page_notice_is_over (self) ? _ ("This page could not be drawn sharply.") : _ ("This page could not be shown.");
}

/**
 * annex_page_notice_is_over:
 * @self: a notice
 *
 * Returns: whether the page can be seen below it
 */
gboolean
annex_page_notice_is_over (AnnexPageNotice *self)
{
  g_return_val_if_fail (ANNEX_IS_PAGE_NOTICE (self), FALSE);

  return gtk_widget_has_css_class (GTK_WIDGET (self), "over");
}

static void
set_over (AnnexPageNotice *self,
          gboolean         over)
{
  if (over)
    gtk_widget_add_css_class (GTK_WIDGET (self), "over");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "over");
}

/**
 * annex_page_notice_set_error:
 * @self: a notice
 * @error: (nullable): why the page could not be drawn, or %NULL when it is being drawn
 * @over: whether the page can be seen, but not as sharp as it should be
 */
void
annex_page_notice_set_error (AnnexPageNotice *self,
                             const GError    *error,
                             gboolean         over)
{
  g_return_if_fail (ANNEX_IS_PAGE_NOTICE (self));

  set_over (self, over);

  if (error != NULL)
    {
      g_clear_handle_id (&self->delay_id, g_source_remove);
      gtk_label_set_text (GTK_LABEL (self->label), describe (self, error));
    }
  else if (self->delay_id == 0 && !gtk_widget_get_visible (self->spinner))
    {
      self->delay_id = g_timeout_add (SPINNER_DELAY_MS, on_delay_over, self);
    }

  if (error != NULL)
    gtk_widget_set_visible (self->spinner, FALSE);
  gtk_widget_set_visible (self->message, error != NULL);
  /* Only what says something is in the way of the pointer. */
  gtk_widget_set_can_target (GTK_WIDGET (self), error != NULL);
}
