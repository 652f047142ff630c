/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-table-columns.h"

/* As many rows are looked at to choose how wide a column is. */
#define SAMPLE_ROWS 100

/* Pixels */
#define CHARACTER_WIDTH 9
#define CELL_PADDING 40
#define MIN_WIDTH 72
#define MAX_WIDTH 340

#define MAX_TITLE 80

struct _AnnexTableColumns
{
  GObject parent_instance;

  GtkColumnView   *view; /* (unowned) holds this */
  AnnexTableMarker marker;
  gpointer         user_data;

  AnnexTable *table; /* (owned) (nullable) */
  guint       first; /* that is shown */
  GHashTable *bound; /* (owned) set of AnnexTableCell that show something */
};

G_DEFINE_FINAL_TYPE (AnnexTableColumns, annex_table_columns, G_TYPE_OBJECT)

static void
annex_table_columns_finalize (GObject *object)
{
  AnnexTableColumns *self = ANNEX_TABLE_COLUMNS (object);

  g_clear_object (&self->table);
  g_hash_table_unref (self->bound);

  G_OBJECT_CLASS (annex_table_columns_parent_class)->finalize (object);
}

static void
annex_table_columns_class_init (AnnexTableColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_table_columns_finalize;
}

static void
annex_table_columns_init (AnnexTableColumns *self)
{
  self->bound = g_hash_table_new (NULL, NULL);
}

/*
 * annex_table_columns_new:
 * @view: where they are shown; it must live for as long as these have a table
 * @marker: says how cells are marked
 *
 * Returns: (transfer full): columns, of no table yet
 */
AnnexTableColumns *
annex_table_columns_new (GtkColumnView   *view,
                         AnnexTableMarker marker,
                         gpointer         user_data)
{
  AnnexTableColumns *self = g_object_new (ANNEX_TYPE_TABLE_COLUMNS, NULL);

  self->view = view;
  self->marker = marker;
  self->user_data = user_data;

  return self;
}

/* What makes the cells of one column. */
typedef struct
{
  AnnexTableColumns *columns; /* (unowned) outlives its view's columns */
  guint              column;
} Maker;

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkColumnViewCell        *cell,
          gpointer                  user_data)
{
  const Maker *maker = user_data;

  gtk_column_view_cell_set_child (cell, GTK_WIDGET (annex_table_cell_new (cell, maker->column)));
  gtk_column_view_cell_set_focusable (cell, TRUE);
}

static void
update_mark (AnnexTableColumns *self,
             AnnexTableCell    *cell)
{
  guint row = annex_table_row_get_index (annex_table_cell_get_item (cell));

  annex_table_cell_set_mark (cell, self->marker (row, annex_table_cell_get_column (cell), self->user_data));
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkColumnViewCell        *cell,
         gpointer                  user_data)
{
  const Maker     *maker = user_data;
  AnnexTable      *table = maker->columns->table;
  AnnexTableCell  *shown = ANNEX_TABLE_CELL (gtk_column_view_cell_get_child (cell));
  g_autofree char *text = annex_table_dup_cell (table, annex_table_row_get_index (gtk_column_view_cell_get_item (cell)), maker->column);

  annex_table_cell_set_text (shown, text, annex_table_is_numeric (table, maker->column));
  update_mark (maker->columns, shown);
  g_hash_table_add (maker->columns->bound, shown);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkColumnViewCell        *cell,
           gpointer                  user_data)
{
  const Maker *maker = user_data;

  g_hash_table_remove (maker->columns->bound, gtk_column_view_cell_get_child (cell));
}

static void
maker_free (gpointer  data,
            GClosure *closure)
{
  g_free (data);
}

static GtkListItemFactory *
create_factory (AnnexTableColumns *self,
                guint              column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Maker              *maker = g_new (Maker, 1);

  maker->columns = self;
  maker->column = column;
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup), maker, maker_free, G_CONNECT_DEFAULT);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), maker);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), maker);

  return factory;
}

/* As spreadsheets name them: A … Z, AA, AB … */
static char *
create_letters (guint column)
{
  char  letters[8] = "";
  char *p = letters + sizeof letters - 1;

  for (column++; column > 0; column = (column - 1) / 26)
    *--p = (char) ('A' + (column - 1) % 26);

  return g_strdup (p);
}

static char *
create_title (AnnexTableColumns *self,
              guint              column)
{
  g_autofree char *title = annex_table_dup_title (self->table, column);

  if (title == NULL)
    return create_letters (column);

  g_strdelimit (title, "\n\t", ' ');

  return g_utf8_strlen (title, -1) > MAX_TITLE ? g_utf8_substring (title, 0, MAX_TITLE) : g_steal_pointer (&title);
}

static int
choose_width (AnnexTableColumns *self,
              guint              column,
              const char        *title)
{
  glong longest = g_utf8_strlen (title, -1) + 2;
  guint n_rows = MIN (annex_table_get_n_rows (self->table), SAMPLE_ROWS);
  guint row;

  for (row = 0; row < n_rows; row++)
    {
      gsize       length;
      const char *text = annex_table_peek_cell (self->table, row, column, &length);

      longest = MAX (longest, g_utf8_strlen (text, (gssize) length));
    }

  return (int) CLAMP (longest * CHARACTER_WIDTH + CELL_PADDING, MIN_WIDTH, MAX_WIDTH);
}

/* The view only asks for a sorter to let a title be clicked: the table sorts itself. */
static int
compare_nothing (gconstpointer one,
                 gconstpointer other,
                 gpointer      user_data)
{
  return GTK_ORDERING_EQUAL;
}

static void
add_column (AnnexTableColumns *self,
            guint              column)
{
  g_autofree char *title = create_title (self, column);
  g_autoptr (GtkColumnViewColumn) shown = gtk_column_view_column_new (title, create_factory (self, column));
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_nothing, NULL, NULL));

  gtk_column_view_column_set_sorter (shown, sorter);
  gtk_column_view_column_set_resizable (shown, TRUE);
  gtk_column_view_column_set_fixed_width (shown, choose_width (self, column, title));
  gtk_column_view_append_column (self->view, shown);
}

static void
remove_columns (AnnexTableColumns *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  guint       i;

  for (i = g_list_model_get_n_items (columns); i > 0; i--)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i - 1);

      gtk_column_view_remove_column (self->view, column);
    }
}

static void
add_columns (AnnexTableColumns *self)
{
  guint end = MIN (annex_table_get_n_columns (self->table), self->first + ANNEX_TABLE_COLUMNS_AT_ONCE);
  guint i;

  for (i = self->first; i < end; i++)
    add_column (self, i);
}

/* @table: (nullable): whose columns are shown, from the first */
void
annex_table_columns_set_table (AnnexTableColumns *self,
                               AnnexTable        *table)
{
  remove_columns (self);
  g_set_object (&self->table, table);
  self->first = 0;
  if (table != NULL)
    add_columns (self);
}

/* Returns: the number of the first column that is shown */
guint
annex_table_columns_get_first (AnnexTableColumns *self)
{
  return self->first;
}

/* Shows the columns from @first on. */
void
annex_table_columns_set_first (AnnexTableColumns *self,
                               guint              first)
{
  if (self->first == first || self->table == NULL)
    return;

  remove_columns (self);
  self->first = first;
  add_columns (self);
}

/* Returns: its number in the table */
guint
annex_table_columns_get_column (AnnexTableColumns   *self,
                                GtkColumnViewColumn *column)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) shown = g_list_model_get_item (columns, i);

      if (shown == column)
        return self->first + i;
    }

  return self->first;
}

/* Returns: (transfer none) (nullable): the column of that number, if it is shown */
GtkColumnViewColumn *
annex_table_columns_peek (AnnexTableColumns *self,
                          guint              column)
{
  g_autoptr (GtkColumnViewColumn) shown = NULL;

  if (column >= self->first)
    shown = g_list_model_get_item (gtk_column_view_get_columns (self->view), column - self->first);

  return shown;
}

/* Asks anew how each cell is marked. */
void
annex_table_columns_update_marks (AnnexTableColumns *self)
{
  GHashTableIter iter;
  gpointer       cell;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    update_mark (self, cell);
}
