/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-table-cell.h"

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

struct _AnnexTableCell
{
  GtkWidget parent_instance;

  GtkWidget         *inscription; /* (owned by this widget) */
  GtkColumnViewCell *cell;        /* (unowned) has this widget */
  guint              column;
};

G_DEFINE_FINAL_TYPE (AnnexTableCell, annex_table_cell, GTK_TYPE_WIDGET)

static void
annex_table_cell_dispose (GObject *object)
{
  g_clear_pointer (&ANNEX_TABLE_CELL (object)->inscription, gtk_widget_unparent);

  G_OBJECT_CLASS (annex_table_cell_parent_class)->dispose (object);
}

static void
annex_table_cell_class_init (AnnexTableCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_table_cell_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
annex_table_cell_init (AnnexTableCell *self)
{
  GtkInscription *inscription;

  self->inscription = gtk_inscription_new (NULL);
  inscription = GTK_INSCRIPTION (self->inscription);
  gtk_inscription_set_text_overflow (inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_lines (inscription, 1);
  gtk_inscription_set_nat_lines (inscription, 1);
  gtk_inscription_set_wrap_mode (inscription, PANGO_WRAP_CHAR);
  gtk_widget_set_parent (self->inscription, GTK_WIDGET (self));
}

/* Returns: (transfer full): a widget for a cell of a row */
AnnexTableCell *
annex_table_cell_new (GtkColumnViewCell *cell,
                      guint              column)
{
  AnnexTableCell *self = g_object_new (ANNEX_TYPE_TABLE_CELL, NULL);

  self->cell = cell;
  self->column = column;

  return self;
}

/* Returns: (transfer none) (nullable): the row that it shows something of */
gpointer
annex_table_cell_get_item (AnnexTableCell *self)
{
  return gtk_column_view_cell_get_item (self->cell);
}

/* Returns: the number of its column in the table */
guint
annex_table_cell_get_column (AnnexTableCell *self)
{
  return self->column;
}

/* @is_number: whether the column holds numbers, which are compared by their ends */
void
annex_table_cell_set_text (AnnexTableCell *self,
                           const char     *text,
                           gboolean        is_number)
{
  g_autofree char *line = format_line (text);
  g_autofree char *tooltip = g_utf8_strlen (text, SHORT * 4) >= SHORT ? cut (text, MAX_TOOLTIP) : NULL;

  gtk_inscription_set_text (GTK_INSCRIPTION (self->inscription), line);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (self->inscription), is_number || reads_right_to_left (line) ? 1 : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->inscription), GTK_ACCESSIBLE_PROPERTY_LABEL, line, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip);
}

void
annex_table_cell_set_mark (AnnexTableCell    *self,
                           AnnexTableCellMark mark)
{
  static const char *const classes[][2] = { { NULL }, { "annex-match", NULL }, { "annex-current-match", NULL } };

  gtk_widget_set_css_classes (GTK_WIDGET (self), (const char **) classes[mark]);
}

/* Returns: (transfer none) (nullable): the cell that a widget belongs to: the one in it, or around it */
AnnexTableCell *
annex_table_cell_find (GtkWidget *widget)
{
  GtkWidget *child = widget != NULL ? gtk_widget_get_first_child (widget) : NULL;

  if (widget == NULL)
    return NULL;
  if (child != NULL && ANNEX_IS_TABLE_CELL (child))
    return ANNEX_TABLE_CELL (child);

  return ANNEX_IS_TABLE_CELL (widget) ? ANNEX_TABLE_CELL (widget) : ANNEX_TABLE_CELL (gtk_widget_get_ancestor (widget, ANNEX_TYPE_TABLE_CELL));
}
