/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-magnifier-keys.h"

#include "annex-magnifier.h"

/* Logical pixels that one press of an arrow key moves the glass. */
#define STEP 24

struct _AnnexMagnifierKeys
{
  AnnexCanvas        *canvas; /* (unowned) owns this */
  GtkWidget          *root;   /* (unowned) (nullable) has the controllers */
  GtkEventController *moving; /* (unowned) owned by the root */
  GtkEventController *holding;
  gboolean            held;
  guint               held_code; /* of the key that is held */
};

static AnnexMagnifier *
get_magnifier (AnnexMagnifierKeys *self)
{
  return annex_canvas_get_magnifier (self->canvas);
}

static void
show (AnnexMagnifierKeys *self,
      gboolean            shown)
{
  g_object_set (self->canvas, "magnified", shown, NULL);
}

static gboolean
move (AnnexMagnifierKeys *self,
      double              dx,
      double              dy)
{
  annex_magnifier_move_by (get_magnifier (self), dx, dy);

  return GDK_EVENT_STOP;
}

/* Whether there is a dialog in the window, over the canvas: the keys are its own then. */
static gboolean
is_covered (AnnexMagnifierKeys *self)
{
  g_autoptr (GObject) dialog = NULL;

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (self->root), "visible-dialog") != NULL)
    g_object_get (self->root, "visible-dialog", &dialog, NULL);

  return dialog != NULL;
}

/* Before anything else has a use for them. */
static gboolean
on_moving_pressed (AnnexMagnifierKeys *self,
                   guint               key,
                   guint               code,
                   GdkModifierType     state)
{
  if (!annex_magnifier_get_shown (get_magnifier (self)) || is_covered (self) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return move (self, -STEP, 0);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return move (self, STEP, 0);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return move (self, 0, -STEP);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move (self, 0, STEP);
    case GDK_KEY_Escape:
      show (self, FALSE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* The key that writes a z, or does in another of the layouts that the agent has: not every one has the letter. */
static gboolean
is_z (AnnexMagnifierKeys *self,
      guint               code,
      GdkModifierType     state)
{
  g_autofree GdkKeymapKey *keys = NULL;
  int                      n_keys = 0;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;

  gdk_display_map_keyval (gtk_widget_get_display (self->root), GDK_KEY_z, &keys, &n_keys);
  for (int i = 0; i < n_keys; i++)
    if (keys[i].keycode == code && keys[i].level == 0)
      return TRUE;

  return FALSE;
}

/* After everything that is written into. A key that is held down is told about again and again. */
static gboolean
on_holding_pressed (AnnexMagnifierKeys *self,
                    guint               key,
                    guint               code,
                    GdkModifierType     state)
{
  if (!is_z (self, code, state))
    return GDK_EVENT_PROPAGATE;
  if (self->held || annex_magnifier_get_shown (get_magnifier (self)))
    return GDK_EVENT_STOP;

  self->held = TRUE;
  self->held_code = code;
  show (self, TRUE);

  return GDK_EVENT_STOP;
}

static void
let_go (AnnexMagnifierKeys *self)
{
  if (!self->held)
    return;

  self->held = FALSE;
  show (self, FALSE);
}

static void
on_holding_released (AnnexMagnifierKeys *self,
                     guint               key,
                     guint               code)
{
  if (code == self->held_code)
    let_go (self);
}

/* Another window is told when the key is let go. */
static void
on_active_changed (AnnexMagnifierKeys *self,
                   GParamSpec         *pspec,
                   GtkWindow          *window)
{
  if (!gtk_window_is_active (window))
    let_go (self);
}

/**
 * annex_magnifier_keys_new:
 * @canvas: a canvas, which outlives them
 *
 * Returns: (transfer full): the keys of its magnifying glass, which nobody hears yet
 */
AnnexMagnifierKeys *
annex_magnifier_keys_new (AnnexCanvas *canvas)
{
  AnnexMagnifierKeys *self = g_new0 (AnnexMagnifierKeys, 1);

  self->canvas = canvas;

  return self;
}

/**
 * annex_magnifier_keys_free:
 * @self: (transfer full): the keys of a magnifying glass
 */
void
annex_magnifier_keys_free (AnnexMagnifierKeys *self)
{
  annex_magnifier_keys_detach (self);
  g_free (self);
}

/**
 * annex_magnifier_keys_attach:
 * @self: the keys of a magnifying glass
 * @root: the window that they are pressed in
 */
void
annex_magnifier_keys_attach (AnnexMagnifierKeys *self,
                             GtkWidget          *root)
{
  annex_magnifier_keys_detach (self);

  self->root = root;
  self->moving = gtk_event_controller_key_new ();
  gtk_event_controller_set_static_name (self->moving, "magnifier-moving");
  gtk_event_controller_set_propagation_phase (self->moving, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (self->moving, "key-pressed", G_CALLBACK (on_moving_pressed), self);
  gtk_widget_add_controller (root, self->moving);

  self->holding = gtk_event_controller_key_new ();
  gtk_event_controller_set_static_name (self->holding, "magnifier-holding");
  g_signal_connect_swapped (self->holding, "key-pressed", G_CALLBACK (on_holding_pressed), self);
  g_signal_connect_swapped (self->holding, "key-released", G_CALLBACK (on_holding_released), self);
  gtk_widget_add_controller (root, self->holding);
  if (GTK_IS_WINDOW (root))
    g_signal_connect_swapped (root, "notify::is-active", G_CALLBACK (on_active_changed), self);
}

/**
 * annex_magnifier_keys_detach:
 * @self: the keys of a magnifying glass
 */
void
annex_magnifier_keys_detach (AnnexMagnifierKeys *self)
{
  if (self->root == NULL)
    return;

  let_go (self);
  g_signal_handlers_disconnect_by_func (self->root, on_active_changed, self);
  gtk_widget_remove_controller (self->root, self->moving);
  gtk_widget_remove_controller (self->root, self->holding);
  self->root = NULL;
}
