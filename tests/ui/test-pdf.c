/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-pdf.h"

/* Of the links that are added, in points. */
#define LINK_WIDTH 100
#define LINK_HEIGHT 12

/* A drawing that draws another one ten times, which does the same… */
#define BOMB_DEPTH 10

typedef struct
{
  guint    width;
  guint    height;
  guint    turned;
  GString *drawing;
  GString *links;
  gboolean is_missing;
} Page;

struct _TestPdf
{
  GPtrArray *pages;   /* (owned) Page */
  GString   *text;    /* (owned) */
  GArray    *offsets; /* (owned) gsize */
  gboolean   has_bomb;
};

static void
page_free (gpointer data)
{
  Page *page = data;

  g_string_free (page->drawing, TRUE);
  g_string_free (page->links, TRUE);
  g_free (page);
}

static Page *
get_last (TestPdf *self)
{
  return g_ptr_array_index (self->pages, self->pages->len - 1);
}

/**
 * test_pdf_new:
 *
 * Returns: (transfer full): a file without pages
 */
TestPdf *
test_pdf_new (void)
{
  TestPdf *self = g_new0 (TestPdf, 1);

  self->pages = g_ptr_array_new_with_free_func (page_free);
  self->text = g_string_new ("%PDF-1.4\n");
  self->offsets = g_array_new (FALSE, FALSE, sizeof (gsize));

  return self;
}

/**
 * test_pdf_add_page:
 * @self: a file
 * @width: width in points
 * @height: height in points
 * @turned: quarter turns clockwise that the file asks for
 *
 * Adds an empty page; what is added next is on it.
 */
void
test_pdf_add_page (TestPdf *self,
                   guint    width,
                   guint    height,
                   guint    turned)
{
  Page *page = g_new0 (Page, 1);

  page->width = width;
  page->height = height;
  page->turned = turned;
  page->drawing = g_string_new (NULL);
  page->links = g_string_new (NULL);
  g_ptr_array_add (self->pages, page);
}

/**
 * test_pdf_add_drawing:
 * @self: a file with a page
 * @operators: what to draw, in the language of PDF
 */
void
test_pdf_add_drawing (TestPdf    *self,
                      const char *operators)
{
  g_string_append_printf (get_last (self)->drawing, "%s\n", operators);
}

/**
 * test_pdf_add_text:
 * @self: a file with a page
 * @x: where it begins, in points from the left
 * @y: where its line is, in points from the top
 * @text: ASCII without brackets and backslashes
 */
void
test_pdf_add_text (TestPdf    *self,
                   double      x,
                   double      y,
                   const char *text)
{
  Page *page = get_last (self);

  g_string_append_printf (page->drawing, "BT /F1 12 Tf %g %g Td (%s) Tj ET\n", x, page->height - y, text);
}

static void
begin_link (Page  *page,
            double x,
            double y)
{
  g_string_append_printf (page->links, "<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[%g %g %g %g]", x, page->height - y - LINK_HEIGHT, x + LINK_WIDTH, page->height - y);
}

/**
 * test_pdf_add_page_link:
 * @self: a file with a page
 * @x: where it begins, in points from the left
 * @y: in points from the top; it is 100 points wide and 12 high
 * @page: where it leads, from 0
 * @top: where on that page, in points from the bottom as PDF has it
 */
void
test_pdf_add_page_link (TestPdf *self,
                        double   x,
                        double   y,
                        guint    page,
                        double   top)
{
  begin_link (get_last (self), x, y);
  g_string_append_printf (get_last (self)->links, "/Dest[%u 0 R/XYZ 0 %g 0]>>", 4 + 2 * page, top);
}

/**
 * test_pdf_add_uri_link:
 * @self: a file with a page
 * @x: where it begins, in points from the left
 * @y: in points from the top; it is 100 points wide and 12 high
 * @uri: where it leads
 */
void
test_pdf_add_uri_link (TestPdf    *self,
                       double      x,
                       double      y,
                       const char *uri)
{
  begin_link (get_last (self), x, y);
  g_string_append_printf (get_last (self)->links, "/A<</S/URI/URI(%s)>>>>", uri);
}

/**
 * test_pdf_add_missing_page:
 * @self: a file
 *
 * Adds a page of which there is nothing but its number.
 */
void
test_pdf_add_missing_page (TestPdf *self)
{
  test_pdf_add_page (self, 0, 0, 0);
  get_last (self)->is_missing = TRUE;
}

/**
 * test_pdf_add_bomb:
 * @self: a file with a page
 *
 * Adds a drawing to the page that nobody lives to see finished.
 */
void
test_pdf_add_bomb (TestPdf *self)
{
  self->has_bomb = TRUE;
  test_pdf_add_drawing (self, "/B Do");
}

static void
begin_object (TestPdf *self)
{
  gsize offset = self->text->len;

  g_array_append_val (self->offsets, offset);
  g_string_append_printf (self->text, "%u 0 obj\n", self->offsets->len);
}

static void
append_bomb (TestPdf *self)
{
  for (guint depth = 0; depth < BOMB_DEPTH; depth++)
    {
      GString *drawing = g_string_new (NULL);

      for (guint i = 0; i < 10; i++)
        g_string_append (drawing, depth + 1 < BOMB_DEPTH ? "/B Do\n" : "0 0 100 100 re f\n");
      begin_object (self);
      g_string_append_printf (self->text,
                              "<</Type/XObject/Subtype/Form/BBox[0 0 1000 1000]/Resources<</XObject<</B %u 0 R>>>>/Length %zu>>\nstream\n%s\nendstream\nendobj\n",
                              self->offsets->len + 1,
                              drawing->len,
                              drawing->str);
      g_string_free (drawing, TRUE);
    }
}

static void
append_pages (TestPdf *self)
{
  g_autofree char *bomb = self->has_bomb ? g_strdup_printf ("/B %u 0 R", 4 + 2 * self->pages->len) : g_strdup ("");

  for (guint i = 0; i < self->pages->len; i++)
    {
      const Page *page = g_ptr_array_index (self->pages, i);

      begin_object (self);
      if (page->is_missing)
        g_string_append (self->text, "null\nendobj\n");
      else
        g_string_append_printf (self->text,
                                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 %u %u]/Rotate %u/Contents %u 0 R/Resources<</Font<</F1 3 0 R>>/XObject<<%s>>>>/Annots[%s]>>\nendobj\n",
                                page->width,
                                page->height,
                                page->turned * 90,
                                5 + 2 * i,
                                bomb,
                                page->links->str);
      begin_object (self);
      g_string_append_printf (self->text, "<</Length %zu>>\nstream\n%s\nendstream\nendobj\n", page->drawing->len, page->drawing->str);
    }
}

/**
 * test_pdf_end:
 * @self: (transfer full): a file with at least one page
 *
 * Returns: (transfer full): its bytes
 */
GBytes *
test_pdf_end (TestPdf *self)
{
  GString *text = self->text;
  gsize    xref;

  begin_object (self);
  g_string_append (text, "<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
  begin_object (self);
  g_string_append (text, "<</Type/Pages/Kids[");
  for (guint i = 0; i < self->pages->len; i++)
    g_string_append_printf (text, "%u 0 R ", 4 + 2 * i);
  g_string_append_printf (text, "]/Count %u>>\nendobj\n", self->pages->len);
  begin_object (self);
  g_string_append (text, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n");
  append_pages (self);
  if (self->has_bomb)
    append_bomb (self);

  xref = text->len;
  g_string_append_printf (text, "xref\n0 %u\n0000000000 65535 f \n", self->offsets->len + 1);
  for (guint i = 0; i < self->offsets->len; i++)
    g_string_append_printf (text, "%010zu 00000 n \n", g_array_index (self->offsets, gsize, i));
  g_string_append_printf (text, "trailer\n<</Root 1 0 R/Size %u>>\nstartxref\n%zu\n%%%%EOF\n", self->offsets->len + 1, xref);

  g_ptr_array_unref (self->pages);
  g_array_unref (self->offsets);
  g_free (self);

  return g_string_free_to_bytes (text);
}
