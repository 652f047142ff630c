/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-reading-samples.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <pango/pangocairo.h>
#include <string.h>
#include <unistd.h>

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

/* One page of 400 by 100 points with the text, locked with the password; without one, everybody can read it, but not all
 * is allowed. */
GBytes *
sample_encrypted (SampleEncryption encryption,
                  const char      *password,
                  const char      *text)
{
  static const char *const options[][4] = {
    [SAMPLE_ENCRYPTION_RC4_40] = { "--bits=40" },
    [SAMPLE_ENCRYPTION_RC4_128] = { "--bits=128", "--use-aes=n" },
    [SAMPLE_ENCRYPTION_AES_128] = { "--bits=128", "--use-aes=y" },
    [SAMPLE_ENCRYPTION_AES_256] = { "--bits=256" },
  };
  g_autofree char *content = g_strdup_printf ("BT /F 24 Tf 20 40 Td (%s) Tj ET", text);
  g_autofree char *secret = g_strdup_printf ("--user-password=%s", password);
  g_autofree char *path = NULL;
  g_autoptr (GBytes) plain = sample_words ("/MediaBox[0 0 400 100]", content);
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *output = NULL;
  int     fd = g_file_open_tmp ("annex-XXXXXX.pdf", &path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (write (fd, g_bytes_get_data (plain, NULL), g_bytes_get_size (plain)), ==, g_bytes_get_size (plain));
  close (fd);

  /* The plain file has no table of contents, which is warned about, and most of its ways to lock are weak by now. */
  g_strv_builder_add_many (arguments, "qpdf", "--no-warn", "--warning-exit-0", "--allow-weak-crypto", path, "-", "--encrypt", secret, "--owner-password=owner", NULL);
  for (guint i = 0; options[encryption][i] != NULL; i++)
    g_strv_builder_add (arguments, options[encryption][i]);
  if (*password == '\0')
    g_strv_builder_add (arguments, "--modify=none");
  g_strv_builder_add (arguments, "--");
  command = g_strv_builder_end (arguments);
  process = g_subprocess_newv ((const char *const *) command, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_cmpint (g_unlink (path), ==, 0);

  return output;
}
