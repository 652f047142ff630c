/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Sets the insurance policy, with contents, tables, a chart and a page in many scripts: draw-policy TEXT FILE. */

#include "paint.h"

#include <cairo-pdf.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_WIDTH 595.276
#define PAGE_HEIGHT 841.89
#define LEFT 72.0
#define RIGHT (PAGE_WIDTH - 72.0)
#define TOP 96.0
#define FIRST_SECTION_PAGE 3
#define N_PAGES 12

/* The document, and the page that is being set. */
typedef struct
{
  cairo_surface_t *surface;
  cairo_t         *cr;
  char           **sections; /* each a title, a line end, and paragraphs */
  int              page;
} Policy;

static void
set_ink (cairo_t *cr,
         double   strength)
{
  cairo_set_source_rgb (cr, 0.10 + 0.55 * (1 - strength), 0.14 + 0.53 * (1 - strength), 0.24 + 0.48 * (1 - strength));
}

static void
begin_page (Policy     *policy,
            const char *title)
{
  char *anchor = g_strdup_printf ("name='page-%d'", ++policy->page);
  char *target = g_strdup_printf ("dest='page-%d'", policy->page);

  cairo_tag_begin (policy->cr, CAIRO_TAG_DEST, anchor);
  cairo_tag_end (policy->cr, CAIRO_TAG_DEST);
  cairo_pdf_surface_add_outline (policy->surface, CAIRO_PDF_OUTLINE_ROOT, title, target, 0);
  g_free (anchor);
  g_free (target);
}

static void
end_page (Policy *policy)
{
  char *number = g_strdup_printf ("Page %d of %d", policy->page, N_PAGES);

  set_ink (policy->cr, 0.4);
  cairo_rectangle (policy->cr, LEFT, PAGE_HEIGHT - 62, RIGHT - LEFT, 0.6);
  cairo_fill (policy->cr);
  paint_text (policy->cr, LEFT, PAGE_HEIGHT - 54, 0, "DejaVu Sans 7.5", "Ahorn Mutual · Household policy 2026-114-22907");
  paint_right (policy->cr, RIGHT, PAGE_HEIGHT - 54, "DejaVu Sans 7.5", number);
  cairo_show_page (policy->cr);
  g_free (number);
}

static void
set_title (Policy     *policy,
           const char *title)
{
  set_ink (policy->cr, 1);
  paint_text (policy->cr, LEFT, TOP, RIGHT - LEFT, "DejaVu Serif Bold 21", title);
  cairo_set_source_rgb (policy->cr, 0.76, 0.32, 0.13);
  cairo_rectangle (policy->cr, LEFT, TOP + 40, 64, 3);
  cairo_fill (policy->cr);
  set_ink (policy->cr, 0.95);
}

static char *
dup_section_title (const char *section)
{
  return g_strndup (section, strcspn (section, "\n"));
}

static void
draw_leaf (cairo_t *cr,
           double   x,
           double   y,
           double   size)
{
  static const double points[][2] = {
    { 0, -1 },
    { 0.16, -0.62 },
    { 0.42, -0.74 },
    { 0.36, -0.36 },
    { 0.62, -0.42 },
    { 0.70, -0.22 },
    { 1, -0.18 },
    { 0.80, 0.06 },
    { 0.86, 0.22 },
    { 0.46, 0.28 },
    { 0.40, 0.44 },
    { 0.06, 0.36 },
    { 0.05, 0.9 },
  };

  for (int side = 1; side >= -1; side -= 2)
    {
      cairo_move_to (cr, x, y - size);
      for (gsize i = 1; i < G_N_ELEMENTS (points); i++)
        cairo_line_to (cr, x + side * points[i][0] * size, y + points[i][1] * size);
      cairo_line_to (cr, x, y + 0.9 * size);
      cairo_close_path (cr);
      cairo_fill (cr);
    }
}

static void
draw_front (Policy *policy)
{
  cairo_t *cr = policy->cr;

  begin_page (policy, "Household policy");
  cairo_set_source_rgb (cr, 0.96, 0.94, 0.89);
  cairo_rectangle (cr, 0, 0, PAGE_WIDTH, 420);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.76, 0.32, 0.13);
  draw_leaf (cr, RIGHT - 70, 190, 74);
  set_ink (cr, 1);
  paint_text (cr, LEFT, 120, 0, "DejaVu Serif 15", "Ahorn Mutual");
  paint_text (cr, LEFT, 190, 300, "DejaVu Serif Bold 33", "Household policy");
  paint_text (cr, LEFT, 350, 0, "DejaVu Sans 11", "Number 2026-114-22907");
  paint_text (cr, LEFT, 470, 0, "DejaVu Sans Bold 11", "Policyholder");
  paint_text (cr, LEFT, 490, 0, "DejaVu Sans 11", "Maria S.\nAhornweg 7\n04109 Leipzig");
  paint_text (cr, LEFT + 240, 470, 0, "DejaVu Sans Bold 11", "Cover");
  paint_text (cr, LEFT + 240, 490, 0, "DejaVu Sans 11", "from 1 January 2026, 0:00,\nfrom year to year");
  paint_text (cr, LEFT, 590, RIGHT - LEFT, "DejaVu Sans 10", "This document consists of twelve pages. Please read it, and keep it where you find it when you need it: "
                                                             "a copy is always in your customer account.");
  end_page (policy);
}

static void
draw_contents_line (Policy     *policy,
                    double      y,
                    const char *title,
                    int         page)
{
  char *target = g_strdup_printf ("dest='page-%d'", page);
  char *number = g_strdup_printf ("%d", page);

  cairo_tag_begin (policy->cr, CAIRO_TAG_LINK, target);
  paint_text (policy->cr, LEFT, y, 0, "DejaVu Sans 11.5", title);
  paint_right (policy->cr, RIGHT, y, "DejaVu Sans 11.5", number);
  cairo_tag_end (policy->cr, CAIRO_TAG_LINK);
  g_free (target);
  g_free (number);
}

static void
draw_contents (Policy *policy)
{
  static const char *const others[] = { "Sums insured", "Where the premium goes", "In other languages" };
  guint                    n_sections = g_strv_length (policy->sections);

  begin_page (policy, "Contents");
  set_title (policy, "Contents");
  for (guint i = 0; i < n_sections + G_N_ELEMENTS (others); i++)
    {
      char *title = i < n_sections ? dup_section_title (policy->sections[i]) : g_strdup (others[i - n_sections]);

      draw_contents_line (policy, TOP + 80 + 30 * i, title, (int) i + FIRST_SECTION_PAGE);
      g_free (title);
    }
  end_page (policy);
}

static void
draw_section (Policy     *policy,
              const char *section)
{
  char *title = dup_section_title (section);

  begin_page (policy, title);
  set_title (policy, title);
  paint_text (policy->cr, LEFT, TOP + 70, RIGHT - LEFT, "DejaVu Serif 11.5", section + strlen (title) + 1);
  end_page (policy);
  g_free (title);
}

static void
set_stripe (cairo_t *cr,
            gsize    row)
{
  if (row == 0)
    cairo_set_source_rgb (cr, 0.88, 0.90, 0.94);
  else if (row % 2 == 0)
    cairo_set_source_rgb (cr, 0.965, 0.97, 0.98);
  else
    cairo_set_source_rgb (cr, 1, 1, 1);
}

static void
draw_sums (Policy *policy)
{
  static const char *const rows[][4] = {
    { "Household goods", "65,000 €", "none", "142.10 €" },
    { "Valuables, of that", "13,000 €", "none", "included" },
    { "Goods on their way", "2,500 €", "50 €", "18.40 €" },
    { "Bicycles anywhere", "3,000 €", "100 €", "39.60 €" },
    { "Glass", "4,000 €", "none", "27.90 €" },
    { "Hotel, for each day", "120 €", "none", "included" },
    { "Changing the locks", "1,000 €", "none", "included" },
    { "Clearing up", "6,500 €", "none", "included" },
    { "Storage, for each day", "35 €", "none", "included" },
    { "Insurance tax, 19 %", "", "", "43.32 €" },
    { "For one year", "", "", "271.32 €" },
  };
  static const char *const heads[] = { "Cover", "Up to", "Deductible", "Premium" };
  static const double      columns[] = { 0, 250, 345, RIGHT - LEFT - 8 };
  cairo_t                 *cr = policy->cr;

  begin_page (policy, "Sums insured");
  set_title (policy, "Sums insured");
  for (gsize row = 0; row <= G_N_ELEMENTS (rows); row++)
    {
      const char *const *cells = row > 0 ? rows[row - 1] : heads;
      const char        *font = row == 0 || row == G_N_ELEMENTS (rows) ? "DejaVu Sans Bold 10" : "DejaVu Sans 10";
      double             y = TOP + 76 + 27 * (double) row;

      set_stripe (cr, row);
      cairo_rectangle (cr, LEFT, y - 6, RIGHT - LEFT, 27);
      cairo_fill (cr);
      set_ink (cr, 1);
      paint_text (cr, LEFT + 8, y, 0, font, cells[0]);
      for (gsize column = 1; column < G_N_ELEMENTS (columns); column++)
        paint_right (cr, LEFT + columns[column], y, font, cells[column]);
    }
  end_page (policy);
}

static void
draw_chart (Policy *policy)
{
  static const struct
  {
    const char *name;
    double      share;
    double      red, green, blue;
  } bars[] = {
    { "Losses paid", 68.4, 0.17, 0.36, 0.57 },
    { "Reserves", 11.2, 0.36, 0.55, 0.60 },
    { "People who answer you", 9.7, 0.76, 0.32, 0.13 },
    { "Offices and machines", 6.1, 0.86, 0.62, 0.24 },
    { "Reinsurance", 4.6, 0.50, 0.50, 0.53 },
  };
  cairo_t *cr = policy->cr;

  begin_page (policy, "Where the premium goes");
  set_title (policy, "Where the premium goes");
  paint_text (cr, LEFT, TOP + 62, RIGHT - LEFT, "DejaVu Sans 10.5", "Of each 100 € that came in during 2025, in €:");
  for (gsize i = 0; i < G_N_ELEMENTS (bars); i++)
    {
      double y = TOP + 110 + 58 * (double) i;
      char  *value = g_strdup_printf ("%.1f", bars[i].share);

      cairo_set_source_rgb (cr, bars[i].red, bars[i].green, bars[i].blue);
      cairo_rectangle (cr, LEFT, y + 18, bars[i].share * 5.4, 22);
      cairo_fill (cr);
      set_ink (cr, 1);
      paint_text (cr, LEFT, y, 0, "DejaVu Sans 10", bars[i].name);
      paint_text (cr, LEFT + bars[i].share * 5.4 + 8, y + 22, 0, "DejaVu Sans Bold 10", value);
      g_free (value);
    }
  end_page (policy);
}

static void
draw_languages (Policy *policy)
{
  static const char *const lines[][2] = {
    { "Deutsch", "Melden Sie einen Schaden, sobald Sie davon wissen. Eine Nachricht im Chat genügt." },
    { "Français", "Déclarez tout sinistre dès que vous en avez connaissance. Un message suffit." },
    { "Polski", "Prosimy zgłosić szkodę, gdy tylko się o niej dowiesz. Wystarczy wiadomość." },
    { "Türkçe", "Hasarı öğrenir öğrenmez bildirin. Sohbetten bir mesaj yeterlidir." },
    { "Ελληνικά", "Δηλώστε τη ζημιά μόλις τη μάθετε. Αρκεί ένα μήνυμα." },
    { "Українська", "Повідомте про збиток, щойно дізнаєтеся. Достатньо повідомлення в чаті." },
    { "العربية", "أبلغنا عن الضرر حالما تعلم به. تكفي رسالة في الدردشة." },
    { "日本語", "損害に気づいたらすぐにご連絡ください。チャットで十分です。" },
    { "中文", "一旦得知损失，请立即通知我们。发一条聊天消息即可。" },
  };
  cairo_t *cr = policy->cr;
  double   y = TOP + 76;

  begin_page (policy, "In other languages");
  set_title (policy, "In other languages");
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      set_ink (cr, 0.7);
      paint_text (cr, LEFT, y, 0, "DejaVu Sans 9", lines[i][0]);
      set_ink (cr, 1);
      y += 16 + paint_text (cr, LEFT + 92, y - 2, RIGHT - LEFT - 92, "DejaVu Sans 11", lines[i][1]);
    }
  end_page (policy);
}

static void
set_metadata (cairo_surface_t *surface)
{
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, "Household policy 2026-114-22907");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, "Ahorn Mutual");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "2025-12-15T09:00:00+01:00");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, "2025-12-15T09:00:00+01:00");
}

static void
draw_policy (Policy *policy)
{
  draw_front (policy);
  draw_contents (policy);
  for (char **section = policy->sections; *section != NULL; section++)
    draw_section (policy, *section);
  draw_sums (policy);
  draw_chart (policy);
  draw_languages (policy);
}

int
main (int   argc,
      char *argv[])
{
  Policy   policy = { 0 };
  char    *text;
  gboolean drawn;

  if (argc != 3 || !g_file_get_contents (argv[1], &text, NULL, NULL) || !g_str_has_prefix (text, "# "))
    return EXIT_FAILURE;

  policy.sections = g_strsplit (text + strlen ("# "), "\n# ", -1);
  policy.surface = cairo_pdf_surface_create (argv[2], PAGE_WIDTH, PAGE_HEIGHT);
  set_metadata (policy.surface);
  policy.cr = cairo_create (policy.surface);
  draw_policy (&policy);
  cairo_surface_finish (policy.surface);
  drawn = policy.page == N_PAGES && cairo_status (policy.cr) == CAIRO_STATUS_SUCCESS && cairo_surface_status (policy.surface) == CAIRO_STATUS_SUCCESS;
  if (!drawn)
    fprintf (stderr, "%s\n", cairo_status_to_string (cairo_status (policy.cr)));
  cairo_destroy (policy.cr);
  cairo_surface_destroy (policy.surface);
  g_strfreev (policy.sections);
  g_free (text);

  return drawn ? EXIT_SUCCESS : EXIT_FAILURE;
}
