/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-magnifier.h"

#include "test-canvas-fixture.h"
#include "test-support.h"

/* The magnifying glass: what is seen through it is sharp and in its place, and keys alone are enough for it. */

static guint8
get_grey (guint x,
          guint y)
{
  return (guint8) (x * 5 + y * 11 + (x >> 8) * 29);
}

static gboolean
is_magnified (CanvasFixture *fixture)
{
  gboolean magnified;

  g_object_get (fixture->canvas, "magnified", &magnified, NULL);

  return magnified;
}

/* Places on the screen, around the middle of the glass. */
typedef struct
{
  CanvasFixture *fixture;
  double         x;
  double         y;
} Glass;

static gboolean
is_exact (gpointer data)
{
  const Glass        *glass = data;
  AnnexViewTransform *transform = annex_canvas_get_transform (ANNEX_CANVAS (glass->fixture->canvas));
  double              zoom = MAX (1, 2 * annex_canvas_get_zoom (ANNEX_CANVAS (glass->fixture->canvas)));
  g_autoptr (GdkTexture) texture = canvas_fixture_render (glass->fixture);
  double middle_x, middle_y;

  annex_view_transform_to_picture (transform, glass->x, glass->y, &middle_x, &middle_y);
  for (int dx = -40; dx <= 40; dx += 8)
    for (int dy = -40; dy <= 40; dy += 8)
      {
        guint grey = canvas_fixture_get_pixel (texture, (int) glass->x + dx, (int) glass->y + dy) & 0xff;
        guint found = 0;

        /* The middle may lie between two pixels. */
        for (int i = 0; i < 4; i++)
          found += grey == get_grey ((guint) (middle_x + (dx + i % 2) / zoom), (guint) (middle_y + (dy + i / 2) / zoom));
        if (found == 0)
          return FALSE;
      }

  return TRUE;
}

static void
point_at (CanvasFixture *fixture,
          double         x,
          double         y)
{
  g_signal_emit_by_name (canvas_fixture_find_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x, y);
}

static void
assert_exact (CanvasFixture *fixture,
              double         x,
              double         y)
{
  Glass glass = { fixture, x, y };

  test_wait_until (is_exact, &glass);
}

/* Sharp: although the picture is drawn as small as the window is. And no larger than that it stays. */
static void
test_sharp (CanvasFixture *fixture,
            gconstpointer  data)
{
  static const guint sizes[][2] = { { 4000, 3000 }, { 9000, 6000 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, sizes[i][0], sizes[i][1], get_grey);
      TestTexture texture;

      canvas_fixture_show (fixture, document);
      point_at (fixture, 200, 150);
      canvas_fixture_activate (fixture, "canvas.magnified", NULL);
      g_assert_true (is_magnified (fixture));
      assert_exact (fixture, 200, 150);
      point_at (fixture, 120, 180);
      assert_exact (fixture, 120, 180);
      g_assert_true (test_get_first_texture (fixture->canvas, &texture));
      g_assert_cmpint (texture.width, ==, 400);
      canvas_fixture_activate (fixture, "canvas.magnified", NULL);
      g_assert_false (is_magnified (fixture));
    }
}

/* Twice as large as what is below it, when that shows the picture's own pixels already. */
static void
test_closer (CanvasFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, 4000, 3000, get_grey);

  canvas_fixture_show (fixture, document);
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "100");
  point_at (fixture, 200, 150);
  canvas_fixture_activate (fixture, "canvas.magnified", NULL);
  assert_exact (fixture, 200, 150);
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "300");
  assert_exact (fixture, 200, 150);
}

static GtkEventController *
find_keys (CanvasFixture      *fixture,
           GtkPropagationPhase phase)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (fixture->window);
  GtkEventController *found = NULL;

  /* The window has some of its own. */
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == phase
          && g_str_has_prefix (gtk_event_controller_get_name (controller) != NULL ? gtk_event_controller_get_name (controller) : "", "magnifier"))
        found = controller;
    }
  g_assert_nonnull (found);

  return found;
}

static gboolean
press_coded (CanvasFixture      *fixture,
             GtkPropagationPhase phase,
             guint               key,
             guint               code)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (find_keys (fixture, phase), "key-pressed", key, code, 0, &handled);

  return handled;
}

static gboolean
press (CanvasFixture      *fixture,
       GtkPropagationPhase phase,
       guint               key)
{
  return press_coded (fixture, phase, key, 0);
}

static guint
find_code (CanvasFixture *fixture,
           guint          key)
{
  g_autofree GdkKeymapKey *keys = NULL;
  int                      n_keys;

  g_assert_true (gdk_display_map_keyval (gtk_widget_get_display (fixture->canvas), key, &keys, &n_keys));

  return keys[0].keycode;
}

static void
let_go (CanvasFixture *fixture,
        guint          key,
        guint          code)
{
  g_signal_emit_by_name (find_keys (fixture, GTK_PHASE_BUBBLE), "key-released", key, code, 0);
}

/* By whatever the layout in use writes with the key. */
static void
test_held (CanvasFixture *fixture,
           gconstpointer  data)
{
  static const guint letters[] = { GDK_KEY_z, GDK_KEY_Z, GDK_KEY_Cyrillic_ya, GDK_KEY_Arabic_hamzaonyeh };
  g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, 4000, 3000, get_grey);
  guint code = find_code (fixture, GDK_KEY_z);

  canvas_fixture_show (fixture, document);
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      for (guint again = 0; again < 3; again++)
        {
          g_assert_true (press_coded (fixture, GTK_PHASE_BUBBLE, letters[i], code));
          g_assert_true (is_magnified (fixture));
        }
      let_go (fixture, letters[i], find_code (fixture, GDK_KEY_a));
      g_assert_true (is_magnified (fixture));
      let_go (fixture, letters[i], code);
      g_assert_false (is_magnified (fixture));
    }
  g_assert_false (press_coded (fixture, GTK_PHASE_BUBBLE, GDK_KEY_a, find_code (fixture, GDK_KEY_a)));
}

/* What has been put there to stay is not taken away by it. */
static void
test_stays (CanvasFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, 4000, 3000, get_grey);
  guint code = find_code (fixture, GDK_KEY_z);

  canvas_fixture_show (fixture, document);
  canvas_fixture_activate (fixture, "canvas.magnified", NULL);
  g_assert_true (press_coded (fixture, GTK_PHASE_BUBBLE, GDK_KEY_z, code));
  let_go (fixture, GDK_KEY_z, code);
  g_assert_true (is_magnified (fixture));
  g_assert_true (press (fixture, GTK_PHASE_CAPTURE, GDK_KEY_Escape));
  g_assert_false (is_magnified (fixture));
  g_assert_false (press (fixture, GTK_PHASE_CAPTURE, GDK_KEY_Escape));
  g_assert_false (press (fixture, GTK_PHASE_CAPTURE, GDK_KEY_Right));
}

/* From the middle, where it is when there is no pointer, and on with the picture when it is at the edge. */
static void
test_keys_move (CanvasFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, 4000, 3000, get_grey);
  double before, after;

  canvas_fixture_show (fixture, document);
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "100");
  canvas_fixture_activate (fixture, "canvas.magnified", NULL);
  assert_exact (fixture, 200, 150);
  for (guint i = 0; i < 3; i++)
    g_assert_true (press (fixture, GTK_PHASE_CAPTURE, GDK_KEY_Right));
  g_assert_true (press (fixture, GTK_PHASE_CAPTURE, GDK_KEY_Up));
  assert_exact (fixture, 200 + 3 * 24, 150 - 24);

  before = annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->x;
  for (guint i = 0; i < 10; i++)
    press (fixture, GTK_PHASE_CAPTURE, GDK_KEY_Right);
  after = annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->x;
  g_assert_cmpfloat (after, >, before);
}

/* A finger drags the glass and not the picture. */
static void
test_dragged (CanvasFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (AnnexDocument) document = canvas_fixture_open_grey (fixture, 4000, 3000, get_grey);
  double before;

  canvas_fixture_show (fixture, document);
  canvas_fixture_activate (fixture, "canvas.zoom-to", "s", "100");
  canvas_fixture_activate (fixture, "canvas.magnified", NULL);
  before = annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->x;
  g_signal_emit_by_name (canvas_fixture_find_controller (fixture, GTK_TYPE_GESTURE_DRAG), "drag-update", 90.0, 70.0);
  g_assert_cmpfloat (annex_canvas_get_state (ANNEX_CANVAS (fixture->canvas))->x, ==, before);
  assert_exact (fixture, 90, 70);
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  canvas_fixture_add ("/magnifier/sharp", test_sharp);
  canvas_fixture_add ("/magnifier/closer", test_closer);
  canvas_fixture_add ("/magnifier/held", test_held);
  canvas_fixture_add ("/magnifier/stays", test_stays);
  canvas_fixture_add ("/magnifier/keys-move", test_keys_move);
  canvas_fixture_add ("/magnifier/dragged", test_dragged);

  return g_test_run ();
}
