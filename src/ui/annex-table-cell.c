/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-table-cell.h"

#define KEY "annex-table-cell"

/* Characters that are laid out for a line, and shown when the pointer rests on it. */
#define MAX_LINE 300
#define MAX_TOOLTIP 600

/* From so many characters on, a text may not be seen to its end. */
#define SHORT 12

static char *
cut (const char *text,
     glong       n_characters)
{
  g_autofree char *beginning = NULL;

  if (g_utf8_strlen (text, -1) <= n_characters)
    return g_strdup (text);

  beginning = g_utf8_substring (text, 0, n_characters);

  return g_strconcat (beginning, "…", NULL);
}

/* Scripts that are written from right to left, by their blocks. */
static gboolean
is_right_to_left (gunichar c)
{
  return (c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfeff) || (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff);
}

/* The first letter decides, as it does for a paragraph. */
static gboolean
reads_right_to_left (const char *text)
{
  const char *p;

  for (p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_isalpha (g_utf8_get_char (p)))
        return is_right_to_left (g_utf8_get_char (p));
    }

  return FALSE;
}

/* What is one cell is one line. */
static char *
format_line (const char *text)
{
  g_autofree char *line = cut (text, MAX_LINE);
  g_auto (GStrv) lines = g_strsplit (line, "\n", -1);

  return g_strjoinv (" ↵ ", lines);
}

/* Returns: (transfer full): a widget for a cell of a row */
GtkWidget *
annex_table_cell_new (GtkColumnViewCell *cell)
{
  GtkWidget      *widget = gtk_inscription_new (NULL);
  GtkInscription *inscription = GTK_INSCRIPTION (widget);

  gtk_inscription_set_text_overflow (inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_lines (inscription, 1);
  gtk_inscription_set_nat_lines (inscription, 1);
  gtk_inscription_set_wrap_mode (inscription, PANGO_WRAP_CHAR);
  g_object_set_data (G_OBJECT (widget), KEY, cell);

  return widget;
}

/* @is_number: whether the column holds numbers, which are compared by their ends */
void
annex_table_cell_set_text (GtkWidget  *widget,
                           const char *text,
                           gboolean    is_number)
{
  g_autofree char *line = format_line (text);
  g_autofree char *tooltip = g_utf8_strlen (text, SHORT * 4) >= SHORT ? cut (text, MAX_TOOLTIP) : NULL;

  gtk_inscription_set_text (GTK_INSCRIPTION (widget), line);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (widget), is_number || reads_right_to_left (line) ? 1 : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, line, -1);
  gtk_widget_set_tooltip_text (widget, tooltip);
}

void
annex_table_cell_set_mark (GtkWidget         *widget,
                           AnnexTableCellMark mark)
{
  static const char *const classes[][2] = { { NULL }, { "annex-match", NULL }, { "annex-current-match", NULL } };

  gtk_widget_set_css_classes (widget, (const char **) classes[mark]);
}

/* Returns: (transfer none) (nullable): the cell that a widget belongs to: the one in it, or around it */
GtkColumnViewCell *
annex_table_cell_find (GtkWidget *widget)
{
  GtkWidget *child = widget != NULL ? gtk_widget_get_first_child (widget) : NULL;

  if (child != NULL && g_object_get_data (G_OBJECT (child), KEY) != NULL)
    return g_object_get_data (G_OBJECT (child), KEY);

  while (widget != NULL && g_object_get_data (G_OBJECT (widget), KEY) == NULL)
    widget = gtk_widget_get_parent (widget);

  return widget != NULL ? g_object_get_data (G_OBJECT (widget), KEY) : NULL;
}
