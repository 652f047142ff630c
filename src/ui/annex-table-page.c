/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-table-page.h"

#include "annex-table-columns.h"
#include "annex-table-search.h"
#include "annex-toast.h"
#include "annex-weak-ref.h"

#include <glib/gi18n-lib.h>

/* A cell of the file, however the table is sorted. */
typedef struct
{
  guint row;
  guint column;
} Cell;

struct _AnnexTablePage
{
  AdwBin parent_instance;

  GtkWidget     *scroller;
  GtkColumnView *view;
  GtkWidget     *columns_bar;
  GtkLabel      *columns_label;
  GMenuModel    *cell_menu;

  AnnexTable        *table;     /* (owned) (nullable) */
  AnnexTableColumns *columns;   /* (owned) */
  GtkSelectionModel *selection; /* (owned) (nullable) of the table */
  GtkWidget         *popover;   /* (owned by this widget) (nullable) */
  gboolean           paging;    /* other columns are being shown */
  gboolean           has_cell;  /* the menu was opened on a cell */
  Cell               cell;

  gboolean      sorted;
  GCancellable *sorting;   /* (owned) (nullable) of the sorting under way */
  GCancellable *searching; /* (owned) (nullable) of the search under way */
  char         *wanted;    /* (owned) (nullable) what is looked for */
  GArray       *matches;   /* (owned) (nullable) AnnexTableMatch */
  gboolean      has_more;  /* matches than these */
  GHashTable   *marks;     /* (owned) set of cells in which it was found */
  int           current;   /* -1: none */
};

enum
{
  PROP_SORTED = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void annex_table_page_finder_init (AnnexFinderInterface *iface);
static void annex_table_page_content_view_init (AnnexContentViewInterface *iface);
static void annex_table_page_find (AnnexFinder *finder,
                                   const char  *text);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexTablePage,
                               annex_table_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_FINDER, annex_table_page_finder_init)
                                   G_IMPLEMENT_INTERFACE (ANNEX_TYPE_CONTENT_VIEW, annex_table_page_content_view_init))

/* Columns */

static void
update_columns_bar (AnnexTablePage *self)
{
  guint n_columns = self->table != NULL ? annex_table_get_n_columns (self->table) : 0;
  guint first = annex_table_columns_get_first (self->columns);
  guint end = MIN (n_columns, first + ANNEX_TABLE_COLUMNS_AT_ONCE);
  /* Translators: numbers of the first and last column that are shown, and of all */
  g_autofree char *text = g_strdup_printf (_ ("Columns %u–%u of %u"), first + 1, end, n_columns);

  gtk_widget_set_visible (self->columns_bar, n_columns > ANNEX_TABLE_COLUMNS_AT_ONCE);
  gtk_label_set_text (self->columns_label, text);
}

static void
show_column (AnnexTablePage *self,
             guint           column)
{
  /* The rows stay sorted by a column that is out of sight. */
  self->paging = TRUE;
  annex_table_columns_set_first (self->columns, column - column % ANNEX_TABLE_COLUMNS_AT_ONCE);
  self->paging = FALSE;
  update_columns_bar (self);
}

static void
columns_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (widget);
  gint64          first = (gint64) annex_table_columns_get_first (self->columns) + g_variant_get_int32 (parameter) * ANNEX_TABLE_COLUMNS_AT_ONCE;

  if (self->table != NULL && first >= 0 && first < annex_table_get_n_columns (self->table))
    show_column (self, (guint) first);
}

/* Finding */

static gpointer
get_mark_key (guint row,
              guint column)
{
  return GSIZE_TO_POINTER (((gsize) row << 16) + column + 1);
}

static AnnexTableCellMark
on_mark (guint    row,
         guint    column,
         gpointer user_data)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (user_data);

  if (!g_hash_table_contains (self->marks, get_mark_key (row, column)))
    return ANNEX_TABLE_CELL_PLAIN;
  if (self->current >= 0)
    {
      const AnnexTableMatch *match = &g_array_index (self->matches, AnnexTableMatch, self->current);

      if (match->column == column && annex_table_get_row_at (self->table, match->position) == row)
        return ANNEX_TABLE_CELL_CURRENT;
    }

  return ANNEX_TABLE_CELL_MATCH;
}

static void
clear_matches (AnnexTablePage *self)
{
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_pointer (&self->matches, g_array_unref);
  g_hash_table_remove_all (self->marks);
  self->has_more = FALSE;
  self->current = -1;
}

static void
emit_found (AnnexTablePage *self)
{
  guint n_matches = self->matches != NULL ? self->matches->len : 0;

  annex_finder_emit_found (ANNEX_FINDER (self), self->current, n_matches, self->has_more ? ANNEX_FINDER_ENDED_EARLY : ANNEX_FINDER_COMPLETE);
}

static void
show_current (AnnexTablePage *self)
{
  const AnnexTableMatch *match = &g_array_index (self->matches, AnnexTableMatch, self->current);

  show_column (self, match->column);
  gtk_column_view_scroll_to (self->view, match->position, annex_table_columns_peek (self->columns, match->column), GTK_LIST_SCROLL_SELECT, NULL);
  annex_table_columns_update_marks (self->columns);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AnnexTablePage) self = annex_weak_ref_steal (user_data);
  gboolean has_more;
  GArray  *matches = annex_table_find_finish (ANNEX_TABLE (source), result, &has_more, NULL);
  guint    i;

  if (self == NULL || matches == NULL || self->table != ANNEX_TABLE (source))
    {
      g_clear_pointer (&matches, g_array_unref);
      return;
    }

  clear_matches (self);
  self->matches = matches;
  self->has_more = has_more;
  for (i = 0; i < matches->len; i++)
    {
      const AnnexTableMatch *match = &g_array_index (matches, AnnexTableMatch, i);

      g_hash_table_add (self->marks, get_mark_key (annex_table_get_row_at (self->table, match->position), match->column));
    }
  if (matches->len > 0)
    {
      self->current = 0;
      show_current (self);
    }
  else
    {
      annex_table_columns_update_marks (self->columns);
    }
  emit_found (self);
}

static void
annex_table_page_find (AnnexFinder *finder,
                       const char  *text)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (finder);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_set_str (&self->wanted, *text != '\0' ? text : NULL);
  if (self->wanted == NULL || self->table == NULL)
    {
      clear_matches (self);
      annex_table_columns_update_marks (self->columns);
      emit_found (self);
      return;
    }

  self->searching = g_cancellable_new ();
  annex_table_find_async (self->table, text, self->searching, found_cb, annex_weak_ref_new (self));
}

static void
annex_table_page_step (AnnexFinder *finder,
                       int          direction)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (finder);
  int             n_matches = self->matches != NULL ? (int) self->matches->len : 0;

  if (n_matches == 0)
    return;

  self->current = (self->current + direction + n_matches) % n_matches;
  show_current (self);
  emit_found (self);
}

/* Sorting */

/* Returns: (transfer full): the rows that are selected, as they are in the file, in the order that they are shown in */
static GArray *
list_selected (AnnexTablePage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  GArray       *rows = g_array_new (FALSE, FALSE, sizeof (guint));
  GtkBitsetIter iter;
  guint         position;
  gboolean      valid;

  for (valid = gtk_bitset_iter_init_first (&iter, selected, &position); valid; valid = gtk_bitset_iter_next (&iter, &position))
    {
      guint row = annex_table_get_row_at (self->table, position);

      g_array_append_val (rows, row);
    }

  return rows;
}

static void
select_rows (AnnexTablePage *self,
             GArray         *rows)
{
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, annex_table_get_n_rows (self->table));
  guint i;

  for (i = 0; i < rows->len; i++)
    gtk_bitset_add (selected, annex_table_get_position (self->table, g_array_index (rows, guint, i)));
  gtk_selection_model_set_selection (self->selection, selected, all);
}

static void
set_sorted (AnnexTablePage *self,
            gboolean        sorted)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.original-order", sorted);
  if (self->sorted == sorted)
    return;

  self->sorted = sorted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORTED]);
}

/* What was found is in other places now. */
static void
reorder (AnnexTablePage *self,
         GArray         *selected)
{
  g_autofree char *wanted = g_strdup (self->wanted);

  select_rows (self, selected);
  set_sorted (self, self->sorting != NULL);
  if (wanted != NULL)
    annex_table_page_find (ANNEX_FINDER (self), wanted);
}

static void
sorted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AnnexTablePage) self = annex_weak_ref_steal (user_data);
  g_autoptr (GArray) selected = self != NULL && self->table == ANNEX_TABLE (source) ? list_selected (self) : NULL;

  if (annex_table_sort_finish (ANNEX_TABLE (source), result, NULL) && selected != NULL)
    reorder (self, selected);
}

static void
unsort (AnnexTablePage *self)
{
  g_autoptr (GArray) selected = list_selected (self);

  annex_table_unsort (self->table);
  reorder (self, selected);
}

static void
on_sorter_changed (AnnexTablePage *self)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->view));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  gboolean             descending = gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING;

  if (self->paging)
    return;

  g_cancellable_cancel (self->sorting);
  g_clear_object (&self->sorting);
  if (self->table == NULL)
    return;

  if (column == NULL)
    {
      unsort (self);
      return;
    }

  self->sorting = g_cancellable_new ();
  annex_table_sort_async (self->table, annex_table_columns_get_column (self->columns, column), descending, self->sorting, sorted_cb, annex_weak_ref_new (self));
}

static void
original_order_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  AnnexTablePage      *self = ANNEX_TABLE_PAGE (widget);
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->view));

  if (gtk_column_view_sorter_get_primary_sort_column (sorter) != NULL)
    gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  else
    on_sorter_changed (self);
}

/* Copying */

static void
copy_text (AnnexTablePage *self,
           const char     *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

/* Returns: whether the widget belongs to a cell, which is filled in */
static gboolean
find_cell (GtkWidget *widget,
           Cell      *found)
{
  AnnexTableCell *cell = annex_table_cell_find (widget);
  AnnexTableRow  *row = cell != NULL ? annex_table_cell_get_item (cell) : NULL;

  if (row == NULL)
    return FALSE;
  found->row = annex_table_row_get_index (row);
  found->column = annex_table_cell_get_column (cell);

  return TRUE;
}

static gboolean
find_focused_cell (AnnexTablePage *self,
                   Cell           *found)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)) && find_cell (focus, found);
}

static void
copy_cell (AnnexTablePage *self,
           const Cell     *cell)
{
  g_autofree char *text = annex_table_dup_cell (self->table, cell->row, cell->column);

  copy_text (self, text);
}

static gboolean
copy_rows (AnnexTablePage *self,
           GArray         *rows)
{
  g_autofree char *text = annex_table_format_rows (self->table, (const guint *) rows->data, rows->len);

  if (rows->len > 0)
    copy_text (self, text);

  return rows->len > 0;
}

/* Several rows, or else the cell that has the focus. */
static gboolean
annex_table_page_copy (AnnexContentView *view)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (view);
  g_autoptr (GArray) rows = NULL;
  Cell cell;

  if (self->table == NULL)
    return FALSE;

  rows = list_selected (self);
  if (rows->len > 1 || !find_focused_cell (self, &cell))
    return copy_rows (self, rows);

  copy_cell (self, &cell);

  return TRUE;
}

static void
copy_cell_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (widget);

  if (self->table == NULL || !self->has_cell)
    return;

  copy_cell (self, &self->cell);
  annex_toast_show (widget, _ ("Text copied"));
}

/* Those that are selected, if the menu was opened on one of them. */
static void
copy_rows_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (widget);
  g_autoptr (GArray) rows = NULL;

  if (self->table == NULL)
    return;

  rows = list_selected (self);
  if (self->has_cell && !gtk_selection_model_is_selected (self->selection, annex_table_get_position (self->table, self->cell.row)))
    {
      g_array_set_size (rows, 0);
      g_array_append_val (rows, self->cell.row);
    }
  if (copy_rows (self, rows))
    annex_toast_show (widget, _ ("Text copied"));
}

static void
open_menu (AnnexTablePage     *self,
           const GdkRectangle *place)
{
  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->cell_menu);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), place);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
on_secondary_click (AnnexTablePage *self,
                    int             n_press,
                    double          x,
                    double          y)
{
  GtkWidget       *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  graphene_point_t point;

  self->has_cell = self->table != NULL && find_cell (picked, &self->cell);
  if (self->has_cell && gtk_widget_compute_point (GTK_WIDGET (self->view), GTK_WIDGET (self), &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    open_menu (self, &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (widget);
  GtkWidget      *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  self->has_cell = self->table != NULL && find_focused_cell (self, &self->cell);
  if (self->has_cell && gtk_widget_compute_bounds (focus, widget, &bounds))
    open_menu (self, &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width, (int) bounds.size.height });
}

static void
annex_table_page_select_all (AnnexContentView *view)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (view);

  if (self->selection != NULL)
    gtk_selection_model_select_all (self->selection);
}

/* The row that was found or selected, so that the view stays where it is. */
static void
annex_table_page_focus (AnnexFinder *finder)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (finder);
  g_autoptr (GtkBitset) selected = self->selection != NULL ? gtk_selection_model_get_selection (self->selection) : NULL;

  if (selected != NULL && !gtk_bitset_is_empty (selected))
    gtk_column_view_scroll_to (self->view, gtk_bitset_get_minimum (selected), NULL, GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static GtkAdjustment *
annex_table_page_get_adjustment (AnnexContentView *view)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (ANNEX_TABLE_PAGE (view)->scroller));
}

static void
annex_table_page_finder_init (AnnexFinderInterface *iface)
{
  iface->find = annex_table_page_find;
  iface->step = annex_table_page_step;
  iface->focus = annex_table_page_focus;
}

static void
annex_table_page_content_view_init (AnnexContentViewInterface *iface)
{
  iface->copy = annex_table_page_copy;
  iface->select_all = annex_table_page_select_all;
  iface->get_adjustment = annex_table_page_get_adjustment;
}

static void
annex_table_page_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (property_id == PROP_SORTED)
    g_value_set_boolean (value, ANNEX_TABLE_PAGE (object)->sorted);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
annex_table_page_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (widget);

  GTK_WIDGET_CLASS (annex_table_page_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
annex_table_page_dispose (GObject *object)
{
  AnnexTablePage *self = ANNEX_TABLE_PAGE (object);

  annex_table_page_set_table (self, NULL);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->columns);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_TABLE_PAGE);

  G_OBJECT_CLASS (annex_table_page_parent_class)->dispose (object);
}

static void
annex_table_page_finalize (GObject *object)
{
  g_hash_table_unref (ANNEX_TABLE_PAGE (object)->marks);

  G_OBJECT_CLASS (annex_table_page_parent_class)->finalize (object);
}

static void
annex_table_page_class_init (AnnexTablePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = annex_table_page_get_property;
  G_OBJECT_CLASS (klass)->dispose = annex_table_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_table_page_finalize;
  widget_class->size_allocate = annex_table_page_size_allocate;

  /**
   * AnnexTablePage:sorted:
   *
   * Whether the rows are in another order than in the file.
   */
  properties[PROP_SORTED] = g_param_spec_boolean ("sorted", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-table-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexTablePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, AnnexTablePage, view);
  gtk_widget_class_bind_template_child (widget_class, AnnexTablePage, columns_bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexTablePage, columns_label);
  gtk_widget_class_bind_template_child (widget_class, AnnexTablePage, cell_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  gtk_widget_class_install_action (widget_class, "table.columns", "i", columns_action);
  gtk_widget_class_install_action (widget_class, "table.original-order", NULL, original_order_action);
  gtk_widget_class_install_action (widget_class, "table.copy-cell", NULL, copy_cell_action);
  gtk_widget_class_install_action (widget_class, "table.copy-rows", NULL, copy_rows_action);
  gtk_widget_class_install_action (widget_class, "table.menu", NULL, menu_action);
}

static void
annex_table_page_init (AnnexTablePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->marks = g_hash_table_new (NULL, NULL);
  self->current = -1;
  self->columns = annex_table_columns_new (self->view, on_mark, self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.original-order", FALSE);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_sorter_changed), self, G_CONNECT_SWAPPED);
}

/**
 * annex_table_page_set_table:
 * @self: a page
 * @table: (nullable): a table
 */
void
annex_table_page_set_table (AnnexTablePage *self,
                            AnnexTable     *table)
{
  g_return_if_fail (ANNEX_IS_TABLE_PAGE (self));

  if (self->table == table)
    return;

  clear_matches (self);
  g_clear_pointer (&self->wanted, g_free);
  g_cancellable_cancel (self->sorting);
  g_clear_object (&self->sorting);
  g_clear_object (&self->table);
  set_sorted (self, FALSE);

  /* Rows first: columns of another table must not be filled with them. */
  gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  annex_table_columns_set_table (self->columns, table);
  if (table != NULL)
    {
      self->table = g_object_ref (table);
      self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (table))));
      gtk_column_view_set_model (self->view, self->selection);
    }
  update_columns_bar (self);
}

/**
 * annex_table_page_set_label:
 * @self: a page
 * @label: what is shown, for the screen reader
 */
void
annex_table_page_set_label (AnnexTablePage *self,
                            const char     *label)
{
  g_return_if_fail (ANNEX_IS_TABLE_PAGE (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
