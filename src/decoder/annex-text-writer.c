/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-text-writer.h"

#include "annex-decoder-characters.h"
#include "annex-decoder-protocol.h"

#include <string.h>

#define ZERO_WIDTH_NON_JOINER 0x200cu
#define ZERO_WIDTH_JOINER 0x200du

/* Stands for the rest of a line or cell, or of too many accents on a letter. */
#define MARK "\342\237\250\342\200\246\342\237\251" /* ⟨…⟩ */
#define MARK_LENGTH 3

void
annex_text_writer_init (AnnexTextWriter *self,
                        char            *data,
                        gsize            size)
{
  *self = (AnnexTextWriter) { .data = data, .size = size };
}

/* A line or cell begins. */
void
annex_text_writer_begin (AnnexTextWriter *self)
{
  self->n_characters = self->n_marks = 0;
  self->previous = 0;
  self->over = FALSE;
}

static void
append (AnnexTextWriter *self,
        const char      *text,
        gsize            length,
        guint            n_characters)
{
  /* All of it or nothing: what is there is always whole characters. */
  if (self->full || self->size - self->length < length)
    {
      self->full = TRUE;
      return;
    }

  memcpy (self->data + self->length, text, length);
  self->length += length;
  self->n_characters += n_characters;
}

/* What is drawn with the character before it. */
static gboolean
is_attached (gunichar c)
{
  return c >= 0x80 && (g_unichar_ismark (c) || c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER);
}

static void
append_character (AnnexTextWriter *self,
                  gunichar         c)
{
  char buffer[6];

  self->n_marks = is_attached (c) ? self->n_marks + 1 : 0;
  if (self->n_marks > ANNEX_DECODER_MAX_MARKS)
    {
      self->cut = TRUE;
      if (self->n_marks == ANNEX_DECODER_MAX_MARKS + 1)
        append (self, MARK, sizeof MARK - 1, MARK_LENGTH);
      return;
    }

  append (self, buffer, (gsize) g_unichar_to_utf8 (c, buffer), 1);
}

static void
append_code (AnnexTextWriter *self,
             gunichar         c)
{
  char  buffer[32];
  gsize length = (gsize) g_snprintf (buffer, sizeof buffer, "\342\237\250U+%04X\342\237\251", c);

  self->n_marks = 0;
  append (self, buffer, length, (guint) length - 4);
}

static gboolean
is_variation_selector (gunichar c)
{
  return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

static gboolean
is_emoji (gunichar c)
{
  return (c >= 0x2190 && c <= 0x2bff) || (c >= 0x1f000 && c <= 0x1faff) || is_variation_selector (c);
}

/* Scripts whose letters join, or not, by these characters. Elsewhere they only hide. */
static gboolean
may_join (gunichar previous,
          gunichar joiner)
{
  if (joiner == ZERO_WIDTH_JOINER && is_emoji (previous))
    return TRUE;

  return (g_unichar_isalpha (previous) || g_unichar_ismark (previous))
         && ((previous >= 0x0600 && previous <= 0x08ff) || (previous >= 0x0900 && previous <= 0x0dff) || (previous >= 0x1000 && previous <= 0x109f) || (previous >= 0x1780 && previous <= 0x18af));
}

static gboolean
is_invisible (gunichar c,
              gunichar previous)
{
  if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER)
    return !may_join (previous, c);
  if (is_variation_selector (c))
    return previous == 0 || previous == ' ' || is_variation_selector (previous);

  return annex_decoder_is_hidden (c);
}

/* Adds a character: as it is, as the picture of a control character, or as its number when it would hide or turn text
 * around. What is too much for a line or cell is left out, and a mark stands for it. */
void
annex_text_writer_add (AnnexTextWriter *self,
                       gunichar         c)
{
  gunichar previous = self->previous;

  if (self->over)
    return;

  if (self->n_characters >= ANNEX_DECODER_MAX_LINE)
    {
      self->over = self->cut = TRUE;
      append (self, MARK, sizeof MARK - 1, MARK_LENGTH);
      return;
    }

  self->previous = c;
  if (c < 0x80 ? (c >= 0x20 && c != 0x7f) || c == '\t' : !is_invisible (c, previous))
    append_character (self, c);
  else if (c < 0x20)
    append_character (self, 0x2400 + c);
  else if (c == 0x7f)
    append_character (self, 0x2421);
  else
    append_code (self, c);
}

/* A line ends, in a text or in a cell. */
void
annex_text_writer_add_break (AnnexTextWriter *self)
{
  if (self->over)
    return;

  append (self, "\n", 1, 1);
  self->previous = 0;
  self->n_marks = 0;
}
