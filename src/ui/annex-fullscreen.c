/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-fullscreen.h"

/* How long the header stays after the pointer has come to rest. */
#define REST_MS 2000

struct _AnnexFullscreen
{
  GObject parent_instance;

  GtkWindow                *window;         /* whose child it lives with */
  AdwToolbarView           *view;           /* (owned) */
  GtkWidget                *header;         /* (owned) */
  GtkEventControllerMotion *header_pointer; /* of the header */
  GtkEventControllerFocus  *header_focus;   /* of the header */
  graphene_point_t          pointer;        /* where it was last */
  guint                     rest_id;        /* while the pointer moves */
};

G_DEFINE_FINAL_TYPE (AnnexFullscreen, annex_fullscreen, G_TYPE_OBJECT)

static void
update (AnnexFullscreen *self)
{
  gboolean fullscreen = gtk_window_is_fullscreen (self->window);
  gboolean in_use = self->rest_id != 0 || gtk_event_controller_motion_contains_pointer (self->header_pointer) || gtk_event_controller_focus_contains_focus (self->header_focus);

  adw_toolbar_view_set_extend_content_to_top_edge (self->view, fullscreen);
  adw_toolbar_view_set_top_bar_style (self->view, fullscreen ? ADW_TOOLBAR_RAISED : ADW_TOOLBAR_FLAT);
  gtk_widget_set_visible (self->header, !fullscreen || in_use);
}

static gboolean
on_rest (gpointer user_data)
{
  AnnexFullscreen *self = ANNEX_FULLSCREEN (user_data);

  self->rest_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* A widget that comes under a pointer that rests makes a motion of it, too. */
static void
on_motion (AnnexFullscreen *self,
           double           x,
           double           y)
{
  const graphene_point_t pointer = GRAPHENE_POINT_INIT ((float) x, (float) y);

  if (graphene_point_near (&self->pointer, &pointer, 1))
    return;

  self->pointer = pointer;
  if (!gtk_window_is_fullscreen (self->window))
    return;

  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (REST_MS, on_rest, self);
  update (self);
}

static void
annex_fullscreen_dispose (GObject *object)
{
  AnnexFullscreen *self = ANNEX_FULLSCREEN (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_object (&self->view);
  g_clear_object (&self->header);

  G_OBJECT_CLASS (annex_fullscreen_parent_class)->dispose (object);
}

static void
annex_fullscreen_class_init (AnnexFullscreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_fullscreen_dispose;
}

static void
annex_fullscreen_init (AnnexFullscreen *self)
{
  self->header_pointer = GTK_EVENT_CONTROLLER_MOTION (gtk_event_controller_motion_new ());
  self->header_focus = GTK_EVENT_CONTROLLER_FOCUS (gtk_event_controller_focus_new ());
  g_signal_connect_object (self->header_pointer, "notify::contains-pointer", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->header_focus, "notify::contains-focus", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * annex_fullscreen_new:
 * @window: the window
 * @view: what fills the screen, in the window
 * @header: the first of its top bars
 *
 * Returns: (transfer full): what shows and hides the header, to be kept no longer than the window
 */
AnnexFullscreen *
annex_fullscreen_new (GtkWindow      *window,
                      AdwToolbarView *view,
                      GtkWidget      *header)
{
  AnnexFullscreen    *self;
  GtkEventController *pointer;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);
  g_return_val_if_fail (ADW_IS_TOOLBAR_VIEW (view), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (header), NULL);

  self = g_object_new (ANNEX_TYPE_FULLSCREEN, NULL);
  self->window = window;
  self->view = g_object_ref (view);
  self->header = g_object_ref (header);
  gtk_widget_add_controller (header, GTK_EVENT_CONTROLLER (self->header_pointer));
  gtk_widget_add_controller (header, GTK_EVENT_CONTROLLER (self->header_focus));

  pointer = gtk_event_controller_motion_new ();
  gtk_event_controller_set_propagation_phase (pointer, GTK_PHASE_CAPTURE);
  g_signal_connect_object (pointer, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), pointer);
  g_signal_connect_object (window, "notify::fullscreened", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return self;
}
