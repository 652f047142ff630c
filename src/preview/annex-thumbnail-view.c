/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-thumbnail-view.h"

#include "annex-thumbnail.h"
#include "annex-weak-ref.h"

#include <glib/gi18n-lib.h>

/* Pictures kept beside the visible ones, and the bytes that these may take. */
#define MAX_TEXTURES 64
#define MAX_BYTES (8 * 1024 * 1024)

struct _AnnexThumbnailView
{
  GtkWidget parent_instance;

  GtkWidget          *scrolled;    /* (owned by GTK) */
  GtkWidget          *list;        /* (owned by GTK) */
  GtkSingleSelection *selection;   /* (owned) */
  AnnexPageView      *view;        /* (owned) (nullable) */
  AnnexPageCache     *cache;       /* (owned) (nullable) */
  GHashTable         *rows;        /* (owned) AnnexThumbnail that have a page */
  GCancellable       *cancellable; /* (owned) (nullable) of the size being asked for */
  guint               sized;       /* the page that it is asked for */
  GHashTable         *sizeless;    /* (owned) pages that have no readable size */
  guint               update_id;
  gboolean            following; /* the selection follows the page view, and not the other way round */
};

G_DEFINE_FINAL_TYPE (AnnexThumbnailView, annex_thumbnail_view, GTK_TYPE_WIDGET)

enum
{
  PROP_PAGE_VIEW = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void queue_update (AnnexThumbnailView *self);

static gboolean
is_seen (AnnexThumbnailView *self,
         GtkWidget          *row)
{
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (row)
         && gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds)
         && bounds.origin.y < gtk_widget_get_height (GTK_WIDGET (self))
         && bounds.origin.y + bounds.size.height > 0;
}

static void
size_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AnnexThumbnailView) self = annex_weak_ref_steal (user_data);
  g_autoptr (GError) error = NULL;
  graphene_size_t size;

  annex_document_query_size_finish (ANNEX_DOCUMENT (source), result, &size, &error);
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  /* A page without a readable size is not drawn; the page view tells what is wrong with it. */
  if (error != NULL)
    g_hash_table_add (self->sizeless, GUINT_TO_POINTER (self->sized));
  queue_update (self);
}

static void
query_size (AnnexThumbnailView *self,
            guint               page)
{
  if (self->cancellable != NULL || g_hash_table_contains (self->sizeless, GUINT_TO_POINTER (page)))
    return;

  self->sized = page;
  self->cancellable = g_cancellable_new ();
  annex_document_query_size_async (annex_page_cache_get_document (self->cache), page, self->cancellable, size_cb, annex_weak_ref_new (self));
}

static void
update_row (AnnexThumbnailView *self,
            AnnexThumbnail     *row)
{
  guint           page = annex_thumbnail_get_page (row);
  graphene_size_t size;
  guint           width, height;

  annex_thumbnail_set_turns (row, annex_page_view_get_turns (self->view));
  if (!annex_document_get_known_size (annex_page_cache_get_document (self->cache), page, &size))
    {
      query_size (self, page);
      return;
    }

  annex_thumbnail_set_size (row, &size);
  annex_thumbnail_get_pixels (row, &width, &height);
  annex_thumbnail_set_texture (row, annex_page_cache_want (self->cache, page, width, height));
}

/* Asks for what can be seen, and lets go of the rest. */
static gboolean
on_update (gpointer user_data)
{
  AnnexThumbnailView *self = ANNEX_THUMBNAIL_VIEW (user_data);
  GHashTableIter      iter;
  gpointer            row;

  self->update_id = 0;
  if (self->cache == NULL)
    return G_SOURCE_REMOVE;

  annex_page_cache_begin (self->cache);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      if (is_seen (self, row))
        update_row (self, row);
      else
        annex_thumbnail_set_texture (row, NULL);
    }
  annex_page_cache_end (self->cache);

  return G_SOURCE_REMOVE;
}

static void
queue_update (AnnexThumbnailView *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, on_update, self, NULL);
}

/* Rows */

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          AnnexThumbnailView       *self)
{
  gtk_list_item_set_child (item, annex_thumbnail_new ());
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         AnnexThumbnailView       *self)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  guint      page = gtk_list_item_get_position (item);
  /* Translators: %u is the number of a page */
  g_autofree char *label = g_strdup_printf (_ ("Page %u"), page + 1);

  annex_thumbnail_set_page (ANNEX_THUMBNAIL (row), page);
  gtk_list_item_set_accessible_label (item, label);
  g_hash_table_add (self->rows, row);
  queue_update (self);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           AnnexThumbnailView       *self)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  annex_thumbnail_set_texture (ANNEX_THUMBNAIL (row), NULL);
  g_hash_table_remove (self->rows, row);
}

/* Following and leading */

static void
on_page_changed (AnnexThumbnailView *self)
{
  guint page = annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self->view));

  if (page >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)) || page == gtk_single_selection_get_selected (self->selection))
    return;

  self->following = TRUE;
  gtk_single_selection_set_selected (self->selection, page);
  self->following = FALSE;
  if (gtk_widget_get_mapped (self->list))
    gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list), page, GTK_LIST_SCROLL_NONE, NULL);
}

static void
on_selected (AnnexThumbnailView *self)
{
  guint page = gtk_single_selection_get_selected (self->selection);

  if (self->following || self->view == NULL || page == GTK_INVALID_LIST_POSITION)
    return;

  annex_page_view_go_to (self->view, page, 0);
}

/* Return: also when the page is the one being read, but not from its beginning. */
static void
on_activate (AnnexThumbnailView *self,
             guint               page)
{
  if (self->view != NULL)
    annex_page_view_go_to (self->view, page, 0);
}

static GListModel *
create_model (guint n_pages)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) numbers = NULL;

  for (guint i = 0; i < n_pages; i++)
    g_strv_builder_take (builder, g_strdup_printf ("%u", i + 1));
  numbers = g_strv_builder_end (builder);

  return G_LIST_MODEL (gtk_string_list_new ((const char *const *) numbers));
}

static void
on_document_changed (AnnexThumbnailView *self)
{
  AnnexDocument *document = self->view != NULL ? annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self->view)) : NULL;
  g_autoptr (GListModel) model = document != NULL ? create_model (annex_document_get_n_pages (document)) : NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_hash_table_remove_all (self->sizeless);
  if (self->cache != NULL)
    g_signal_handlers_disconnect_by_func (self->cache, queue_update, self);
  g_clear_object (&self->cache);
  if (document != NULL)
    {
      self->cache = annex_page_cache_new (document, ANNEX_DOCUMENT_PRIORITY_AHEAD, MAX_TEXTURES, MAX_BYTES);
      g_signal_connect_object (self->cache, "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
    }

  self->following = TRUE;
  gtk_single_selection_set_model (self->selection, model);
  self->following = FALSE;
  if (document != NULL)
    on_page_changed (self);
}

static void
annex_thumbnail_view_map (GtkWidget *widget)
{
  AnnexThumbnailView *self = ANNEX_THUMBNAIL_VIEW (widget);
  guint               page = gtk_single_selection_get_selected (self->selection);

  GTK_WIDGET_CLASS (annex_thumbnail_view_parent_class)->map (widget);

  if (page != GTK_INVALID_LIST_POSITION)
    gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list), page, GTK_LIST_SCROLL_NONE, NULL);
  queue_update (self);
}

static void
annex_thumbnail_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annex_thumbnail_view_parent_class)->unmap (widget);

  queue_update (ANNEX_THUMBNAIL_VIEW (widget));
}

static void
annex_thumbnail_view_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  if (property_id == PROP_PAGE_VIEW)
    g_value_set_object (value, ANNEX_THUMBNAIL_VIEW (object)->view);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
annex_thumbnail_view_set_property (GObject      *object,
                                   guint         property_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  if (property_id == PROP_PAGE_VIEW)
    annex_thumbnail_view_set_page_view (ANNEX_THUMBNAIL_VIEW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
annex_thumbnail_view_dispose (GObject *object)
{
  AnnexThumbnailView *self = ANNEX_THUMBNAIL_VIEW (object);

  if (self->scrolled != NULL)
    annex_thumbnail_view_set_page_view (self, NULL);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_handle_id (&self->update_id, g_source_remove);

  G_OBJECT_CLASS (annex_thumbnail_view_parent_class)->dispose (object);
}

static void
annex_thumbnail_view_finalize (GObject *object)
{
  AnnexThumbnailView *self = ANNEX_THUMBNAIL_VIEW (object);

  g_clear_object (&self->selection);
  g_hash_table_unref (self->rows);
  g_hash_table_unref (self->sizeless);

  G_OBJECT_CLASS (annex_thumbnail_view_parent_class)->finalize (object);
}

static void
annex_thumbnail_view_class_init (AnnexThumbnailViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = annex_thumbnail_view_get_property;
  object_class->set_property = annex_thumbnail_view_set_property;
  object_class->dispose = annex_thumbnail_view_dispose;
  object_class->finalize = annex_thumbnail_view_finalize;
  widget_class->map = annex_thumbnail_view_map;
  widget_class->unmap = annex_thumbnail_view_unmap;

  /**
   * AnnexThumbnailView:page-view:
   *
   * The page view whose pages are shown.
   */
  properties[PROP_PAGE_VIEW] = g_param_spec_object ("page-view", NULL, NULL, ANNEX_TYPE_PAGE_VIEW, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "annexthumbnailview");
}

static GtkListItemFactory *
create_factory (AnnexThumbnailView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);

  return factory;
}

static void
annex_thumbnail_view_init (AnnexThumbnailView *self)
{
  GtkAdjustment *adjustment;

  self->rows = g_hash_table_new (NULL, NULL);
  self->sizeless = g_hash_table_new (NULL, NULL);
  self->selection = gtk_single_selection_new (NULL);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), create_factory (self));
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Pages"), -1);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
}

/**
 * annex_thumbnail_view_new:
 *
 * Returns: (transfer floating): a view without thumbnails
 */
GtkWidget *
annex_thumbnail_view_new (void)
{
  return g_object_new (ANNEX_TYPE_THUMBNAIL_VIEW, NULL);
}

/**
 * annex_thumbnail_view_set_page_view:
 * @self: a thumbnail view
 * @view: (nullable): the page view to follow and to lead
 */
void
annex_thumbnail_view_set_page_view (AnnexThumbnailView *self,
                                    AnnexPageView      *view)
{
  g_return_if_fail (ANNEX_IS_THUMBNAIL_VIEW (self));
  g_return_if_fail (view == NULL || ANNEX_IS_PAGE_VIEW (view));

  if (view == self->view)
    return;

  if (self->view != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->view, on_page_changed, self);
      g_signal_handlers_disconnect_by_func (self->view, on_document_changed, self);
      g_signal_handlers_disconnect_by_func (self->view, queue_update, self);
    }
  g_set_object (&self->view, view);
  if (view != NULL)
    {
      g_signal_connect_object (view, "notify::page", G_CALLBACK (on_page_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (view, "notify::turns", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (view, "notify::document", G_CALLBACK (on_document_changed), self, G_CONNECT_SWAPPED);
    }
  on_document_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE_VIEW]);
}
