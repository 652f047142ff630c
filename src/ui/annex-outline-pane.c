/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-outline-pane.h"

#include "annex-wording.h"

#include <glib/gi18n-lib.h>

/* An outline with no more chapters than these shows what is in them at once. */
#define MAX_OPEN_CHAPTERS 12

struct _AnnexOutlinePane
{
  AdwBin parent_instance;

  GtkListView *list_view;
};

G_DEFINE_FINAL_TYPE (AnnexOutlinePane, annex_outline_pane, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GListModel *
create_children (gpointer item,
                 gpointer user_data)
{
  GListModel *children = annex_outline_item_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *number = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (number, "dim-label");
  gtk_widget_add_css_class (number, "numeric");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), number);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), box);
  gtk_list_item_set_child (list_item, expander);
}

static char *
describe (AnnexOutlineItem *item,
          const char       *title)
{
  int page = annex_outline_item_get_page (item);

  if (page < 0)
    return g_strdup (title);

  /* Translators: a title in the outline of a document, and the number of its page; read out by the screen reader */
  return g_strdup_printf (_ ("%s, page %d"), title, page + 1);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (list_item);
  GtkWidget      *expander = gtk_list_item_get_child (list_item);
  GtkWidget      *title_label = gtk_widget_get_first_child (gtk_tree_expander_get_child (GTK_TREE_EXPANDER (expander)));
  GtkWidget      *number_label = gtk_widget_get_next_sibling (title_label);
  g_autoptr (AnnexOutlineItem) item = ANNEX_OUTLINE_ITEM (gtk_tree_list_row_get_item (row));
  int              page = annex_outline_item_get_page (item);
  g_autofree char *title = annex_wording_isolate (annex_outline_item_get_title (item));
  /* Translators: number of a page, without any word */
  g_autofree char *number = page >= 0 ? g_strdup_printf (C_ ("page", "%d"), page + 1) : g_strdup ("");
  g_autofree char *description = describe (item, title);

  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (expander), row);
  gtk_label_set_text (GTK_LABEL (title_label), title);
  gtk_widget_set_tooltip_text (title_label, title);
  gtk_label_set_text (GTK_LABEL (number_label), number);
  gtk_list_item_set_accessible_label (list_item, description);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item)
{
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item)), NULL);
}

/* What leads nowhere is a heading of what is below it. */
static void
on_activate (AnnexOutlinePane *self,
             guint             position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list_view)), position);
  g_autoptr (AnnexOutlineItem) item = row != NULL ? ANNEX_OUTLINE_ITEM (gtk_tree_list_row_get_item (row)) : NULL;

  if (item == NULL)
    return;

  if (annex_outline_item_get_page (item) >= 0)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, item);
  else
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static void
annex_outline_pane_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_OUTLINE_PANE);

  G_OBJECT_CLASS (annex_outline_pane_parent_class)->dispose (object);
}

static void
annex_outline_pane_class_init (AnnexOutlinePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_outline_pane_dispose;

  /**
   * AnnexOutlinePane::chosen:
   * @self: an outline pane
   * @item: an entry that leads to a page
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", ANNEX_TYPE_OUTLINE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, ANNEX_TYPE_OUTLINE_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-outline-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexOutlinePane, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static void
annex_outline_pane_init (AnnexOutlinePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * annex_outline_pane_set_outline:
 * @self: an outline pane
 * @outline: (nullable): a list of #AnnexOutlineItem
 */
void
annex_outline_pane_set_outline (AnnexOutlinePane *self,
                                GListModel       *outline)
{
  g_autoptr (GtkSelectionModel) selection = NULL;
  gboolean open = outline != NULL && g_list_model_get_n_items (outline) <= MAX_OPEN_CHAPTERS;

  g_return_if_fail (ANNEX_IS_OUTLINE_PANE (self));

  if (outline != NULL)
    selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (gtk_tree_list_model_new (g_object_ref (outline), FALSE, open, create_children, NULL, NULL))));
  gtk_list_view_set_model (self->list_view, selection);
}
