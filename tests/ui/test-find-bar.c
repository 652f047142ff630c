/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-find-bar.h"

#include "test-support.h"

/* Something to find in that finds what the test says. */
#define TEST_TYPE_FINDER (test_finder_get_type ())
G_DECLARE_FINAL_TYPE (TestFinder, test_finder, TEST, FINDER, GObject)

struct _TestFinder
{
  GObject parent_instance;

  char *wanted; /* (owned) (nullable) */
  int   moved;
};

static void test_finder_finder_init (AnnexFinderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestFinder, test_finder, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (ANNEX_TYPE_FINDER, test_finder_finder_init))

static void
test_finder_find (AnnexFinder *finder,
                  const char  *text)
{
  g_set_str (&TEST_FINDER (finder)->wanted, text);
}

static void
test_finder_step (AnnexFinder *finder,
                  int          direction)
{
  TEST_FINDER (finder)->moved += direction;
}

static void
test_finder_focus (AnnexFinder *finder)
{
}

static void
test_finder_finder_init (AnnexFinderInterface *iface)
{
  iface->find = test_finder_find;
  iface->step = test_finder_step;
  iface->focus = test_finder_focus;
}

static void
test_finder_finalize (GObject *object)
{
  g_free (TEST_FINDER (object)->wanted);

  G_OBJECT_CLASS (test_finder_parent_class)->finalize (object);
}

static void
test_finder_class_init (TestFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_finder_finalize;
}

static void
test_finder_init (TestFinder *self)
{
}

typedef struct
{
  TestFinder   *finder; /* (owned) */
  AnnexFindBar *bar;    /* (owned) */
  GtkWidget    *entry;  /* (unowned) */
  GtkWidget    *window; /* (owned by GTK) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->finder = g_object_new (TEST_TYPE_FINDER, NULL);
  fixture->bar = g_object_ref_sink (g_object_new (ANNEX_TYPE_FIND_BAR, NULL));
  annex_find_bar_set_finder (fixture->bar, ANNEX_FINDER (fixture->finder));
  fixture->entry = test_find (fixture->bar, GTK_TYPE_SEARCH_ENTRY);
  fixture->window = test_show (GTK_WIDGET (fixture->bar), 500, 100);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  test_settle ();
  g_assert_finalize_object (fixture->bar);
  g_assert_finalize_object (fixture->finder);
}

static gboolean
is_wanted (gpointer data)
{
  Fixture *fixture = data;

  return g_strcmp0 (fixture->finder->wanted, gtk_editable_get_text (GTK_EDITABLE (fixture->entry))) == 0;
}

static void
find (Fixture    *fixture,
      const char *text)
{
  annex_find_bar_open (fixture->bar);
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), text);
  test_wait_until (is_wanted, fixture);
}

/* Returns: whether it could be pressed */
static gboolean
press_next (Fixture *fixture)
{
  GtkWidget *button = gtk_widget_get_last_child (gtk_widget_get_parent (fixture->entry));
  gboolean   sensitive;

  while (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), "find.next") != 0)
    button = gtk_widget_get_prev_sibling (button);
  sensitive = gtk_widget_is_sensitive (button);
  g_signal_emit_by_name (button, "clicked");

  return sensitive;
}

static void
assert_says (Fixture         *fixture,
             int              current,
             guint            n_matches,
             AnnexFinderState state,
             const char      *text)
{
  annex_finder_emit_found (ANNEX_FINDER (fixture->finder), current, n_matches, state);
  g_assert_nonnull (test_find_named (GTK_WIDGET (fixture->bar), GTK_TYPE_LABEL, text));
  g_assert_true (gtk_widget_has_css_class (fixture->entry, "error") == (n_matches == 0 && *text != '\0'));
  g_assert_true (press_next (fixture) == (n_matches > 0));
}

static void
test_states (Fixture      *fixture,
             gconstpointer data)
{
  g_assert_false (press_next (fixture));
  find (fixture, "needle");
  assert_says (fixture, -1, 0, ANNEX_FINDER_SEARCHING, "");
  assert_says (fixture, 0, 1, ANNEX_FINDER_SEARCHING, "1 of 1");
  assert_says (fixture, 1, 10000, ANNEX_FINDER_COMPLETE, "2 of 10000");
  assert_says (fixture, 1, 10000, ANNEX_FINDER_ENDED_EARLY, "2 of over 10000");
  assert_says (fixture, -1, 0, ANNEX_FINDER_COMPLETE, "No results");
  /* What was not looked through may have it. */
  assert_says (fixture, -1, 0, ANNEX_FINDER_ENDED_EARLY, "Search incomplete");
  g_assert_cmpint (fixture->finder->moved, ==, 3);
}

static void
test_clear (Fixture      *fixture,
            gconstpointer data)
{
  find (fixture, "needle");
  assert_says (fixture, 0, 1, ANNEX_FINDER_COMPLETE, "1 of 1");
  annex_find_bar_clear (fixture->bar);
  g_assert_false (annex_find_bar_is_open (fixture->bar));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, "");
  g_assert_cmpstr (fixture->finder->wanted, ==, "");
  g_assert_null (test_find_named (GTK_WIDGET (fixture->bar), GTK_TYPE_LABEL, "1 of 1"));

  /* Where nothing is looked for, the bar opens. */
  annex_find_bar_step (fixture->bar, 1);
  g_assert_true (annex_find_bar_is_open (fixture->bar));
  g_assert_false (press_next (fixture));
}

int
main (int   argc,
      char *argv[])
{
  test_init (&argc, &argv);

  g_test_add ("/find-bar/states", Fixture, NULL, set_up, test_states, tear_down);
  g_test_add ("/find-bar/clear", Fixture, NULL, set_up, test_clear, tear_down);

  return g_test_run ();
}
