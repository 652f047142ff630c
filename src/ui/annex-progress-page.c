/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-progress-page.h"

/* Work that is done sooner shows no spinner at all: a flash is more disturbing than a moment of nothing. */
#define DELAY_MS 200

struct _AnnexProgressPage
{
  AdwBin parent_instance;

  AdwSpinner     *spinner;
  GtkProgressBar *progress_bar;
  GtkLabel       *progress_label;

  guint    delay_id;
  gboolean overdue;
};

G_DEFINE_FINAL_TYPE (AnnexProgressPage, annex_progress_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_OVERDUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
on_delay_over (gpointer user_data)
{
  AnnexProgressPage *self = ANNEX_PROGRESS_PAGE (user_data);

  self->delay_id = 0;
  self->overdue = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OVERDUE]);

  return G_SOURCE_REMOVE;
}

static void
annex_progress_page_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_OVERDUE:
      g_value_set_boolean (value, ANNEX_PROGRESS_PAGE (object)->overdue);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annex_progress_page_dispose (GObject *object)
{
  g_clear_handle_id (&ANNEX_PROGRESS_PAGE (object)->delay_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_PROGRESS_PAGE);

  G_OBJECT_CLASS (annex_progress_page_parent_class)->dispose (object);
}

static void
annex_progress_page_class_init (AnnexProgressPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = annex_progress_page_get_property;
  object_class->dispose = annex_progress_page_dispose;

  /**
   * AnnexProgressPage:overdue:
   *
   * Whether it has taken so long that it is worth saying.
   */
  properties[PROP_OVERDUE] = g_param_spec_boolean ("overdue", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-progress-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexProgressPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, AnnexProgressPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexProgressPage, progress_label);
}

static void
annex_progress_page_init (AnnexProgressPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * annex_progress_page_show:
 * @self: a progress page
 * @text: what is being done, or how far it is
 * @fraction: how much of it is done, from 0 to 1, or less than 0 when that is not known
 */
void
annex_progress_page_show (AnnexProgressPage *self,
                          const char        *text,
                          double             fraction)
{
  g_return_if_fail (ANNEX_IS_PROGRESS_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), fraction < 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), fraction >= 0);
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (fraction, 0, 1));
  gtk_label_set_text (self->progress_label, text);
  if (!self->overdue && self->delay_id == 0)
    self->delay_id = g_timeout_add (DELAY_MS, on_delay_over, self);
}

/**
 * annex_progress_page_reset:
 * @self: a progress page
 *
 * Something else begins, and has all the time again.
 */
void
annex_progress_page_reset (AnnexProgressPage *self)
{
  g_return_if_fail (ANNEX_IS_PROGRESS_PAGE (self));

  g_clear_handle_id (&self->delay_id, g_source_remove);
  self->overdue = FALSE;
}

/**
 * annex_progress_page_is_overdue:
 * @self: a progress page
 *
 * Returns: whether it has taken so long that it is worth saying
 */
gboolean
annex_progress_page_is_overdue (AnnexProgressPage *self)
{
  g_return_val_if_fail (ANNEX_IS_PROGRESS_PAGE (self), FALSE);

  return self->overdue;
}
