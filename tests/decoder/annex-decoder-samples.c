/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-samples.h"

#include <cairo-pdf.h>
#include <string.h>

/* libvips tells of every thread. */
static void
drop_message (const char    *domain,
              GLogLevelFlags level,
              const char    *message,
              gpointer       user_data)
{
}

/* To be called once before pictures are made; vips_shutdown() ends it. */
void
sample_init (const char *program)
{
  g_log_set_handler ("VIPS", G_LOG_LEVEL_INFO, drop_message, NULL);
  if (VIPS_INIT (program) != 0)
    g_error ("%s", vips_error_buffer ());
}

static void
fill (guint8 *pixel,
      guint   x,
      guint   y)
{
  gboolean right = x >= SAMPLE_WIDTH / 2;
  gboolean bottom = y >= SAMPLE_HEIGHT / 2;

  pixel[0] = right == bottom ? 255 : 0;
  pixel[1] = right ? 255 : 0;
  pixel[2] = bottom ? 255 : 0;
}

/* Upright: red at the top left, green at the top right, blue at the bottom left, white at the bottom right. */
VipsImage *
sample_corners (void)
{
  g_autofree guint8 *pixels = g_malloc (SAMPLE_WIDTH * SAMPLE_HEIGHT * 3);
  g_autoptr (VipsImage) view = NULL;
  VipsImage *image = NULL;
  guint      x;
  guint      y;

  for (y = 0; y < SAMPLE_HEIGHT; y++)
    for (x = 0; x < SAMPLE_WIDTH; x++)
      fill (pixels + (y * SAMPLE_WIDTH + x) * 3, x, y);

  view = vips_image_new_from_memory_copy (pixels, SAMPLE_WIDTH * SAMPLE_HEIGHT * 3, SAMPLE_WIDTH, SAMPLE_HEIGHT, 3, VIPS_FORMAT_UCHAR);
  g_assert_cmpint (vips_copy (view, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), ==, 0);

  return image;
}

VipsImage *
sample_solid (guint8 red,
              guint8 green,
              guint8 blue,
              guint8 alpha)
{
  const guint8       colour[4] = { red, green, blue, alpha };
  g_autofree guint8 *pixels = g_malloc (SAMPLE_WIDTH * SAMPLE_HEIGHT * 4);
  g_autoptr (VipsImage) view = NULL;
  VipsImage *image = NULL;
  guint      i;

  for (i = 0; i < SAMPLE_WIDTH * SAMPLE_HEIGHT; i++)
    memcpy (pixels + i * 4, colour, 4);
  view = vips_image_new_from_memory_copy (pixels, SAMPLE_WIDTH * SAMPLE_HEIGHT * 4, SAMPLE_WIDTH, SAMPLE_HEIGHT, 4, VIPS_FORMAT_UCHAR);
  g_assert_cmpint (vips_copy (view, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), ==, 0);

  return image;
}

/* @suffix: of libvips, with options, such as ".jpg[Q=95]" */
GBytes *
sample_save (VipsImage  *image,
             const char *suffix)
{
  void *data = NULL;
  gsize length = 0;

  if (vips_image_write_to_buffer (image, suffix, &data, &length, NULL) != 0)
    g_error ("%s: %s", suffix, vips_error_buffer ());

  return g_bytes_new_take (data, length);
}

gboolean
sample_can_save (VipsImage  *image,
                 const char *suffix)
{
  void    *data = NULL;
  gsize    length = 0;
  gboolean can = vips_image_write_to_buffer (image, suffix, &data, &length, NULL) == 0;

  vips_error_clear ();
  g_free (data);

  return can;
}

/* What a camera held this way stores: the picture turned back, and the tag that says how to turn it. */
static VipsImage *
turn_back (VipsImage *upright,
           int        orientation)
{
  g_autoptr (VipsImage) turned = NULL;
  VipsImage *out = NULL;
  int        failed = 0;

  switch (orientation)
    {
    case 2:
      failed = vips_flip (upright, &out, VIPS_DIRECTION_HORIZONTAL, NULL);
      break;
    case 3:
      failed = vips_rot180 (upright, &out, NULL);
      break;
    case 4:
      failed = vips_flip (upright, &out, VIPS_DIRECTION_VERTICAL, NULL);
      break;
    case 5:
      failed = vips_rot90 (upright, &turned, NULL) || vips_flip (turned, &out, VIPS_DIRECTION_HORIZONTAL, NULL);
      break;
    case 6:
      failed = vips_rot270 (upright, &out, NULL);
      break;
    case 7:
      failed = vips_rot90 (upright, &turned, NULL) || vips_flip (turned, &out, VIPS_DIRECTION_VERTICAL, NULL);
      break;
    case 8:
      failed = vips_rot90 (upright, &out, NULL);
      break;
    default:
      out = g_object_ref (upright);
      break;
    }
  g_assert_false (failed);

  return out;
}

/* Writes an orientation that no library would write into the EXIF block. */
static void
patch_orientation (GBytes *bytes,
                   int     orientation)
{
  static const guint8 tag[] = { 0x12, 0x01, 3, 0, 1, 0, 0, 0, 1, 0 };
  gsize               length;
  guint8             *data = (guint8 *) g_bytes_get_data (bytes, &length);
  guint8             *found = memmem (data, length, tag, sizeof tag);

  g_assert_nonnull (found);
  found[8] = (guint8) (orientation & 0xff);
  found[9] = (guint8) (orientation >> 8);
}

/* @orientation: the EXIF value; outside 1…8 for a tag that makes no sense */
GBytes *
sample_jpeg_orientated (int orientation)
{
  g_autoptr (VipsImage) upright = sample_corners ();
  g_autoptr (VipsImage) turned = turn_back (upright, orientation);
  g_autoptr (VipsImage) tagged = NULL;
  gboolean makes_sense = orientation >= 1 && orientation <= 8;
  GBytes  *bytes;

  g_assert_cmpint (vips_copy (turned, &tagged, NULL), ==, 0);
  vips_image_set_int (tagged, VIPS_META_ORIENTATION, makes_sense ? orientation : 1);
  bytes = sample_save (tagged, ".jpg[Q=95]");
  if (!makes_sense)
    patch_orientation (bytes, orientation);

  return bytes;
}

static void
put_big_endian (GByteArray *array,
                guint32     value)
{
  value = GUINT32_TO_BE (value);
  g_byte_array_append (array, (const guint8 *) &value, 4);
}

static guint32
sum_of (const guint8 *data,
        gsize         length)
{
  guint32 sum = 0xffffffffu;
  guint   bit;

  for (; length > 0; length--, data++)
    {
      sum ^= *data;
      for (bit = 0; bit < 8; bit++)
        sum = sum & 1 ? sum >> 1 ^ 0xedb88320u : sum >> 1;
    }

  return ~sum;
}

/* @content: type and data */
static void
put_chunk (GByteArray *array,
           GByteArray *content)
{
  put_big_endian (array, content->len - 4);
  g_byte_array_append (array, content->data, content->len);
  put_big_endian (array, sum_of (content->data, content->len));
  g_byte_array_set_size (content, 0);
}

/* A PNG that claims a size; one bit a pixel, and no pixels. */
GBytes *
sample_png_header (guint32 width,
                   guint32 height)
{
  static const guint8 one_bit_grey[] = { 1, 0, 0, 0, 0 };
  static const guint8 nothing[] = { 'I', 'D', 'A', 'T', 0x78, 0x9c, 3, 0, 0, 0, 0, 1 };
  GByteArray         *array = g_byte_array_new ();
  g_autoptr (GByteArray) chunk = g_byte_array_new ();

  g_byte_array_append (array, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  g_byte_array_append (chunk, (const guint8 *) "IHDR", 4);
  put_big_endian (chunk, width);
  put_big_endian (chunk, height);
  g_byte_array_append (chunk, one_bit_grey, sizeof one_bit_grey);
  put_chunk (array, chunk);
  g_byte_array_append (chunk, nothing, sizeof nothing);
  put_chunk (array, chunk);
  g_byte_array_append (chunk, (const guint8 *) "IEND", 4);
  put_chunk (array, chunk);

  return g_byte_array_free_to_bytes (array);
}

GBytes *
sample_gif_header (guint16 width,
                   guint16 height)
{
  const guint8 low_width = (guint8) (width & 0xff);
  const guint8 high_width = (guint8) (width >> 8);
  const guint8 low_height = (guint8) (height & 0xff);
  const guint8 high_height = (guint8) (height >> 8);
  const guint8 data[] = {
    'G', 'I', 'F', '8', '9', 'a', low_width, high_width, low_height, high_height, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, ',', 0, 0, 0, 0, low_width, high_width, low_height, high_height, 0, 2, 2, 0x4c, 1, 0, ';'
  };

  return g_bytes_new (data, sizeof data);
}

static cairo_status_t
append (void         *closure,
        const guchar *data,
        guint         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/* Pages 200 points wide and 100, 101, 102… high, red on the left and blue on the right, with a word. */
GBytes *
sample_pdf (guint n_pages)
{
  GByteArray      *array = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, array, 200, 100);
  cairo_t         *context = cairo_create (surface);
  guint            i;

  for (i = 0; i < n_pages; i++)
    {
      cairo_pdf_surface_set_size (surface, 200, 100 + i % 1000);
      cairo_set_source_rgb (context, 1, 0, 0);
      cairo_rectangle (context, 0, 0, 50, 2000);
      cairo_fill (context);
      cairo_set_source_rgb (context, 0, 0, 1);
      cairo_rectangle (context, 150, 0, 50, 2000);
      cairo_fill (context);
      cairo_show_page (context);
    }
  cairo_destroy (context);
  cairo_surface_destroy (surface);

  return g_byte_array_free_to_bytes (array);
}

/* A document of one page, by hand. @page: further entries of the page; @trailer: further entries of the trailer. There
 * is no table of contents; readers rebuild it. */
GBytes *
sample_pdf_with (const char *page,
                 const char *trailer)
{
  char *text = g_strdup_printf ("%%PDF-1.4\n"
                                "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                                "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                                "3 0 obj<</Type/Page/Parent 2 0 R %s>>endobj\n"
                                "trailer<</Root 1 0 R %s>>\n",
                                page,
                                trailer);

  return g_bytes_new_take (text, strlen (text));
}

GBytes *
sample_cut (GBytes *bytes,
            gsize   length)
{
  return g_bytes_new_from_bytes (bytes, 0, MIN (length, g_bytes_get_size (bytes)));
}

/* Colours that are far from each other from one number to the next; @rgb: room for three. */
void
sample_get_colour (int     number,
                   guint8 *rgb)
{
  rgb[0] = (guint8) (number % 2 * 255);
  rgb[1] = (guint8) (number / 2 % 2 * 255);
  rgb[2] = (guint8) (number * 40 % 256);
}

static VipsImage *
create_strip (int side,
              int n_parts)
{
  gsize              length = (gsize) side * (gsize) side * (gsize) n_parts * 3;
  g_autofree guint8 *pixels = g_malloc (length);
  g_autoptr (VipsImage) view = NULL;
  VipsImage *image = NULL;
  gsize      i;

  for (i = 0; i < length; i += 3)
    sample_get_colour ((int) (i / 3 / (gsize) (side * side)), pixels + i);
  view = vips_image_new_from_memory_copy (pixels, length, side, side * n_parts, 3, VIPS_FORMAT_UCHAR);
  g_assert_cmpint (vips_copy (view, &image, "interpretation", VIPS_INTERPRETATION_sRGB, "xres", 200 / 25.4, "yres", 100 / 25.4, NULL), ==, 0);

  return image;
}

/* Frames or pages, @side pixels wide and high, each of one colour. @suffix: of libvips; @delays: (nullable): milliseconds
 * for each frame. */
GBytes *
sample_animation (const char *suffix,
                  int         side,
                  int         n_frames,
                  const int  *delays,
                  int         n_loops)
{
  g_autoptr (VipsImage) image = create_strip (side, n_frames);

  vips_image_set_int (image, VIPS_META_PAGE_HEIGHT, side);
  vips_image_set_int (image, "loop", n_loops);
  if (delays != NULL)
    vips_image_set_array_int (image, "delay", delays, n_frames);

  return sample_save (image, suffix);
}

/* A GIF without an end: every frame sets one pixel of a picture @side wide and high, and is shown for no time at all. */
GBytes *
sample_long_gif (guint8 side,
                 guint  n_frames)
{
  static const guint8 frame[] = { '!', 0xf9, 4, 4, 0, 0, 0, 0, ',', 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0 };
  const guint8        head[] = { 'G', 'I', 'F', '8', '9', 'a', 0, side, 0, side, 0x80, 0, 0, 10, 20, 30, 255, 255, 255 };
  GByteArray         *array = g_byte_array_new ();
  guint               i;

  g_byte_array_append (array, head, sizeof head);
  for (i = 0; i < n_frames; i++)
    {
      g_byte_array_append (array, frame, sizeof frame);
      array->data[array->len - 14] = (guint8) i;
      array->data[array->len - 12] = (guint8) (i / 256);
    }
  g_byte_array_append (array, (const guint8 *) ";", 1);

  return g_byte_array_free_to_bytes (array);
}
