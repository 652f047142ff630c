/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-page-text-private.h"

#include "annex-clean-text.h"

#include <math.h>
#include <pango/pango.h>
#include <string.h>

#define SOFT_HYPHEN 0xad

/* How much farther away another line is than a place on the same line. */
#define LINE_WEIGHT 5.0f

/* Points beyond the end of a line after which it hardly matters how far: the longer line above it is not meant. */
#define FAR 40.0f

/* A gap between two characters that is wider than so many times their height is between columns. */
#define MAX_GAP 2

/* Characters on each side of a position that are looked at to find the word there. */
#define FAR_TEXT 500

struct _AnnexPageText
{
  gatomicrefcount  ref_count;
  char            *text; /* (owned) */
  guint            n_characters;
  guint           *offsets; /* (owned) of each character in the text, and of its end */
  AnnexDecoderBox *boxes;   /* (owned) */
  gboolean         is_shortened;
};

G_DEFINE_BOXED_TYPE (AnnexPageText, annex_page_text, annex_page_text_ref, annex_page_text_unref)

static gboolean
is_kept (gunichar character)
{
  return character == '\n' || character == '\t' || character == SOFT_HYPHEN || annex_clean_text_is_harmless (character);
}

/*
 * annex_page_text_new:
 * @text: valid UTF-8
 * @boxes: (array length=n_characters): where its characters are
 * @n_characters: how many it has
 *
 * Returns: (transfer full): the text, without what must not be in it
 */
AnnexPageText *
annex_page_text_new (const char            *text,
                     const AnnexDecoderBox *boxes,
                     guint                  n_characters)
{
  AnnexPageText *self = g_new0 (AnnexPageText, 1);
  g_autoptr (GString) out = g_string_sized_new (strlen (text));
  const char *at = text;
  guint       i;

  g_atomic_ref_count_init (&self->ref_count);
  self->offsets = g_new (guint, (gsize) n_characters + 1);
  self->boxes = g_new (AnnexDecoderBox, (gsize) n_characters + 1);
  for (i = 0; i < n_characters; i++, at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!is_kept (character))
        continue;
      self->offsets[self->n_characters] = (guint) out->len;
      self->boxes[self->n_characters++] = boxes[i];
      g_string_append_unichar (out, character);
    }
  self->offsets[self->n_characters] = (guint) out->len;
  self->text = g_string_free (g_steal_pointer (&out), FALSE);

  return self;
}

static gboolean
are_boxes (const AnnexDecoderBox *boxes,
           guint                  n_boxes)
{
  guint i;

  /* A comparison with what is no number is never true. */
  for (i = 0; i < n_boxes; i++)
    {
      if (!(boxes[i].left >= 0 && boxes[i].left <= boxes[i].right && boxes[i].right <= ANNEX_DECODER_MAX_PAGE_POINTS)
          || !(boxes[i].top >= 0 && boxes[i].top <= boxes[i].bottom && boxes[i].bottom <= ANNEX_DECODER_MAX_PAGE_POINTS))
        return FALSE;
    }

  return TRUE;
}

/*
 * annex_page_text_new_from_decoder:
 * @memory: what the decoder wrote
 * @reply: what it said of that; credible
 *
 * Returns: (transfer full) (nullable): the text; %NULL when it cannot be any
 */
AnnexPageText *
annex_page_text_new_from_decoder (AnnexSharedMemory       *memory,
                                  const AnnexDecoderReply *reply)
{
  const gsize                 boxes_length = reply->count * sizeof (AnnexDecoderBox);
  g_autofree char            *text = annex_shared_memory_copy (memory, offsetof (AnnexDecoderPageText, text), reply->length);
  g_autofree AnnexDecoderBox *boxes = annex_shared_memory_copy (memory, offsetof (AnnexDecoderPageText, boxes), boxes_length);
  AnnexPageText              *self;

  if (!g_utf8_validate_len (text, reply->length, NULL)
      || g_utf8_strlen (text, reply->length) != (glong) reply->count
      || !are_boxes (boxes, reply->count))
    return NULL;

  self = annex_page_text_new (text, boxes, reply->count);
  self->is_shortened = (reply->flags & ANNEX_DECODER_FLAG_SHORTENED) != 0;

  return self;
}

/**
 * annex_page_text_ref:
 * @self: a page's text
 *
 * Returns: (transfer full): the same text
 */
AnnexPageText *
annex_page_text_ref (AnnexPageText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * annex_page_text_unref:
 * @self: (transfer full): a page's text
 *
 * Drops a reference.
 */
void
annex_page_text_unref (AnnexPageText *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->text);
  g_free (self->offsets);
  g_free (self->boxes);
  g_free (self);
}

/**
 * annex_page_text_get_text:
 * @self: a page's text
 *
 * Returns: (transfer none): all of it
 */
const char *
annex_page_text_get_text (AnnexPageText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * annex_page_text_get_n_characters:
 * @self: a page's text
 *
 * Returns: how many characters it has
 */
guint
annex_page_text_get_n_characters (AnnexPageText *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_characters;
}

/**
 * annex_page_text_is_shortened:
 * @self: a page's text
 *
 * Returns: whether the page has more than is there
 */
gboolean
annex_page_text_is_shortened (AnnexPageText *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_shortened;
}

/**
 * annex_page_text_is_empty:
 * @self: a page's text
 *
 * Returns: whether there is nothing to read, as on a page that is one picture
 */
gboolean
annex_page_text_is_empty (AnnexPageText *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->text[strspn (self->text, " \t\n")] == '\0';
}

/**
 * annex_page_text_get_box:
 * @self: a page's text
 * @index: number of a character
 * @box: (out caller-allocates): where it is, in points; without width where nothing of it can be seen
 */
void
annex_page_text_get_box (AnnexPageText   *self,
                         guint            index,
                         graphene_rect_t *box)
{
  const AnnexDecoderBox *source;

  g_return_if_fail (self != NULL && index < self->n_characters);

  source = &self->boxes[index];
  graphene_rect_init (box, source->left, source->top, source->right - source->left, source->bottom - source->top);
}

static gboolean
ends_line (AnnexPageText *self,
           guint          index)
{
  return self->text[self->offsets[index]] == '\n';
}

/* How far @value is from a range. */
static float
distance (float value,
          float low,
          float high)
{
  return value < low ? low - value : value > high ? value - high
                                                  : 0;
}

static float
get_distance (const AnnexDecoderBox  *box,
              const graphene_point_t *point)
{
  float across = distance (point->x, box->left, box->right);
  float down = distance (point->y, box->top, box->bottom);

  return MIN (across, FAR) + across / 100 + LINE_WEIGHT * down;
}

/* Whether two characters that follow each other stand beside each other. */
static gboolean
are_neighbours (AnnexPageText *self,
                guint          index)
{
  const AnnexDecoderBox *a = &self->boxes[index];
  const AnnexDecoderBox *b = &self->boxes[index + 1];
  float                  common_height = MIN (a->bottom, b->bottom) - MAX (a->top, b->top);
  float                  common_width = MIN (a->right, b->right) - MAX (a->left, b->left);
  float                  least_height = MIN (a->bottom - a->top, b->bottom - b->top);
  float                  least_width = MIN (a->right - a->left, b->right - b->left);

  if (ends_line (self, index) || ends_line (self, index + 1))
    return FALSE;
  if (common_height * 2 >= least_height && least_height > 0)
    return -common_width <= MAX_GAP * MAX (a->bottom - a->top, b->bottom - b->top);

  return common_width * 2 >= least_width && least_width > 0 && -common_height <= MAX_GAP * MAX (a->right - a->left, b->right - b->left);
}

static void
get_centre (AnnexPageText    *self,
            guint             index,
            graphene_point_t *centre)
{
  const AnnexDecoderBox *box = &self->boxes[index];

  graphene_point_init (centre, (box->left + box->right) / 2, (box->top + box->bottom) / 2);
}

/* In which direction the text goes on at a character: the boxes know, whatever its script and however the page is turned. */
static void
get_direction (AnnexPageText    *self,
               guint             index,
               graphene_point_t *direction)
{
  graphene_point_t from, to;

  graphene_point_init (direction, 1, 0);
  if (index + 1 < self->n_characters && are_neighbours (self, index))
    get_centre (self, index, &from), get_centre (self, index + 1, &to);
  else if (index > 0 && are_neighbours (self, index - 1))
    get_centre (self, index - 1, &from), get_centre (self, index, &to);
  else
    return;

  if (fabsf (to.x - from.x) >= fabsf (to.y - from.y))
    graphene_point_init (direction, to.x < from.x ? -1 : 1, 0);
  else
    graphene_point_init (direction, 0, to.y < from.y ? -1 : 1);
}

/* Whether a point at a character is rather at its end. */
static gboolean
is_behind (AnnexPageText          *self,
           guint                   index,
           const graphene_point_t *point)
{
  graphene_point_t centre, direction;

  get_centre (self, index, &centre);
  get_direction (self, index, &direction);

  return (point->x - centre.x) * direction.x + (point->y - centre.y) * direction.y > 0;
}

/**
 * annex_page_text_find:
 * @self: a page's text
 * @point: a place on the page, in points; also beside all text
 *
 * Returns: the position nearest to it, 0…n: where a selection begins or ends that is made there
 */
guint
annex_page_text_find (AnnexPageText          *self,
                      const graphene_point_t *point)
{
  guint best = G_MAXUINT;
  float least = INFINITY;
  guint i;

  g_return_val_if_fail (self != NULL && point != NULL, 0);

  for (i = 0; i < self->n_characters; i++)
    {
      float far = ends_line (self, i) ? INFINITY : get_distance (&self->boxes[i], point);

      if (far < least)
        {
          least = far;
          best = i;
        }
    }
  if (best == G_MAXUINT)
    return 0;

  return is_behind (self, best, point) ? best + 1 : best;
}

/**
 * annex_page_text_dup_range:
 * @self: a page's text
 * @start: the position it begins at
 * @end: the position it ends at; beyond the end of the text is its end
 *
 * Returns: (transfer full): a part of the text
 */
char *
annex_page_text_dup_range (AnnexPageText *self,
                           guint          start,
                           guint          end)
{
  g_return_val_if_fail (self != NULL, NULL);

  end = MIN (end, self->n_characters);
  start = MIN (start, end);

  return g_strndup (self->text + self->offsets[start], self->offsets[end] - self->offsets[start]);
}

static void
add_box (GArray                *boxes,
         const AnnexDecoderBox *sum)
{
  graphene_rect_t box;

  if (sum->right <= sum->left && sum->bottom <= sum->top)
    return;

  graphene_rect_init (&box, sum->left, sum->top, sum->right - sum->left, sum->bottom - sum->top);
  g_array_append_val (boxes, box);
}

static void
enlarge (AnnexDecoderBox       *sum,
         const AnnexDecoderBox *box)
{
  sum->left = MIN (sum->left, box->left);
  sum->top = MIN (sum->top, box->top);
  sum->right = MAX (sum->right, box->right);
  sum->bottom = MAX (sum->bottom, box->bottom);
}

/**
 * annex_page_text_list_boxes:
 * @self: a page's text
 * @start: the position it begins at
 * @end: the position it ends at; beyond the end of the text is its end
 *
 * Returns: (transfer full) (element-type graphene_rect_t): where a part of the text is: a box for each line, or for each
 *   run of characters in it that stand beside each other
 */
GArray *
annex_page_text_list_boxes (AnnexPageText *self,
                            guint          start,
                            guint          end)
{
  GArray         *boxes = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  AnnexDecoderBox sum = { 0 };
  guint           i;

  g_return_val_if_fail (self != NULL, boxes);

  end = MIN (end, self->n_characters);
  for (i = start; i < end; i++)
    {
      if (ends_line (self, i))
        continue;
      if (i == start || !are_neighbours (self, i - 1))
        {
          add_box (boxes, &sum);
          sum = self->boxes[i];
        }
      else
        {
          enlarge (&sum, &self->boxes[i]);
        }
    }
  add_box (boxes, &sum);

  return boxes;
}

/**
 * annex_page_text_get_line:
 * @self: a page's text
 * @position: a position in the line, 0…n
 * @start: (out): the position that the line begins at
 * @end: (out): the position that it ends at, before its newline
 */
void
annex_page_text_get_line (AnnexPageText *self,
                          guint          position,
                          guint         *start,
                          guint         *end)
{
  g_return_if_fail (self != NULL);

  position = MIN (position, self->n_characters);
  for (*start = position; *start > 0 && !ends_line (self, *start - 1); (*start)--)
    ;
  for (*end = position; *end < self->n_characters && !ends_line (self, *end); (*end)++)
    ;
}

/* Where words may begin and end between two positions. */
static PangoLogAttr *
list_attributes (AnnexPageText *self,
                 guint          first,
                 guint          last)
{
  PangoLogAttr *attributes = g_new0 (PangoLogAttr, (gsize) (last - first) + 1);

  pango_get_log_attrs (self->text + self->offsets[first],
                       (int) (self->offsets[last] - self->offsets[first]),
                       -1,
                       pango_language_get_default (),
                       attributes,
                       (int) (last - first) + 1);

  return attributes;
}

/* What is far away says nothing of a word, and takes long to look at in some scripts. */
static void
narrow (guint  position,
        guint *first,
        guint *last)
{
  *first = MAX (*first, position - MIN (position, FAR_TEXT));
  *last = MIN (*last, position + FAR_TEXT);
}

/**
 * annex_page_text_get_word:
 * @self: a page's text
 * @position: a position in the word, 0…n; between two words the one behind it is meant, at the end of a line the one
 *   before it
 * @start: (out): the position that the word begins at
 * @end: (out): the position that it ends at; white space or signs between words count as one, too. Of a word of more than
 *   some hundred characters, only a part is found.
 */
void
annex_page_text_get_word (AnnexPageText *self,
                          guint          position,
                          guint         *start,
                          guint         *end)
{
  g_autofree PangoLogAttr *attributes = NULL;
  guint                    first, last, i;

  g_return_if_fail (self != NULL);

  position = MIN (position, self->n_characters);
  annex_page_text_get_line (self, position, &first, &last);
  narrow (position, &first, &last);
  attributes = list_attributes (self, first, last);

  i = position - first;
  if (position == last && i > 0)
    i--;
  for (; i > 0 && !attributes[i].is_word_boundary; i--)
    ;
  *start = first + i;
  for (i = MIN (i + 1, last - first); i < last - first && !attributes[i].is_word_boundary; i++)
    ;
  *end = first + i;
}

static gboolean
begins_word (AnnexPageText *self,
             guint          position)
{
  return position < self->n_characters && g_unichar_isalnum (g_utf8_get_char (self->text + self->offsets[position]));
}

/**
 * annex_page_text_move_by_word:
 * @self: a page's text
 * @position: a position, 0…n
 * @direction: 1 for on, -1 for back
 *
 * Returns: where the next word ends, or where the one before it begins; where there is none, the end of the text, or some
 *   hundred characters farther
 */
guint
annex_page_text_move_by_word (AnnexPageText *self,
                              guint          position,
                              int            direction)
{
  g_autofree PangoLogAttr *attributes = NULL;
  guint                    first = 0;
  guint                    last, start, i;

  g_return_val_if_fail (self != NULL, 0);

  last = self->n_characters;
  position = MIN (position, last);
  narrow (position, &first, &last);
  attributes = list_attributes (self, first, last);
  start = first;
  for (i = first + 1; i <= last && (direction > 0 || i < position); i++)
    {
      if (!attributes[i - first].is_word_boundary)
        continue;
      if (direction > 0 && i > position && begins_word (self, start))
        return i;
      if (direction > 0 || begins_word (self, i))
        start = i;
    }

  return direction > 0 ? last : start;
}
