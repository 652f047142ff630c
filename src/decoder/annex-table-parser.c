/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-table-parser.h"

#include <string.h>

/* In the order in which they are preferred when they explain the first rows equally well. */
static const char separators[] = "\t;,|";

/* As many rows, of as much text, are looked at to find the separator. */
#define SAMPLE_ROWS 32
#define SAMPLE_LENGTH (64 * 1024)

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

static const char *
skip_line_end (const char *position,
               const char *end)
{
  if (end - position >= 2 && position[0] == '\r' && position[1] == '\n')
    return position + 2;

  return position < end ? position + 1 : end;
}

/* Returns (nullable): the mark that ends a quoted cell, @position being behind the mark that begins it */
static const char *
find_closing_quote (const char *position,
                    const char *end)
{
  while ((position = memchr (position, '"', (gsize) (end - position))) != NULL)
    {
      if (position + 1 == end || position[1] != '"')
        return position;
      position += 2;
      if (position >= end)
        return NULL;
    }

  return NULL;
}

/* Finding the separator */

static const char *
skip_sample_cell (const char *position,
                  const char *end,
                  char        separator)
{
  const char *quote = position < end && *position == '"' ? find_closing_quote (position + 1, end) : NULL;

  if (quote != NULL)
    position = quote + 1;
  while (position < end && *position != separator && !is_line_end (*position))
    position++;

  return position;
}

/* Returns how many rows there are; their widths are filled in. */
static guint
measure_rows (const char *position,
              const char *end,
              char        separator,
              guint       widths[SAMPLE_ROWS])
{
  guint n_rows = 0;
  guint width = 1;

  while (position < end && n_rows < SAMPLE_ROWS)
    {
      position = skip_sample_cell (position, end, separator);
      if (position < end && *position == separator)
        {
          width++;
          position++;
          continue;
        }
      widths[n_rows++] = width;
      width = 1;
      position = skip_line_end (position, end);
    }

  return n_rows;
}

/* Returns how well a separator explains the rows: how many of them have as many cells as most have, if that is several. */
static guint
rate_separator (const char *text,
                const char *end,
                char        separator)
{
  guint widths[SAMPLE_ROWS];
  guint n_rows = measure_rows (text, end, separator, widths);
  guint best = 0;
  guint i;
  guint j;

  for (i = 0; i < n_rows; i++)
    {
      guint n_same = 0;

      for (j = 0; j < n_rows; j++)
        n_same += widths[j] == widths[i];
      if (widths[i] > 1)
        best = MAX (best, n_same);
    }

  return best;
}

static char
choose_separator (const char *text,
                  const char *end)
{
  const char *sample_end = text + MIN (end - text, SAMPLE_LENGTH);
  char        best = ',';
  guint       best_rating = 0;
  gsize       i;

  for (i = 0; i < sizeof separators - 1; i++)
    {
      guint rating = rate_separator (text, sample_end, separators[i]);

      if (rating > best_rating)
        {
          best_rating = rating;
          best = separators[i];
        }
    }

  return best;
}

/* A first line of "sep=;" tells spreadsheets the separator, and is not part of the table. */
static gboolean
take_declaration (AnnexTableParser *self)
{
  const char *p = self->position;

  if (self->end - p < 5 || g_ascii_strncasecmp (p, "sep=", 4) != 0)
    return FALSE;
  if (p[4] < '\t' || p[4] >= 0x7f || p[4] == '"' || is_line_end (p[4]) || (p + 5 < self->end && !is_line_end (p[5])))
    return FALSE;

  self->separator = p[4];
  self->position = skip_line_end (p + 5, self->end);

  return TRUE;
}

/* @text: valid UTF-8, which must outlive the parser */
void
annex_table_parser_init (AnnexTableParser  *self,
                         const char        *text,
                         gsize              length,
                         AnnexDecoderTable *output)
{
  *self = (AnnexTableParser) { .position = text, .end = text + length, .output = output, .quotes = TRUE };
  annex_text_writer_init (&self->writer, output->text, sizeof output->text);
  if (!take_declaration (self))
    self->separator = choose_separator (self->position, self->end);
}

/* Reading */

static void
add_character (AnnexTableParser *self)
{
  gunichar c = g_utf8_get_char (self->position);

  self->position = g_utf8_next_char (self->position);
  annex_text_writer_add (&self->writer, c);
}

/* What stands between quotation marks: separators and line ends belong to it, and a doubled mark is one. */
static void
read_quoted (AnnexTableParser *self)
{
  const char *closing = find_closing_quote (self->position + 1, self->end);

  /* The last mark of a file that is never closed is just a character, and so is whatever follows. */
  if (closing == NULL)
    {
      self->quotes = FALSE;
      return;
    }

  self->position++;
  while (self->position < closing)
    {
      if (is_line_end (*self->position))
        {
          self->position = skip_line_end (self->position, self->end);
          annex_text_writer_add_break (&self->writer);
        }
      else
        {
          if (*self->position == '"')
            self->position++;
          add_character (self);
        }
    }
  self->position = closing + 1;
}

static void
end_cell (AnnexTableParser *self,
          gsize             length)
{
  if (self->n_columns == ANNEX_DECODER_MAX_COLUMNS)
    {
      self->wide = TRUE;
      self->writer.length = length;
      return;
    }

  if (self->n_cells == ANNEX_DECODER_MAX_CELLS || self->writer.full)
    {
      self->full = TRUE;
      return;
    }

  self->output->cells[self->n_cells++] = (guint32) self->writer.length;
  self->n_columns++;
}

static void
read_cell (AnnexTableParser *self)
{
  gsize length = self->writer.length;

  annex_text_writer_begin (&self->writer);
  if (self->quotes && self->position < self->end && *self->position == '"')
    read_quoted (self);

  /* Whatever follows a closing mark belongs to the cell, too. */
  while (self->position < self->end && *self->position != self->separator && !is_line_end (*self->position))
    add_character (self);
  end_cell (self, length);
}

/* A row that does not fit is left out altogether. */
static void
read_row (AnnexTableParser *self)
{
  guint n_cells = self->n_cells;
  gsize length = self->writer.length;

  self->n_columns = 0;
  read_cell (self);
  while (!self->full && self->position < self->end && *self->position == self->separator)
    {
      self->position++;
      read_cell (self);
    }
  self->position = skip_line_end (self->position, self->end);

  if (self->full)
    {
      self->n_cells = n_cells;
      self->writer.length = length;
      return;
    }
  self->output->rows[self->n_rows++] = self->n_cells;
}

void
annex_table_parser_run (AnnexTableParser *self)
{
  while (self->position < self->end && !self->full)
    {
      if (self->n_rows == ANNEX_DECODER_MAX_ROWS)
        self->full = TRUE;
      else
        read_row (self);
    }
}
