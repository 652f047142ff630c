/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "test-support.h"

/* Long enough for a machine with much else to do; what is right never takes as long. */
#define MAX_WAIT_SECONDS 30

/**
 * test_init:
 * @argc: (inout): number of arguments
 * @argv: (inout): arguments
 *
 * Starts the test framework and the toolkit.
 */
void
test_init (int    *argc,
           char ***argv)
{
  g_test_init (argc, argv, NULL);
  adw_init ();
  /* Nothing here looks at an animation. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static gboolean
on_waited_too_long (gpointer data)
{
  g_error ("Waited in vain for %s", (const char *) data);

  return G_SOURCE_REMOVE;
}

/**
 * test_wait_until_named:
 * @predicate: what is waited for
 * @data: its data
 * @what: its name, for when it does not come
 *
 * Runs the main context until it has come.
 */
void
test_wait_until_named (TestPredicate predicate,
                       gpointer      data,
                       const char   *what)
{
  guint id = g_timeout_add_seconds (MAX_WAIT_SECONDS, on_waited_too_long, (gpointer) what);

  while (!predicate (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

/**
 * test_settle:
 *
 * Runs the main context for as long as there is something to do at once.
 */
void
test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    {
    }
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/**
 * test_assert_finalizes_named:
 * @object: (transfer full): an object that work which was given up may still hold for a moment
 * @what: its name, for when it stays
 *
 * Drops the reference and waits until the object is gone. What nothing may hold is asserted with
 * g_assert_finalize_object() instead.
 */
void
test_assert_finalizes_named (gpointer    object,
                             const char *what)
{
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  test_wait_until_named (is_gone, &weak, what);
}

static gboolean
has_text (GtkWidget  *widget,
          const char *text)
{
  if (GTK_IS_LABEL (widget))
    return g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;

  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0;
}

/**
 * test_find_named:
 * @root: where to look
 * @type: type of the widget
 * @text: (nullable): what it says, for labels and buttons
 *
 * Returns: (transfer none) (nullable): the first such widget in the tree, seen or not
 */
GtkWidget *
test_find_named (GtkWidget  *root,
                 GType       type,
                 const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (text == NULL || has_text (root, text)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = test_find_named (child, type, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/**
 * test_find_button:
 * @root: where to look
 * @label: its label, with the mnemonic
 *
 * Returns: (transfer none) (nullable): the first such button that can be seen
 */
GtkWidget *
test_find_button (gpointer    root,
                  const char *label)
{
  GtkWidget *widget = GTK_WIDGET (root);

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget) && has_text (widget, label))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = test_find_button (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/**
 * test_shows_text:
 * @root: where to look
 * @text: the text
 *
 * Returns: whether a label that can be seen says exactly this
 */
gboolean
test_shows_text (gpointer    root,
                 const char *text)
{
  GtkWidget *widget = GTK_WIDGET (root);

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && has_text (widget, text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (test_shows_text (child, text))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

/**
 * test_show:
 * @widget: a widget
 * @width: width to give it
 * @height: height to give it
 *
 * Returns: (transfer none): a window with nothing but the widget in it
 */
GtkWidget *
test_show (GtkWidget *widget,
           int        width,
           int        height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  test_wait_until (is_mapped, widget);

  return window;
}

/* What a window takes for itself where nothing draws a shadow. */
#define MAX_FRAME 16

/* What a window should be like. */
typedef struct
{
  GtkWidget *window;
  int        width;
  int        height;
} Wish;

static gboolean
has_size (gpointer data)
{
  const Wish *wish = data;

  int width = gtk_widget_get_width (wish->window);
  int height = gtk_widget_get_height (wish->window);

  return width <= wish->width && width > wish->width - MAX_FRAME && height <= wish->height && height > wish->height - MAX_FRAME;
}

/**
 * test_resize:
 * @window: a window that is shown
 * @width: its new width
 * @height: its new height
 *
 * Gives the window another size and waits until it has it.
 */
void
test_resize (GtkWidget *window,
             int        width,
             int        height)
{
  Wish wish = { window, width, height };

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  test_wait_until (has_size, &wish);
}

/**
 * test_make_png:
 * @width: width in pixels
 * @height: height in pixels
 * @rgb: its one colour
 *
 * Returns: (transfer full): a PNG
 */
GBytes *
test_make_png (guint width,
               guint height,
               guint rgb)
{
  gsize   stride = (gsize) width * 3;
  guint8 *pixels = g_malloc (stride * height);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  for (gsize i = 0; i < (gsize) width * height; i++)
    {
      pixels[3 * i] = (guint8) (rgb >> 16);
      pixels[3 * i + 1] = (guint8) (rgb >> 8);
      pixels[3 * i + 2] = (guint8) rgb;
    }
  bytes = g_bytes_new_take (pixels, stride * height);
  texture = gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, stride);

  return gdk_texture_save_to_png_bytes (texture);
}

/* An object of the PDF, and where it begins. */
static void
begin_object (GString *pdf,
              GArray  *offsets)
{
  gsize offset = pdf->len;

  g_array_append_val (offsets, offset);
  g_string_append_printf (pdf, "%u 0 obj\n", offsets->len);
}

/**
 * test_make_pdf:
 * @n_pages: number of pages
 * @width: width of each, in points
 * @height: height of each, in points
 *
 * Returns: (transfer full): a PDF whose pages share one drawing, a green square
 */
GBytes *
test_make_pdf (guint n_pages,
               guint width,
               guint height)
{
  static const char drawing[] = "0 0.6 0 rg 50 50 100 100 re f";
  GString          *pdf = g_string_new ("%PDF-1.4\n");
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize xref;

  begin_object (pdf, offsets);
  g_string_append (pdf, "<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
  begin_object (pdf, offsets);
  g_string_append (pdf, "<</Type/Pages/Kids[");
  for (guint i = 0; i < n_pages; i++)
    g_string_append_printf (pdf, "%u 0 R ", i + 4);
  g_string_append_printf (pdf, "]/Count %u>>\nendobj\n", n_pages);
  begin_object (pdf, offsets);
  g_string_append_printf (pdf, "<</Length %zu>>\nstream\n%s\nendstream\nendobj\n", sizeof drawing - 1, drawing);
  for (guint i = 0; i < n_pages; i++)
    {
      begin_object (pdf, offsets);
      g_string_append_printf (pdf, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 %u %u]/Contents 3 0 R/Resources<<>>>>\nendobj\n", width, height);
    }

  xref = pdf->len;
  g_string_append_printf (pdf, "xref\n0 %u\n0000000000 65535 f \n", offsets->len + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf (pdf, "%010zu 00000 n \n", g_array_index (offsets, gsize, i));
  g_string_append_printf (pdf, "trailer\n<</Root 1 0 R/Size %u>>\nstartxref\n%zu\n%%%%EOF\n", offsets->len + 1, xref);

  return g_string_free_to_bytes (pdf);
}

/**
 * test_make_pdf_without_last_page:
 * @n_pages: number of pages that it seems to have
 *
 * Returns: (transfer full): a PDF as from test_make_pdf(), but where the last page should be there is a text
 */
GBytes *
test_make_pdf_without_last_page (guint n_pages)
{
  g_autoptr (GBytes) whole = test_make_pdf (n_pages, 200, 200);
  gsize            length = g_bytes_get_size (whole);
  g_autofree char *pdf = g_memdup2 (g_bytes_get_data (whole, NULL), length);
  char            *page = g_strrstr_len (pdf, (gssize) length, "<</Type/Page/");
  char            *end = g_strstr_len (page, -1, ">>\nendobj");

  page[0] = '(';
  end[1] = ')';

  return g_bytes_new_take (g_steal_pointer (&pdf), length);
}
