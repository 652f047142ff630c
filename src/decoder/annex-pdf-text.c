/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pdf-decoder-private.h"
#include "annex-pdf-glyphs.h"

#include <string.h>

/* Where a page is read from right to left, poppler finds everything only if what is selected ends right below the left edge
 * of its last paragraph. So many places are tried. */
#define N_TRIES 64

/* Marks that poppler puts round what is read in the other direction */
#define LEFT_TO_RIGHT_EMBEDDING 0x202a
#define RIGHT_TO_LEFT_EMBEDDING 0x202b
#define POP_EMBEDDING 0x202c

/* It never does so more than twice at the same place. */
#define MAX_NESTING 8

#define REPLACEMENT 0xfffd

static gboolean
is_mark (gunichar character)
{
  return character >= LEFT_TO_RIGHT_EMBEDDING && character <= POP_EMBEDDING;
}

/* What is not valid is one character, as it is for poppler. */
static gunichar
take_character (const char **at)
{
  gunichar character = g_utf8_get_char_validated (*at, -1);

  if (character != (gunichar) -1 && character != (gunichar) -2)
    {
      *at = g_utf8_next_char (*at);
      return character;
    }

  do
    (*at)++;
  while ((**at & 0xc0) == 0x80);

  return REPLACEMENT;
}

/* Choosing what to ask poppler for */

static guint
count_in (PopplerPage            *page,
          const PopplerRectangle *area)
{
  g_autofree PopplerRectangle *boxes = NULL;
  PopplerRectangle             copy = *area;
  guint                        n_boxes = 0;

  poppler_page_get_text_layout_for_area (page, &copy, &boxes, &n_boxes);

  return n_boxes;
}

/* From beyond one corner of the page to beyond the one across, so that the first and last paragraphs are always in it. */
static void
choose_area (PopplerPage      *page,
             double            width,
             double            height,
             PopplerRectangle *area)
{
  PopplerRectangle from_right = { width + 1, -1, -1, height + 1 };
  guint            most, n, i;

  *area = (PopplerRectangle) { -1, -1, width + 1, height + 1 };
  most = count_in (page, area);
  n = count_in (page, &from_right);
  if (n <= most)
    return;

  for (i = 0, most = 0; i < N_TRIES; i++)
    {
      from_right.x2 = width * i / N_TRIES;
      n = count_in (page, &from_right);
      if (n > most)
        {
          most = n;
          *area = from_right;
        }
    }
}

/* Bringing characters and boxes together */

typedef struct
{
  const PopplerRectangle *boxes;
  guint                   n_boxes;
  guint                   n_used;
  double                  width;
  double                  height;
  GArray                 *glyphs; /* AnnexPdfGlyph */
} Page;

static void
convert_box (Page            *self,
             guint            index,
             AnnexDecoderBox *box)
{
  const PopplerRectangle *source = &self->boxes[MIN (index, self->n_boxes - 1)];

  memset (box, 0, sizeof *box);
  if (self->n_boxes == 0)
    return;

  box->left = annex_pdf_clamp (MIN (source->x1, source->x2), self->width);
  box->right = annex_pdf_clamp (MAX (source->x1, source->x2), self->width);
  box->top = annex_pdf_clamp (MIN (source->y1, source->y2), self->height);
  box->bottom = annex_pdf_clamp (MAX (source->y1, source->y2), self->height);
  if (index >= self->n_boxes)
    box->left = box->right;
}

/* Boxes are in the order in which they are seen, characters in that in which they are read. */
static void
add_section (Page           *self,
             const gunichar *characters,
             const guint    *levels,
             guint           n_characters)
{
  g_autofree guint *order = g_new (guint, (gsize) n_characters + 1);
  const guint       first = self->glyphs->len;
  guint             i;

  annex_pdf_glyphs_turn (n_characters, levels, order);
  g_array_set_size (self->glyphs, first + n_characters);
  for (i = 0; i < n_characters; i++)
    {
      AnnexPdfGlyph *glyph = &g_array_index (self->glyphs, AnnexPdfGlyph, first + order[i]);

      glyph->character = characters[order[i]];
      convert_box (self, self->n_used++, &glyph->box);
    }
}

/* Levels that go to the right are even. */
static guint
go_deeper (guint    level,
           gunichar mark)
{
  gboolean to_right = mark == LEFT_TO_RIGHT_EMBEDDING;

  return level + ((level % 2 == 0) == to_right ? 2 : 1);
}

/* @at: at a mark; becomes what is behind the one that belongs to it */
static void
add_embedded (Page        *self,
              const char **at)
{
  g_autoptr (GArray) characters = g_array_new (FALSE, FALSE, sizeof (gunichar));
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (guint));
  guint nested[MAX_NESTING + 1] = { 0 };
  guint depth = 0;

  do
    {
      gunichar character = take_character (at);

      if (character == POP_EMBEDDING)
        {
          depth -= depth > 0;
        }
      else if (is_mark (character) && depth < MAX_NESTING)
        {
          nested[depth + 1] = go_deeper (nested[depth], character);
          depth++;
        }
      else
        {
          g_array_append_val (characters, character);
          g_array_append_val (levels, nested[depth]);
        }
    }
  while (depth > 0 && **at != '\0' && characters->len < ANNEX_DECODER_MAX_PAGE_CHARACTERS);

  add_section (self, (const gunichar *) characters->data, (const guint *) levels->data, characters->len);
}

/* Returns: whether that is all of it */
static gboolean
add_text (Page       *self,
          const char *text)
{
  const guint level = 0;
  const char *at = text;

  while (*at != '\0' && self->glyphs->len < ANNEX_DECODER_MAX_PAGE_CHARACTERS)
    {
      const char *before = at;
      gunichar    character = take_character (&at);

      if (is_mark (character))
        {
          at = before;
          add_embedded (self, &at);
        }
      else
        {
          add_section (self, &character, &level, 1);
        }
    }

  return *at == '\0';
}

/* Returns (transfer full): lines in the order in which they are read. */
static GArray *
reorder_lines (const AnnexPdfGlyph *glyphs,
               guint                n_glyphs)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (AnnexPdfGlyph));
  guint   start, end;

  for (start = 0; start < n_glyphs; start = end)
    {
      for (end = start; end < n_glyphs && glyphs[end].character != '\n'; end++)
        ;
      if (annex_pdf_glyphs_are_right_to_left (glyphs + start, end - start))
        annex_pdf_glyphs_reorder (glyphs + start, end - start, out);
      else
        g_array_append_vals (out, glyphs + start, end - start);
      if (end < n_glyphs)
        g_array_append_val (out, glyphs[end++]);
    }

  return out;
}

/* Returns: whether that is all of it */
static gboolean
write_out (const GArray         *glyphs,
           AnnexDecoderPageText *text,
           AnnexDecoderReply    *reply)
{
  guint i;

  for (i = 0; i < glyphs->len && reply->count < ANNEX_DECODER_MAX_PAGE_CHARACTERS; i++)
    {
      const AnnexPdfGlyph *glyph = &g_array_index (glyphs, AnnexPdfGlyph, i);
      char                 bytes[6];
      guint                length = (guint) g_unichar_to_utf8 (glyph->character, bytes);

      if (glyph->character == 0)
        continue;
      if (reply->length + length > ANNEX_DECODER_MAX_PAGE_TEXT)
        return FALSE;
      memcpy (text->text + reply->length, bytes, length);
      text->boxes[reply->count++] = glyph->box;
      reply->length += length;
    }

  return i == glyphs->len;
}

static void
read_page (PopplerPage          *page,
           AnnexDecoderPageText *text,
           AnnexDecoderReply    *reply)
{
  g_autofree PopplerRectangle *boxes = NULL;
  g_autofree char             *found = NULL;
  g_autoptr (GArray) ordered = NULL;
  Page             self = { .glyphs = g_array_new (FALSE, FALSE, sizeof (AnnexPdfGlyph)) };
  PopplerRectangle area;
  gboolean         is_all = TRUE;

  annex_pdf_page_get_size (page, &self.width, &self.height);
  choose_area (page, self.width, self.height, &area);
  poppler_page_get_text_layout_for_area (page, &area, &boxes, &self.n_boxes);
  found = poppler_page_get_text_for_area (page, &area);
  self.boxes = boxes;

  if (found != NULL)
    is_all = add_text (&self, found);
  ordered = reorder_lines ((const AnnexPdfGlyph *) self.glyphs->data, self.glyphs->len);
  is_all = write_out (ordered, text, reply) && is_all;
  if (!is_all)
    reply->flags |= ANNEX_DECODER_FLAG_SHORTENED;
  g_array_unref (self.glyphs);
}

/* Fills in the text of a page, as much as there is room for. */
void
annex_pdf_decoder_get_text (AnnexPdfDecoder      *self,
                            guint32               page,
                            AnnexDecoderPageText *text,
                            AnnexDecoderReply    *reply)
{
  PopplerPage *object = annex_pdf_decoder_open_page (self, page, reply);

  if (object == NULL)
    return;

  read_page (object, text, reply);
  g_object_unref (object);
}
