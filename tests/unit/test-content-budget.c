/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-content-budget.h"

#include <string.h>

#define N_HOLDERS 6

/* Someone who holds a content, as a fetch does. */
typedef struct
{
  AnnexContent *content; /* (owned) (nullable) */
  guint         n_drops;
} Owner;

typedef struct
{
  AnnexContentBudget *budget;
  Owner               owners[N_HOLDERS];
} Fixture;

static Fixture *current;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->budget = annex_content_budget_new (30);
  current = fixture;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (guint i = 0; i < N_HOLDERS; i++)
    {
      annex_content_budget_release (fixture->budget, &fixture->owners[i]);
      g_clear_object (&fixture->owners[i].content);
    }
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 0);
  g_assert_cmpuint (annex_content_budget_get_n_contents (fixture->budget), ==, 0);
  g_assert_finalize_object (fixture->budget);
}

static void
drop (gpointer holder)
{
  Owner *owner = holder;

  owner->n_drops++;
  g_clear_object (&owner->content);
}

static AnnexContent *
make_content (char  filling,
              gsize size)
{
  g_autofree char *text = g_strnfill (size, filling);
  g_autoptr (GBytes) bytes = g_bytes_new (text, size);
  AnnexContent *content = annex_content_new_for_bytes (bytes, NULL);

  g_assert_nonnull (content);

  return content;
}

/* Ten bytes each, another letter for everyone. */
static void
hold (Fixture *fixture,
      guint    index,
      gboolean pinned)
{
  g_autoptr (AnnexContent) content = make_content ((char) ('a' + index), 10);
  Owner *owner = &fixture->owners[index];

  g_set_object (&owner->content, content);
  annex_content_budget_hold (fixture->budget, owner, content, pinned, drop);
}

/* One letter for everyone who still holds something, in the order of their numbers. */
static void
assert_held (Fixture    *fixture,
             const char *letters)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < N_HOLDERS; i++)
    if (fixture->owners[i].content != NULL)
      g_string_append_c (found, (char) ('a' + i));

  g_assert_cmpstr (found->str, ==, letters);
  g_assert_cmpuint (annex_content_budget_get_n_contents (fixture->budget), ==, strlen (letters));
}

static void
test_what_fits_stays (Fixture      *fixture,
                      gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    hold (fixture, i, FALSE);

  assert_held (fixture, "abc");
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 30);
  g_assert_cmpuint (annex_content_budget_get_limit (fixture->budget), ==, 30);
}

static void
test_oldest_goes_first (Fixture      *fixture,
                        gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    hold (fixture, i, FALSE);

  assert_held (fixture, "cde");
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 30);
  g_assert_cmpuint (fixture->owners[0].n_drops, ==, 1);
  g_assert_cmpuint (fixture->owners[2].n_drops, ==, 0);
}

/* What was looked at is used, also when it is no longer looked at. */
static void
test_use_counts (Fixture      *fixture,
                 gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    hold (fixture, i, FALSE);
  annex_content_budget_set_pinned (fixture->budget, &fixture->owners[0], TRUE);
  annex_content_budget_set_pinned (fixture->budget, &fixture->owners[0], FALSE);
  hold (fixture, 3, FALSE);
  hold (fixture, 4, FALSE);

  assert_held (fixture, "ade");
}

static void
test_pinned_stays (Fixture      *fixture,
                   gconstpointer data)
{
  hold (fixture, 0, TRUE);
  for (guint i = 1; i < 6; i++)
    hold (fixture, i, FALSE);
  assert_held (fixture, "aef");

  annex_content_budget_set_limit (fixture->budget, 0);
  assert_held (fixture, "a");
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 10);

  annex_content_budget_set_pinned (fixture->budget, &fixture->owners[0], FALSE);
  assert_held (fixture, "");
}

/* More may be shown at once than fits; what came just now is not dropped before it can be shown. */
static void
test_newest_stays (Fixture      *fixture,
                   gconstpointer data)
{
  annex_content_budget_set_limit (fixture->budget, 5);
  hold (fixture, 0, FALSE);
  assert_held (fixture, "a");
  hold (fixture, 1, FALSE);
  assert_held (fixture, "b");
  hold (fixture, 2, TRUE);
  hold (fixture, 3, TRUE);
  assert_held (fixture, "cd");
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 20);
}

static void
test_limit_can_change (Fixture      *fixture,
                       gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    hold (fixture, i, FALSE);
  annex_content_budget_set_limit (fixture->budget, 29);
  assert_held (fixture, "bc");
  annex_content_budget_set_limit (fixture->budget, 60);
  for (guint i = 3; i < 6; i++)
    hold (fixture, i, FALSE);
  assert_held (fixture, "bcdef");
}

/* The same bytes are there once, and go for all who have them, unless one needs them. */
static void
test_same_bytes (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (AnnexContent) again = make_content ('a', 10);
  g_autoptr (AnnexContent) shared = NULL;

  hold (fixture, 0, FALSE);
  shared = annex_content_budget_share (fixture->budget, again);
  g_assert_true (shared == fixture->owners[0].content);
  g_set_object (&fixture->owners[1].content, shared);
  annex_content_budget_hold (fixture->budget, &fixture->owners[1], shared, FALSE, drop);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 10);
  assert_held (fixture, "ab");

  annex_content_budget_set_pinned (fixture->budget, &fixture->owners[0], TRUE);
  hold (fixture, 2, FALSE);
  hold (fixture, 3, FALSE);
  hold (fixture, 4, FALSE);
  assert_held (fixture, "abde");

  annex_content_budget_set_pinned (fixture->budget, &fixture->owners[0], FALSE);
  annex_content_budget_set_limit (fixture->budget, 10);
  assert_held (fixture, "ab");
  annex_content_budget_set_limit (fixture->budget, 9);
  assert_held (fixture, "");

  g_clear_object (&shared);
  shared = annex_content_budget_share (fixture->budget, again);
  g_assert_true (shared == again);
}

/* One of two lets go: the bytes stay, and stay counted. */
static void
test_one_of_two_releases (Fixture      *fixture,
                          gconstpointer data)
{
  hold (fixture, 0, FALSE);
  g_set_object (&fixture->owners[1].content, fixture->owners[0].content);
  annex_content_budget_hold (fixture->budget, &fixture->owners[1], fixture->owners[1].content, FALSE, drop);
  annex_content_budget_release (fixture->budget, &fixture->owners[0]);
  g_clear_object (&fixture->owners[0].content);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 10);
  assert_held (fixture, "b");
}

static void
test_holding_anew_replaces (Fixture      *fixture,
                            gconstpointer data)
{
  annex_content_budget_hold_part (fixture->budget, &fixture->owners[0], 25, FALSE, drop);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 25);
  hold (fixture, 0, FALSE);
  hold (fixture, 0, FALSE);
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 10);
  assert_held (fixture, "a");
}

static void
test_part_counts (Fixture      *fixture,
                  gconstpointer data)
{
  hold (fixture, 0, FALSE);
  annex_content_budget_hold_part (fixture->budget, &fixture->owners[1], 15, FALSE, drop);
  g_assert_cmpuint (annex_content_budget_get_n_contents (fixture->budget), ==, 2);
  hold (fixture, 2, FALSE);
  g_assert_cmpuint (fixture->owners[0].n_drops, ==, 1);
  g_assert_cmpuint (fixture->owners[1].n_drops, ==, 0);
  hold (fixture, 3, FALSE);
  g_assert_cmpuint (fixture->owners[1].n_drops, ==, 1);
  assert_held (fixture, "cd");
}

static void
test_empty_is_not_worth_it (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (AnnexContent) empty = make_content ('x', 0);

  g_set_object (&fixture->owners[5].content, empty);
  annex_content_budget_hold (fixture->budget, &fixture->owners[5], empty, FALSE, drop);
  for (guint i = 0; i < 4; i++)
    hold (fixture, i, FALSE);
  assert_held (fixture, "bcdf");
}

static void
test_strangers (Fixture      *fixture,
                gconstpointer data)
{
  annex_content_budget_release (fixture->budget, &fixture->owners[0]);
  annex_content_budget_set_pinned (fixture->budget, &fixture->owners[0], TRUE);
  assert_held (fixture, "");
}

static void
drop_and_act (gpointer holder)
{
  drop (holder);

  /* Whoever is told may change everything. */
  annex_content_budget_release (current->budget, holder);
  annex_content_budget_release (current->budget, &current->owners[1]);
  g_clear_object (&current->owners[1].content);
  hold (current, 4, FALSE);
}

static void
test_acting_while_dropped (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (AnnexContent) content = make_content ('a', 10);

  g_set_object (&fixture->owners[0].content, content);
  annex_content_budget_hold (fixture->budget, &fixture->owners[0], content, FALSE, drop_and_act);
  hold (fixture, 1, FALSE);
  hold (fixture, 2, FALSE);
  hold (fixture, 3, FALSE);

  assert_held (fixture, "cde");
  g_assert_cmpuint (annex_content_budget_get_size (fixture->budget), ==, 30);
}

#define ADD(path, function) g_test_add ("/content-budget/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("what-fits-stays", test_what_fits_stays);
  ADD ("oldest-goes-first", test_oldest_goes_first);
  ADD ("use-counts", test_use_counts);
  ADD ("pinned-stays", test_pinned_stays);
  ADD ("newest-stays", test_newest_stays);
  ADD ("limit-can-change", test_limit_can_change);
  ADD ("same-bytes", test_same_bytes);
  ADD ("one-of-two-releases", test_one_of_two_releases);
  ADD ("holding-anew-replaces", test_holding_anew_replaces);
  ADD ("part-counts", test_part_counts);
  ADD ("empty-is-not-worth-it", test_empty_is_not_worth_it);
  ADD ("strangers", test_strangers);
  ADD ("acting-while-dropped", test_acting_while_dropped);

  return g_test_run ();
}
