/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pdf-decoder-private.h"

#include <math.h>
#include <string.h>

/* Links are only looked at: what they would do is told, and nothing is ever done. */

/* Returns @value within 0…@limit; what is no number is 0. */
float
annex_pdf_clamp (double value,
                 double limit)
{
  return isfinite (value) ? (float) CLAMP (value, 0.0, limit) : 0.0f;
}

static gboolean
differ (double a,
        double b)
{
  return fabs (a - b) > 1;
}

/* How far down the upright page a destination is. It is told by coordinates of the page as it was before it was turned and
 * cropped; of one that lies on its side that says nothing. */
static float
get_top (PopplerPage       *page,
         const PopplerDest *destination)
{
  PopplerRectangle crop;
  double           width, height;

  if (page == NULL || (destination->type != POPPLER_DEST_XYZ && destination->type != POPPLER_DEST_FITH && destination->type != POPPLER_DEST_FITR && destination->type != POPPLER_DEST_FITBH))
    return 0;
  if (!destination->change_top && destination->type != POPPLER_DEST_FITR)
    return 0;

  annex_pdf_page_get_size (page, &width, &height);
  poppler_page_get_crop_box (page, &crop);
  if (differ (crop.y2 - crop.y1, height) || differ (crop.x2 - crop.x1, width))
    return 0;

  return annex_pdf_clamp (crop.y2 - destination->top, height);
}

/* @page: becomes ANNEX_DECODER_NO_PAGE where it leads nowhere; @top: points from that page's top */
void
annex_pdf_decoder_resolve (AnnexPdfDecoder   *self,
                           const PopplerDest *destination,
                           guint32           *page,
                           float             *top)
{
  g_autoptr (PopplerDest) named = NULL;
  PopplerPage *object;

  *page = ANNEX_DECODER_NO_PAGE;
  *top = 0;
  if (destination != NULL && destination->type == POPPLER_DEST_NAMED && destination->named_dest != NULL)
    destination = named = poppler_document_find_dest (self->document, destination->named_dest);
  if (destination == NULL || destination->type == POPPLER_DEST_UNKNOWN || destination->type == POPPLER_DEST_NAMED)
    return;
  if (destination->page_num < 1 || (guint) destination->page_num > self->n_pages)
    return;

  *page = (guint32) destination->page_num - 1;
  object = poppler_document_get_page (self->document, (int) *page);
  *top = get_top (object, destination);
  g_clear_object (&object);
}

static void
describe_action (AnnexPdfDecoder     *self,
                 const PopplerAction *action,
                 AnnexDecoderLink    *link)
{
  link->kind = ANNEX_DECODER_LINK_INACTIVE;
  if (action == NULL)
    return;

  if (action->type == POPPLER_ACTION_GOTO_DEST)
    {
      annex_pdf_decoder_resolve (self, action->goto_dest.dest, &link->page, &link->top);
      if (link->page != ANNEX_DECODER_NO_PAGE)
        link->kind = ANNEX_DECODER_LINK_PAGE;
      else
        link->page = 0;
    }
  else if (action->type == POPPLER_ACTION_URI && annex_pdf_is_uri (action->uri.uri))
    {
      link->kind = ANNEX_DECODER_LINK_URI;
      g_strlcpy (link->uri, action->uri.uri, sizeof link->uri);
    }
}

static gboolean
describe_link (AnnexPdfDecoder          *self,
               const PopplerLinkMapping *mapping,
               double                    width,
               double                    height,
               AnnexDecoderLink         *link)
{
  const PopplerRectangle *area = &mapping->area;

  memset (link, 0, sizeof *link);
  link->box.left = annex_pdf_clamp (MIN (area->x1, area->x2), width);
  link->box.right = annex_pdf_clamp (MAX (area->x1, area->x2), width);
  link->box.top = annex_pdf_clamp (height - MAX (area->y1, area->y2), height);
  link->box.bottom = annex_pdf_clamp (height - MIN (area->y1, area->y2), height);
  if (!(link->box.left < link->box.right && link->box.top < link->box.bottom))
    return FALSE;

  describe_action (self, mapping->action, link);

  return TRUE;
}

/* Whether a link may lead there. */
gboolean
annex_pdf_is_uri (const char *uri)
{
  return uri != NULL && annex_decoder_is_uri (uri) && g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL);
}

/* Whether what a link does is never done. */
gboolean
annex_pdf_is_inactive (AnnexPdfDecoder     *self,
                       const PopplerAction *action)
{
  AnnexDecoderLink link = { 0 };

  describe_action (self, action, &link);

  return link.kind == ANNEX_DECODER_LINK_INACTIVE;
}

/* Fills in the links of a page, as many as there is room for. */
void
annex_pdf_decoder_get_links (AnnexPdfDecoder       *self,
                             guint32                page,
                             AnnexDecoderPageLinks *links,
                             AnnexDecoderReply     *reply)
{
  PopplerPage *object = annex_pdf_decoder_open_page (self, page, reply);
  GList       *mappings;
  GList       *item;
  double       width, height;

  if (object == NULL)
    return;

  annex_pdf_page_get_size (object, &width, &height);
  /* poppler has the last one first; the later one is above. */
  mappings = g_list_reverse (poppler_page_get_link_mapping (object));
  for (item = mappings; item != NULL && reply->count < ANNEX_DECODER_MAX_LINKS; item = item->next)
    reply->count += describe_link (self, item->data, width, height, &links->links[reply->count]);
  poppler_page_free_link_mapping (mappings);
  g_object_unref (object);
}
