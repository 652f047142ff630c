/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pdf-decoder-private.h"

/* After so many milliseconds or pages the viewer is told how far it got, so that it can ask for something else before the
 * next ones. */
#define SLICE 200
#define MAX_PAGES 500

static void
count_one (guint32 *count)
{
  *count = MIN (*count + 1, ANNEX_DECODER_MAX_FOUND);
}

static void
look_at_link (AnnexPdfDecoder       *self,
              const PopplerAction   *action,
              AnnexDecoderInventory *found)
{
  if (annex_pdf_is_inactive (self, action))
    count_one (&found->n_links);
  if (action != NULL && action->type == POPPLER_ACTION_JAVASCRIPT)
    found->has_scripts = 1;
}

static void
look_at_links (AnnexPdfDecoder       *self,
               PopplerPage           *page,
               AnnexDecoderInventory *found)
{
  GList *mappings = poppler_page_get_link_mapping (page);
  GList *item;

  for (item = mappings; item != NULL; item = item->next)
    look_at_link (self, ((PopplerLinkMapping *) item->data)->action, found);
  poppler_page_free_link_mapping (mappings);
}

static void
look_at_annotations (PopplerPage           *page,
                     AnnexDecoderInventory *found)
{
  GList *mappings = poppler_page_get_annot_mapping (page);
  GList *item;

  for (item = mappings; item != NULL; item = item->next)
    {
      PopplerAnnotType type = poppler_annot_get_annot_type (((PopplerAnnotMapping *) item->data)->annot);

      if (type == POPPLER_ANNOT_FILE_ATTACHMENT)
        count_one (&found->n_files);
      else if (type == POPPLER_ANNOT_SOUND || type == POPPLER_ANNOT_MOVIE || type == POPPLER_ANNOT_SCREEN || type == POPPLER_ANNOT_3D)
        count_one (&found->n_media);
    }
  poppler_page_free_annot_mapping (mappings);
}

static gboolean
is_script (PopplerAction *action)
{
  return action != NULL && action->type == POPPLER_ACTION_JAVASCRIPT;
}

static gboolean
has_script (PopplerFormField *field)
{
  guint event;

  if (is_script (poppler_form_field_get_action (field)))
    return TRUE;
  for (event = POPPLER_ADDITIONAL_ACTION_FIELD_MODIFIED; event <= POPPLER_ADDITIONAL_ACTION_CALCULATE_FIELD; event++)
    {
      if (is_script (poppler_form_field_get_additional_action (field, event)))
        return TRUE;
    }

  return FALSE;
}

/* Fields are not active here, so whatever one would do is not done. Scripts are told apart. */
static gboolean
leads_somewhere (PopplerFormField *field)
{
  const PopplerAction *action = poppler_form_field_get_action (field);

  return action != NULL && action->type != POPPLER_ACTION_NONE && action->type != POPPLER_ACTION_JAVASCRIPT;
}

static void
look_at_fields (PopplerPage           *page,
                AnnexDecoderInventory *found)
{
  GList *mappings = poppler_page_get_form_field_mapping (page);
  GList *item;

  for (item = mappings; item != NULL; item = item->next)
    {
      PopplerFormField *field = ((PopplerFormFieldMapping *) item->data)->field;

      count_one (&found->n_fields);
      if (leads_somewhere (field))
        count_one (&found->n_links);
      /* poppler 25.03 keeps each copy of a script that it hands out here: one is enough. */
      if (found->has_scripts == 0 && has_script (field))
        found->has_scripts = 1;
    }
  poppler_page_free_form_field_mapping (mappings);
}

static void
look_at_page (AnnexPdfDecoder       *self,
              guint32                page,
              AnnexDecoderInventory *found)
{
  PopplerPage *object = poppler_document_get_page (self->document, (int) page);

  if (object == NULL)
    return;

  look_at_links (self, object, found);
  look_at_annotations (object, found);
  look_at_fields (object, found);
  g_object_unref (object);
}

static void
look_at_document (AnnexPdfDecoder       *self,
                  AnnexDecoderInventory *found)
{
  found->n_files = MIN (poppler_document_get_n_attachments (self->document), ANNEX_DECODER_MAX_FOUND);
  found->has_scripts = poppler_document_has_javascript (self->document) ? 1 : 0;
}

/* Counts what is never done, on @page and some pages after it: @n_pages altogether, or, if that is 0, as many as it does not
 * take long for. */
void
annex_pdf_decoder_get_inventory (AnnexPdfDecoder   *self,
                                 guint32            page,
                                 guint32            n_pages,
                                 AnnexDecoderReply *reply)
{
  AnnexDecoderInventory *found = &reply->inventory;
  const guint32          most = n_pages != 0 ? MIN (n_pages, MAX_PAGES) : MAX_PAGES;
  const gint64           end = g_get_monotonic_time () + SLICE * G_TIME_SPAN_MILLISECOND;
  guint32                next = page;

  if (page >= self->n_pages)
    return;

  if (page == 0)
    look_at_document (self, found);
  do
    look_at_page (self, next++, found);
  while (next < self->n_pages && next - page < most && g_get_monotonic_time () < end);
  found->next_page = next;
  reply->status = ANNEX_DECODER_OK;
}
