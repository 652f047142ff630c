/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-reading-samples.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <string.h>

#define KEY_LENGTH 16
#define PADDING_LENGTH 32

static cairo_status_t
append (void         *closure,
        const guchar *data,
        guint         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static void
write_lines (cairo_t           *context,
             const char *const *lines,
             double             x,
             int                width)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (context);
  PangoFontDescription *font = pango_font_description_from_string ("Sans 12");
  guint                 i;

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  for (i = 0; lines[i] != NULL; i++)
    {
      pango_layout_set_text (layout, lines[i], -1);
      cairo_move_to (context, x, 20 + 20 * i);
      pango_cairo_show_layout (context, layout);
    }
}

/* A page with lines of text, 20 points from each edge and from each other, written as each script is. */
GBytes *
sample_text (const char *const *lines,
             double             width,
             double             height)
{
  GByteArray      *array = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, array, width, height);
  cairo_t         *context = cairo_create (surface);

  write_lines (context, lines, 20, (int) width - 40);
  cairo_destroy (context);
  cairo_surface_destroy (surface);

  return g_byte_array_free_to_bytes (array);
}

/* A page of 400 points with two columns. */
GBytes *
sample_columns (const char *const *left,
                const char *const *right)
{
  GByteArray      *array = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, array, 400, 400);
  cairo_t         *context = cairo_create (surface);

  write_lines (context, left, 20, 160);
  write_lines (context, right, 220, 160);
  cairo_destroy (context);
  cairo_surface_destroy (surface);

  return g_byte_array_free_to_bytes (array);
}

/* @objects: numbered from 1, of which the first is the catalog. Readers rebuild the table of contents, which is not there. */
GBytes *
sample_objects (const char *const *objects,
                const char        *trailer)
{
  GString *text = g_string_new ("%PDF-1.7\n");
  guint    i;

  for (i = 0; objects[i] != NULL; i++)
    g_string_append_printf (text, "%u 0 obj\n%s\nendobj\n", i + 1, objects[i]);
  g_string_append_printf (text, "trailer<</Root 1 0 R %s>>\n", trailer);

  return g_string_free_to_bytes (text);
}

/* One page, with Helvetica as F. @page: further entries of the page; @content: what is drawn */
GBytes *
sample_words (const char *page,
              const char *content)
{
  g_autofree char  *dictionary = g_strdup_printf ("<</Type/Page/Parent 2 0 R/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R %s>>", page);
  g_autofree char  *stream = g_strdup_printf ("<</Length %u>>stream\n%s\nendstream", (guint) strlen (content), content);
  const char *const objects[] = {
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    dictionary,
    stream,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    NULL,
  };

  return sample_objects (objects, "");
}

/* Pages with their number, and "needle" on every hundredth. */
GBytes *
sample_many_words (guint n_pages)
{
  GByteArray      *array = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, array, 200, 100);
  cairo_t         *context = cairo_create (surface);
  guint            i;

  for (i = 0; i < n_pages; i++)
    {
      g_autofree char *text = g_strdup_printf ("page %u%s", i, i % 100 == 99 ? " N\303\251edle" : "");

      cairo_move_to (context, 10, 50);
      cairo_show_text (context, text);
      cairo_show_page (context);
    }
  cairo_destroy (context);
  cairo_surface_destroy (surface);

  return g_byte_array_free_to_bytes (array);
}

/* ISO 32000-1, 7.6: the standard security handler, revisions 2 (40 bits) and 3 (128 bits) */

static void
rc4 (const guint8 *key,
     gsize         key_length,
     guint8       *data,
     gsize         length)
{
  guint8 state[256];
  guint  i, j, k;

  for (i = 0; i < 256; i++)
    state[i] = (guint8) i;
  for (i = j = 0; i < 256; i++)
    {
      guint8 swapped = state[i];

      j = (j + swapped + key[i % key_length]) % 256;
      state[i] = state[j];
      state[j] = swapped;
    }
  for (i = j = k = 0; k < length; k++)
    {
      guint8 swapped;

      i = (i + 1) % 256;
      j = (j + state[i]) % 256;
      swapped = state[i];
      state[i] = state[j];
      state[j] = swapped;
      data[k] ^= state[(state[i] + state[j]) % 256];
    }
}

static void
digest (const guint8 *data,
        gsize         length,
        guint8       *out)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  gsize size = KEY_LENGTH;

  g_checksum_update (checksum, data, (gssize) length);
  g_checksum_get_digest (checksum, out, &size);
}

/* Algorithm 3.19 and its like: the key once, and for 128 bits 19 times more, changed each time */
static void
encrypt_repeatedly (const guint8 *key,
                    gsize         key_length,
                    guint8       *data,
                    gsize         length)
{
  guint round, i;

  for (round = 0; round < (key_length > 5 ? 20u : 1u); round++)
    {
      guint8 changed[KEY_LENGTH];

      for (i = 0; i < key_length; i++)
        changed[i] = key[i] ^ (guint8) round;
      rc4 (changed, key_length, data, length);
    }
}

static const guint8 padding[PADDING_LENGTH] = {
  0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a
};

static const guint8 file_id[KEY_LENGTH] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

static const guint8 permissions[4] = { 0xfc, 0xff, 0xff, 0xff };

static void
pad (const char *password,
     guint8     *out)
{
  gsize length = MIN (strlen (password), PADDING_LENGTH);

  memcpy (out, password, length);
  memcpy (out + length, padding, PADDING_LENGTH - length);
}

/* Who knows the password owns the file, too. */
static void
get_owner_entry (const char *password,
                 gsize       key_length,
                 guint8     *owner)
{
  guint8 padded[PADDING_LENGTH], key[KEY_LENGTH];
  guint  round;

  pad (password, padded);
  digest (padded, sizeof padded, key);
  for (round = 0; key_length > 5 && round < 50; round++)
    digest (key, KEY_LENGTH, key);
  memcpy (owner, padded, PADDING_LENGTH);
  encrypt_repeatedly (key, key_length, owner, PADDING_LENGTH);
}

static void
get_key (const char   *password,
         gsize         key_length,
         const guint8 *owner,
         guint8       *key)
{
  guint8 data[PADDING_LENGTH * 2 + sizeof permissions + sizeof file_id];
  guint  round;

  pad (password, data);
  memcpy (data + PADDING_LENGTH, owner, PADDING_LENGTH);
  memcpy (data + 2 * PADDING_LENGTH, permissions, sizeof permissions);
  memcpy (data + 2 * PADDING_LENGTH + sizeof permissions, file_id, sizeof file_id);
  digest (data, sizeof data, key);
  for (round = 0; key_length > 5 && round < 50; round++)
    digest (key, key_length, key);
}

static void
get_user_entry (const guint8 *key,
                gsize         key_length,
                guint8       *user)
{
  guint8 data[PADDING_LENGTH + sizeof file_id];

  memset (user, 0, PADDING_LENGTH);
  memcpy (data, padding, PADDING_LENGTH);
  memcpy (data + PADDING_LENGTH, file_id, sizeof file_id);
  if (key_length > 5)
    {
      digest (data, sizeof data, user);
      encrypt_repeatedly (key, key_length, user, KEY_LENGTH);
    }
  else
    {
      memcpy (user, padding, PADDING_LENGTH);
      rc4 (key, key_length, user, PADDING_LENGTH);
    }
}

static void
encrypt_object (const guint8 *key,
                gsize         key_length,
                guint8        number,
                guint8       *data,
                gsize         length)
{
  guint8 extended[KEY_LENGTH + 5] = { 0 };
  guint8 object_key[KEY_LENGTH];

  memcpy (extended, key, key_length);
  extended[key_length] = number;
  digest (extended, key_length + 5, object_key);
  rc4 (object_key, MIN (key_length + 5, KEY_LENGTH), data, length);
}

static char *
to_hex (const guint8 *data,
        gsize         length)
{
  GString *hex = g_string_new (NULL);
  gsize    i;

  for (i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", data[i]);

  return g_string_free (hex, FALSE);
}

/* A page with @text, 400 by 100 points, that nobody can read without @password. @bits: 40 or 128 */
GBytes *
sample_encrypted (const char *password,
                  guint       bits,
                  const char *text)
{
  const gsize      key_length = bits / 8;
  guint8           owner[PADDING_LENGTH], user[PADDING_LENGTH], key[KEY_LENGTH];
  g_autofree char *content = g_strdup_printf ("BT /F 24 Tf 20 40 Td (%s) Tj ET", text);
  const gsize      length = strlen (content);
  GByteArray      *out = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf ("%%PDF-1.4\n"
                                           "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                                           "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                                           "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
                                           "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
                                           "4 0 obj<</Length %u>>stream\n",
                                           (guint) length);
  g_autofree char *tail = NULL;
  g_autofree char *owner_hex = NULL;
  g_autofree char *user_hex = NULL;
  g_autofree char *id_hex = to_hex (file_id, sizeof file_id);

  get_owner_entry (password, key_length, owner);
  get_key (password, key_length, owner, key);
  get_user_entry (key, key_length, user);
  encrypt_object (key, key_length, 4, (guint8 *) content, length);
  owner_hex = to_hex (owner, sizeof owner);
  user_hex = to_hex (user, sizeof user);
  tail = g_strdup_printf ("\nendstream endobj\ntrailer<</Root 1 0 R/ID[<%s><%s>]/Encrypt<</Filter/Standard/V %d/R %d/Length %u/O<%s>/U<%s>/P -4>>>>\n",
                          id_hex,
                          id_hex,
                          bits > 40 ? 2 : 1,
                          bits > 40 ? 3 : 2,
                          bits,
                          owner_hex,
                          user_hex);
  g_byte_array_append (out, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (out, (const guint8 *) content, (guint) length);
  g_byte_array_append (out, (const guint8 *) tail, (guint) strlen (tail));

  return g_byte_array_free_to_bytes (out);
}
