/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-view.h"

typedef struct
{
  AnnexPageCache *cache; /* (owned) (nullable) */
  gulong          changed_id;
  guint           page;
  gboolean        in_layout;
  GPtrArray      *changed_in_layout; /* (owned) (nullable) of GParamSpec; what is still to be told */
  guint           tell_id;
} AnnexDocumentViewPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AnnexDocumentView, annex_document_view, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  PROP_PAGE,
  PROP_ERROR,
  PROP_DRAWN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
on_cache_changed (AnnexDocumentView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAWN]);
}

static void
drop_cache (AnnexDocumentView *self)
{
  AnnexDocumentViewPrivate *priv = annex_document_view_get_instance_private (self);

  if (priv->cache != NULL)
    g_clear_signal_handler (&priv->changed_id, priv->cache);
  g_clear_object (&priv->cache);
}

static void
annex_document_view_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AnnexDocumentView *self = ANNEX_DOCUMENT_VIEW (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, annex_document_view_get_document (self));
      break;
    case PROP_PAGE:
      g_value_set_uint (value, annex_document_view_get_page (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, annex_document_view_get_error (self));
      break;
    case PROP_DRAWN:
      g_value_set_boolean (value, annex_document_view_is_drawn (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annex_document_view_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_DOCUMENT:
      annex_document_view_set_document (ANNEX_DOCUMENT_VIEW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
tell_of_layout (gpointer user_data)
{
  AnnexDocumentView        *self = ANNEX_DOCUMENT_VIEW (user_data);
  AnnexDocumentViewPrivate *priv = annex_document_view_get_instance_private (self);
  g_autoptr (GPtrArray) changed = g_steal_pointer (&priv->changed_in_layout);

  priv->tell_id = 0;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < changed->len; i++)
    g_object_notify_by_pspec (G_OBJECT (self), g_ptr_array_index (changed, i));
  g_object_thaw_notify (G_OBJECT (self));

  return G_SOURCE_REMOVE;
}

/* What changes within a layout is told after it, before the next frame: what follows the view, as a label with its zoom
 * does, may need a layout itself, and where that is asked for within one, the label is without an allocation. */
static void
annex_document_view_dispatch_properties_changed (GObject     *object,
                                                 guint        n_pspecs,
                                                 GParamSpec **pspecs)
{
  AnnexDocumentViewPrivate *priv = annex_document_view_get_instance_private (ANNEX_DOCUMENT_VIEW (object));

  if (!priv->in_layout)
    {
      G_OBJECT_CLASS (annex_document_view_parent_class)->dispatch_properties_changed (object, n_pspecs, pspecs);
      return;
    }

  if (priv->changed_in_layout == NULL)
    {
      priv->changed_in_layout = g_ptr_array_new ();
      priv->tell_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell_of_layout, object, NULL);
    }
  for (guint i = 0; i < n_pspecs; i++)
    g_ptr_array_add (priv->changed_in_layout, pspecs[i]);
}

static void
annex_document_view_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  AnnexDocumentView        *self = ANNEX_DOCUMENT_VIEW (widget);
  AnnexDocumentViewPrivate *priv = annex_document_view_get_instance_private (self);

  priv->in_layout = TRUE;
  ANNEX_DOCUMENT_VIEW_GET_CLASS (self)->size_changed (self);
  priv->in_layout = FALSE;
}

static void
annex_document_view_dispose (GObject *object)
{
  AnnexDocumentViewPrivate *priv = annex_document_view_get_instance_private (ANNEX_DOCUMENT_VIEW (object));

  g_clear_handle_id (&priv->tell_id, g_source_remove);
  g_clear_pointer (&priv->changed_in_layout, g_ptr_array_unref);
  drop_cache (ANNEX_DOCUMENT_VIEW (object));

  G_OBJECT_CLASS (annex_document_view_parent_class)->dispose (object);
}

static void
annex_document_view_class_init (AnnexDocumentViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annex_document_view_get_property;
  object_class->set_property = annex_document_view_set_property;
  object_class->dispose = annex_document_view_dispose;
  object_class->dispatch_properties_changed = annex_document_view_dispatch_properties_changed;
  GTK_WIDGET_CLASS (klass)->size_allocate = annex_document_view_size_allocate;

  /**
   * AnnexDocumentView:document:
   *
   * The document that is shown.
   */
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, ANNEX_TYPE_DOCUMENT, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexDocumentView:page:
   *
   * The page being read, from 0.
   */
  properties[PROP_PAGE] = g_param_spec_uint ("page", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexDocumentView:error:
   *
   * Why the page being read could not be drawn.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * AnnexDocumentView:drawn:
   *
   * Whether the page being read can be seen.
   */
  properties[PROP_DRAWN] = g_param_spec_boolean ("drawn", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
annex_document_view_init (AnnexDocumentView *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * annex_document_view_set_document:
 * @self: a view
 * @document: (nullable): the document to show, from its first page, or %NULL for none
 *
 * What was drawn of another document is dropped at once, so that nothing stale is ever seen.
 */
void
annex_document_view_set_document (AnnexDocumentView *self,
                                  AnnexDocument     *document)
{
  AnnexDocumentViewPrivate *priv = annex_document_view_get_instance_private (self);
  AnnexDocumentViewClass   *klass = ANNEX_DOCUMENT_VIEW_GET_CLASS (self);

  g_return_if_fail (ANNEX_IS_DOCUMENT_VIEW (self));
  g_return_if_fail (document == NULL || ANNEX_IS_DOCUMENT (document));

  if (document == annex_document_view_get_document (self))
    return;

  drop_cache (self);
  if (document != NULL)
    {
      priv->cache = annex_page_cache_new (document, ANNEX_DOCUMENT_PRIORITY_VISIBLE, klass->max_textures, klass->max_bytes);
      priv->changed_id = g_signal_connect_swapped (priv->cache, "changed", G_CALLBACK (on_cache_changed), self);
    }

  if (klass->document_changed != NULL)
    klass->document_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
  on_cache_changed (self);
}

/**
 * annex_document_view_get_document:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the document that is shown
 */
AnnexDocument *
annex_document_view_get_document (AnnexDocumentView *self)
{
  AnnexPageCache *cache = annex_document_view_get_cache (self);

  return cache != NULL ? annex_page_cache_get_document (cache) : NULL;
}

/**
 * annex_document_view_get_page:
 * @self: a view
 *
 * Returns: the page being read, from 0
 */
guint
annex_document_view_get_page (AnnexDocumentView *self)
{
  AnnexDocumentViewPrivate *priv = annex_document_view_get_instance_private (self);

  g_return_val_if_fail (ANNEX_IS_DOCUMENT_VIEW (self), 0);

  return priv->page;
}

/**
 * annex_document_view_get_error:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): why the page being read could not be drawn, in %ANNEX_PREVIEW_ERROR
 */
const GError *
annex_document_view_get_error (AnnexDocumentView *self)
{
  AnnexPageCache *cache = annex_document_view_get_cache (self);

  return cache != NULL ? annex_page_cache_get_error (cache, annex_document_view_get_page (self)) : NULL;
}

/**
 * annex_document_view_is_drawn:
 * @self: a view
 *
 * Returns: %TRUE when the page being read can be seen, perhaps not yet at its final sharpness
 */
gboolean
annex_document_view_is_drawn (AnnexDocumentView *self)
{
  AnnexPageCache *cache = annex_document_view_get_cache (self);

  return cache != NULL && annex_page_cache_has_texture (cache, annex_document_view_get_page (self));
}

/**
 * annex_document_view_get_cache:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the drawn pages
 */
AnnexPageCache *
annex_document_view_get_cache (AnnexDocumentView *self)
{
  AnnexDocumentViewPrivate *priv = annex_document_view_get_instance_private (self);

  g_return_val_if_fail (ANNEX_IS_DOCUMENT_VIEW (self), NULL);

  return priv->cache;
}

/**
 * annex_document_view_set_page:
 * @self: a view
 * @page: the page being read, from 0
 */
void
annex_document_view_set_page (AnnexDocumentView *self,
                              guint              page)
{
  AnnexDocumentViewPrivate *priv = annex_document_view_get_instance_private (self);

  g_return_if_fail (ANNEX_IS_DOCUMENT_VIEW (self));

  if (priv->page == page)
    return;

  priv->page = page;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}
