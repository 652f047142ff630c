/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pdf-glyphs.h"

/* A PDF says where characters are, not in which order they are read. From left to right these are the same. A line in
 * which something is read from right to left is sorted as it is seen, its words are told apart by the gaps between them,
 * and then it is put into the order of reading. */

/* Of the height of a line, the least gap between two words */
#define MIN_GAP 0.1f

typedef enum
{
  LEFT_TO_RIGHT,
  RIGHT_TO_LEFT,
  NUMBER,
  NEUTRAL,
} Direction;

static Direction
get_direction (gunichar character)
{
  if ((character >= 0x0590 && character <= 0x08ff && !(character >= 0x0660 && character <= 0x0669) && !(character >= 0x06f0 && character <= 0x06f9))
      || (character >= 0xfb1d && character <= 0xfdff)
      || (character >= 0xfe70 && character <= 0xfefe)
      || (character >= 0x10800 && character <= 0x10fff)
      || (character >= 0x1e800 && character <= 0x1efff))
    return RIGHT_TO_LEFT;

  if (g_unichar_isdigit (character))
    return NUMBER;

  return g_unichar_isalpha (character) ? LEFT_TO_RIGHT : NEUTRAL;
}

/* Returns whether something in the line, which is not written down or up the page, is read from right to left. */
gboolean
annex_pdf_glyphs_are_right_to_left (const AnnexPdfGlyph *line,
                                    guint                n_glyphs)
{
  gboolean found = FALSE;
  guint    i;

  for (i = 0; i < n_glyphs; i++)
    {
      found |= get_direction (line[i].character) == RIGHT_TO_LEFT;
      if (line[i].box.bottom <= line[0].box.top || line[i].box.top >= line[0].box.bottom)
        return FALSE;
    }

  return found;
}

static void
turn (guint *order,
      guint  from,
      guint  to)
{
  for (; from + 1 < to; from++, to--)
    {
      guint first = order[from];

      order[from] = order[to - 1];
      order[to - 1] = first;
    }
}

/* Fills in the order in which characters of these levels are seen, or, where they are given as they are seen, read: from
 * the highest level to the first, what is of that level or a higher one is turned round. */
void
annex_pdf_glyphs_turn (guint        n_glyphs,
                       const guint *levels,
                       guint       *order)
{
  guint highest = 0;
  guint level, i, end;

  for (i = 0; i < n_glyphs; i++)
    {
      order[i] = i;
      highest = MAX (highest, levels[i]);
    }
  for (level = highest; level > 0; level--)
    {
      for (i = 0; i < n_glyphs; i = end + 1)
        {
          for (end = i; end < n_glyphs && levels[end] >= level; end++)
            ;
          turn (order, i, end);
        }
    }
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  const AnnexPdfGlyph *first = a;
  const AnnexPdfGlyph *second = b;
  float                difference = first->box.left + first->box.right - second->box.left - second->box.right;

  return difference < 0 ? -1 : difference > 0;
}

static void
append (GArray              *seen,
        const AnnexPdfGlyph *glyph)
{
  const AnnexPdfGlyph *last = seen->len > 0 ? &g_array_index (seen, AnnexPdfGlyph, seen->len - 1) : NULL;
  AnnexPdfGlyph        space = { ' ', glyph->box };

  if (last != NULL && glyph->box.left - last->box.right > MIN_GAP * (glyph->box.bottom - glyph->box.top))
    {
      space.box.left = last->box.right;
      space.box.right = glyph->box.left;
      g_array_append_val (seen, space);
    }
  g_array_append_val (seen, *glyph);
}

/* Returns (transfer full): the line as it is seen from left to right. */
static GArray *
sort (const AnnexPdfGlyph *line,
      guint                n_glyphs)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (AnnexPdfGlyph));
  GArray *seen = g_array_new (FALSE, FALSE, sizeof (AnnexPdfGlyph));
  guint   i;

  for (i = 0; i < n_glyphs; i++)
    {
      if (!g_unichar_isspace (line[i].character))
        g_array_append_val (sorted, line[i]);
    }
  g_array_sort_with_data (sorted, compare, NULL);
  for (i = 0; i < sorted->len; i++)
    append (seen, &g_array_index (sorted, AnnexPdfGlyph, i));

  return seen;
}

static gboolean
begins_right (const AnnexPdfGlyph *seen,
              guint                n_glyphs)
{
  guint count[NEUTRAL + 1] = { 0 };
  guint i;

  for (i = 0; i < n_glyphs; i++)
    count[get_direction (seen[i].character)]++;

  return count[RIGHT_TO_LEFT] > count[LEFT_TO_RIGHT];
}

/* A sign between two digits is part of the number. */
static Direction
get_direction_at (const AnnexPdfGlyph *seen,
                  guint                n_glyphs,
                  guint                index)
{
  const gunichar character = seen[index].character;

  if ((character == '.' || character == ',' || character == ':' || character == '/')
      && index > 0
      && index + 1 < n_glyphs
      && get_direction (seen[index - 1].character) == NUMBER
      && get_direction (seen[index + 1].character) == NUMBER)
    return NUMBER;

  return get_direction (character);
}

/* Where lines begin on the right, a number stands among the words as if it were written that way, too. */
static Direction
get_side (Direction direction,
          gboolean  right)
{
  return direction != NUMBER ? direction : right ? RIGHT_TO_LEFT
                                                 : LEFT_TO_RIGHT;
}

static guint
get_level (Direction direction,
           gboolean  right)
{
  return direction == RIGHT_TO_LEFT ? 1 : right ? 2
                                                : 0;
}

/* What has no direction goes with what is on both sides of it, or else with the line. */
static void
fill_in_levels (const AnnexPdfGlyph *seen,
                guint                n_glyphs,
                guint               *levels)
{
  const gboolean  right = begins_right (seen, n_glyphs);
  const Direction base = right ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
  Direction       before = base;
  guint           i, end;

  for (i = 0; i < n_glyphs; i = end)
    {
      Direction direction = get_direction_at (seen, n_glyphs, i);

      end = i + 1;
      if (direction == NEUTRAL)
        {
          for (; end < n_glyphs && get_direction_at (seen, n_glyphs, end) == NEUTRAL; end++)
            ;
          direction = end < n_glyphs && get_side (get_direction_at (seen, n_glyphs, end), right) == before ? before : base;
        }
      else
        {
          before = get_side (direction, right);
        }
      for (; i < end; i++)
        levels[i] = get_level (direction, right);
    }
}

/* Appends a line to @out in the order in which it is read. */
void
annex_pdf_glyphs_reorder (const AnnexPdfGlyph *line,
                          guint                n_glyphs,
                          GArray              *out)
{
  g_autoptr (GArray) seen = sort (line, n_glyphs);
  const AnnexPdfGlyph *glyphs = (const AnnexPdfGlyph *) seen->data;
  g_autofree guint    *levels = g_new (guint, (gsize) seen->len + 1);
  g_autofree guint    *order = g_new (guint, (gsize) seen->len + 1);
  guint                i;

  fill_in_levels (glyphs, seen->len, levels);
  annex_pdf_glyphs_turn (seen->len, levels, order);
  for (i = 0; i < seen->len; i++)
    g_array_append_val (out, glyphs[order[i]]);
}
