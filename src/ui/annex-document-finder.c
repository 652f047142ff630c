/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-document-finder.h"

#include "annex-document-search.h"

struct _AnnexDocumentFinder
{
  GObject parent_instance;

  AnnexPageView       *view;   /* (owned) */
  AnnexDocumentSearch *search; /* (owned) (nullable) while there is something to find */
};

static void annex_document_finder_finder_init (AnnexFinderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexDocumentFinder, annex_document_finder, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (ANNEX_TYPE_FINDER, annex_document_finder_finder_init))

static AnnexFinderState
get_state (AnnexDocumentFinder *self)
{
  if (annex_document_search_has_more (self->search))
    return ANNEX_FINDER_ENDED_EARLY;

  return annex_document_search_is_complete (self->search) ? ANNEX_FINDER_COMPLETE : ANNEX_FINDER_SEARCHING;
}

static void
on_changed (AnnexDocumentFinder *self)
{
  annex_finder_emit_found (ANNEX_FINDER (self),
                           annex_document_search_get_current_index (self->search),
                           annex_document_search_get_n_matches (self->search),
                           get_state (self));
}

static void
drop_search (AnnexDocumentFinder *self)
{
  if (self->search == NULL)
    return;

  annex_page_view_set_search (self->view, NULL);
  g_signal_handlers_disconnect_by_func (self->search, on_changed, self);
  g_clear_object (&self->search);
  annex_finder_emit_found (ANNEX_FINDER (self), -1, 0, ANNEX_FINDER_COMPLETE);
}

static void
begin_search (AnnexDocumentFinder *self,
              AnnexDocument       *document)
{
  self->search = annex_document_search_new (document);
  g_signal_connect_object (self->search, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  annex_page_view_set_search (self->view, self->search);
}

/* The first match that is shown is on the page that is read, or after it. */
static void
annex_document_finder_find (AnnexFinder *finder,
                            const char  *text)
{
  AnnexDocumentFinder *self = ANNEX_DOCUMENT_FINDER (finder);
  AnnexDocument       *document = annex_document_view_get_document (ANNEX_DOCUMENT_VIEW (self->view));

  if (*text == '\0' || document == NULL)
    {
      /* What was found can then be copied, or more of the text around it selected. */
      annex_page_view_select_match (self->view);
      drop_search (self);
      return;
    }

  if (self->search == NULL)
    begin_search (self, document);
  annex_document_search_set_text (self->search, text, annex_document_view_get_page (ANNEX_DOCUMENT_VIEW (self->view)));
}

static void
annex_document_finder_step (AnnexFinder *finder,
                            int          direction)
{
  AnnexDocumentFinder *self = ANNEX_DOCUMENT_FINDER (finder);

  if (self->search == NULL)
    return;

  if (direction > 0)
    annex_document_search_next (self->search);
  else
    annex_document_search_previous (self->search);
}

static void
annex_document_finder_focus (AnnexFinder *finder)
{
  gtk_widget_grab_focus (GTK_WIDGET (ANNEX_DOCUMENT_FINDER (finder)->view));
}

static void
annex_document_finder_finder_init (AnnexFinderInterface *iface)
{
  iface->find = annex_document_finder_find;
  iface->step = annex_document_finder_step;
  iface->focus = annex_document_finder_focus;
}

static void
annex_document_finder_dispose (GObject *object)
{
  AnnexDocumentFinder *self = ANNEX_DOCUMENT_FINDER (object);

  drop_search (self);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (annex_document_finder_parent_class)->dispose (object);
}

static void
annex_document_finder_class_init (AnnexDocumentFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_document_finder_dispose;
}

static void
annex_document_finder_init (AnnexDocumentFinder *self)
{
}

/**
 * annex_document_finder_new:
 * @view: where to find; it marks what is found
 *
 * Returns: (transfer full): a finder that looks for nothing yet
 */
AnnexDocumentFinder *
annex_document_finder_new (AnnexPageView *view)
{
  AnnexDocumentFinder *self = g_object_new (ANNEX_TYPE_DOCUMENT_FINDER, NULL);

  self->view = g_object_ref (view);

  return self;
}
