/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-folded-text.h"

#include <string.h>

#define SOFT_HYPHEN 0xad

/* So often it is looked at whether somebody still waits; in characters. */
#define CHARACTERS_PER_LOOK 4096

typedef struct
{
  gunichar character;
  guint    start; /* of what it stands for, in characters */
  guint    end;
} Unit;

struct _AnnexFoldedText
{
  GArray *units; /* (owned) Unit */
};

static Unit *
get_last (AnnexFoldedText *self)
{
  return self->units->len > 0 ? &g_array_index (self->units, Unit, self->units->len - 1) : NULL;
}

static void
add (AnnexFoldedText *self,
     gunichar         character,
     guint            position)
{
  const Unit unit = { character, position, position + 1 };

  g_array_append_val (self->units, unit);
}

/* What does not count belongs to what is before it. */
static void
extend (AnnexFoldedText *self,
        guint            position)
{
  Unit *last = get_last (self);

  if (last != NULL && last->end == position)
    last->end = position + 1;
}

static gboolean
is_mark (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

static gboolean
is_hyphen (gunichar character)
{
  return character == '-' || character == 0x2010 || character == 0x2011;
}

static void
add_part (AnnexFoldedText *self,
          gunichar         character,
          guint            position)
{
  if (is_mark (character))
    extend (self, position);
  else
    add (self, g_unichar_tolower (character), position);
}

static void
add_letter (AnnexFoldedText *self,
            gunichar         character,
            guint            position)
{
  char             text[7] = "";
  g_autofree char *folded = NULL;
  const char      *at;

  g_unichar_to_utf8 (character, text);
  folded = g_utf8_casefold (text, -1);
  for (at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
      gsize    n_parts = g_unichar_fully_decompose (g_utf8_get_char (at), TRUE, parts, G_N_ELEMENTS (parts));
      gsize    i;

      for (i = 0; i < n_parts; i++)
        add_part (self, parts[i], position);
    }
}

/* What comes after @at, and after the white space there. */
static gunichar
look_ahead (const char *at)
{
  do
    at = g_utf8_next_char (at);
  while (*at != '\0' && g_unichar_isspace (g_utf8_get_char (at)));

  return *at != '\0' ? g_utf8_get_char (at) : 0;
}

static gboolean
follows_letter (AnnexFoldedText *self,
                guint            position)
{
  const Unit *last = get_last (self);

  return last != NULL && last->end == position && g_unichar_isalpha (last->character);
}

/* A hyphen at the end of a line may be part of the word or not, so it never counts. */
static gboolean
is_inner_hyphen (AnnexFoldedText *self,
                 const char      *at,
                 guint            position)
{
  const char *next = g_utf8_next_char (at);
  gboolean    at_line_end = *next == '\n';

  return is_hyphen (g_utf8_get_char (at))
         && follows_letter (self, position)
         && g_unichar_isalpha (at_line_end ? look_ahead (at) : *next != '\0' ? g_utf8_get_char (next)
                                                                             : 0);
}

static void
add_space (AnnexFoldedText *self,
           guint            position)
{
  Unit *last = get_last (self);

  if (last != NULL && last->character == ' ')
    last->end = position + 1;
  else
    add (self, ' ', position);
}

/* Where words are not spaced, a line may end anywhere. */
static gboolean
ends_at_seam (AnnexFoldedText *self,
              gunichar         next)
{
  const Unit *last = get_last (self);

  return last != NULL && g_unichar_iswide (last->character) && next != 0 && g_unichar_iswide (next);
}

static const char *
skip_spaces (const char *at)
{
  while (*at != '\0' && g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);

  return at;
}

/* White space is taken all at once, so that each character is looked at a few times at most. Returns its last. */
static const char *
add_spaces (AnnexFoldedText *self,
            const char      *at,
            gboolean         joins,
            guint           *position)
{
  const char *end = skip_spaces (at);
  gboolean    at_seam = !joins && ends_at_seam (self, g_utf8_get_char (end));

  while (TRUE)
    {
      at_seam = at_seam && *at == '\n';
      if (!joins && !at_seam)
        add_space (self, *position);
      if (g_utf8_next_char (at) == end)
        return at;
      at = g_utf8_next_char (at);
      (*position)++;
    }
}

static void
add_character (AnnexFoldedText *self,
               gunichar         character,
               guint            position)
{
  if (character < 0x80)
    add (self, (gunichar) g_ascii_tolower ((char) character), position);
  else
    add_letter (self, character, position);
}

/*
 * annex_folded_text_new:
 * @text: valid UTF-8
 *
 * Returns: (transfer full): the text, to be compared
 */
AnnexFoldedText *
annex_folded_text_new (const char *text)
{
  return annex_folded_text_new_cancellable (text, NULL);
}

/*
 * annex_folded_text_new_cancellable:
 * @text: valid UTF-8
 * @cancellable: (nullable): optional #GCancellable
 *
 * Returns: (transfer full) (nullable): the text, to be compared; %NULL when nobody waits for it any more
 */
AnnexFoldedText *
annex_folded_text_new_cancellable (const char   *text,
                                   GCancellable *cancellable)
{
  AnnexFoldedText *self = g_new (AnnexFoldedText, 1);
  gboolean         joins = FALSE; /* the line's end belongs to a hyphen */
  const char      *at;
  guint            position = 0;
  guint            looked_at = 0;

  self->units = g_array_new (FALSE, FALSE, sizeof (Unit));
  for (at = text; *at != '\0'; at = g_utf8_next_char (at), position++)
    {
      gunichar character = g_utf8_get_char (at);

      if (position - looked_at >= CHARACTERS_PER_LOOK)
        {
          looked_at = position;
          if (g_cancellable_is_cancelled (cancellable))
            {
              annex_folded_text_free (self);
              return NULL;
            }
        }

      if (character == SOFT_HYPHEN || is_inner_hyphen (self, at, position))
        {
          joins = *g_utf8_next_char (at) == '\n' || character == SOFT_HYPHEN;
          extend (self, position);
        }
      else if (g_unichar_isspace (character))
        {
          at = add_spaces (self, at, joins, &position);
        }
      else
        {
          joins = FALSE;
          add_character (self, character, position);
        }
    }

  return self;
}

void
annex_folded_text_free (AnnexFoldedText *self)
{
  g_array_unref (self->units);
  g_free (self);
}

/* Returns: whether nothing is left that could be looked for */
gboolean
annex_folded_text_is_empty (AnnexFoldedText *self)
{
  const Unit *units = (const Unit *) self->units->data;

  return self->units->len == 0 || (self->units->len == 1 && units[0].character == ' ');
}

static gboolean
is_there (AnnexFoldedText *self,
          AnnexFoldedText *wanted,
          guint            index)
{
  const Unit *here = &g_array_index (self->units, Unit, index);
  const Unit *there = (const Unit *) wanted->units->data;
  guint       i;

  for (i = 0; i < wanted->units->len; i++)
    {
      if (here[i].character != there[i].character)
        return FALSE;
    }

  return TRUE;
}

/* The first part that begins at @position or later. */
static guint
get_index (AnnexFoldedText *self,
           guint            position)
{
  const Unit *units = (const Unit *) self->units->data;
  guint       low = 0;
  guint       high = self->units->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (units[middle].start < position)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/*
 * annex_folded_text_find:
 * @wanted: what to look for; not empty
 * @from: the position from which to look, in characters of the text
 * @start: (out): the position where it was found
 * @end: (out): the position where that ends
 *
 * Returns: whether it was found
 */
gboolean
annex_folded_text_find (AnnexFoldedText *self,
                        AnnexFoldedText *wanted,
                        guint            from,
                        guint           *start,
                        guint           *end)
{
  const Unit *units = (const Unit *) self->units->data;
  guint       index;

  g_return_val_if_fail (wanted->units->len > 0, FALSE);

  for (index = get_index (self, from); index + wanted->units->len <= self->units->len; index++)
    {
      if (!is_there (self, wanted, index))
        continue;
      *start = units[index].start;
      *end = units[index + wanted->units->len - 1].end;
      return TRUE;
    }

  return FALSE;
}
