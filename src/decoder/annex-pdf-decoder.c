/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-pdf-decoder-private.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* For pages that cannot be read or do not say: what Acrobat assumes, too. */
#define FALLBACK_WIDTH 612.0
#define FALLBACK_HEIGHT 792.0

/* A page with a line of text in a font that is not in the file: fontconfig, FreeType and poppler's own tables are looked
 * up before the cage is closed. poppler rebuilds the table of contents that this lacks. */
static const char sample[] = "%PDF-1.4\n"
                             "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                             "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                             "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 16 16]/Contents 4 0 R"
                             "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
                             "4 0 obj<</Length 35>>stream\n"
                             "BT /F 12 Tf 2 2 Td (a) Tj ET       \n"
                             "endstream endobj\n"
                             "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
                             "trailer<</Root 1 0 R>>\n";

static double
clamp_length (double length,
              double fallback)
{
  return isfinite (length) && length > 0 ? CLAMP (length, 1.0, ANNEX_DECODER_MAX_PAGE_POINTS) : fallback;
}

/* Fills in the size in points of a page, upright; of one that cannot be read, too. */
void
annex_pdf_page_get_size (PopplerPage *page,
                         double      *width,
                         double      *height)
{
  *width = *height = 0;
  if (page != NULL)
    poppler_page_get_size (page, width, height);
  *width = clamp_length (*width, FALLBACK_WIDTH);
  *height = clamp_length (*height, FALLBACK_HEIGHT);
}

static cairo_status_t
draw_page (PopplerPage               *page,
           const AnnexDecoderRequest *request,
           guint8                    *pixels)
{
  cairo_surface_t *surface = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, (int) request->width, (int) request->height, (int) request->width * 4);
  cairo_t         *context = cairo_create (surface);
  double           page_width;
  double           page_height;
  cairo_status_t   status;

  annex_pdf_page_get_size (page, &page_width, &page_height);
  cairo_set_source_rgb (context, 1, 1, 1);
  cairo_paint (context);
  cairo_translate (context, -(double) request->x, -(double) request->y);
  cairo_scale (context, request->full_width / page_width, request->full_height / page_height);
  poppler_page_render (page, context);
  status = cairo_status (context);

  cairo_destroy (context);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);

  return status;
}

/* poppler tries a password in the encoding of older documents, too. The converter to it is a library that the C library
 * loads, which is not a thing to be done in the cage; it stays for as long as the process does. */
static GIConv to_latin_1;

/* Starts poppler and fontconfig; before the cage is closed. */
void
annex_pdf_decoder_init (void)
{
  AnnexDecoderRequest request = { .width = 16, .height = 16, .full_width = 16, .full_height = 16 };
  AnnexDecoderReply   reply = { 0 };
  guint8             *pixels = g_malloc (16 * 16 * 4);
  AnnexPdfDecoder    *self = annex_pdf_decoder_new (sample, sizeof sample - 1, "", &reply);

  if (self != NULL)
    {
      annex_pdf_decoder_draw (self, &request, pixels, &reply);
      annex_pdf_decoder_free (self);
    }
  g_free (pixels);
  if (to_latin_1 == NULL)
    to_latin_1 = g_iconv_open ("ISO-8859-1", "UTF-8");
}

/* What is locked with a password says so by the name of its handler, in a part of the file that is never encrypted. poppler
 * calls all others locked as well. */
static gboolean
takes_password (const void *data,
                gsize       length)
{
  static const char handler[] = "/Standard";

  return memmem (data, length, handler, sizeof handler - 1) != NULL;
}

static AnnexDecoderStatus
get_status (const GError *error,
            const void   *data,
            gsize         length)
{
  if (!g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    return ANNEX_DECODER_DAMAGED;

  return takes_password (data, length) ? ANNEX_DECODER_LOCKED : ANNEX_DECODER_SEALED;
}

static PopplerDocument *
open_document (const void *data,
               gsize       length,
               const char *password,
               GError    **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  g_autoptr (GInputStream) stream = NULL;

  if (*password == '\0')
    return poppler_document_new_from_bytes (bytes, NULL, error);

  /* A password is tried in two encodings, and poppler 25.03 crashes when it cannot read bytes a second time. */
  stream = g_memory_input_stream_new_from_bytes (bytes);

  return poppler_document_new_from_stream (stream, (goffset) length, password, NULL, error);
}

/* Opens a document. @data must outlive the decoder. Fills in @reply: status, pages, flags.
 *
 * Returns (transfer full) (nullable): NULL unless the status is OK. */
AnnexPdfDecoder *
annex_pdf_decoder_new (const void        *data,
                       gsize              length,
                       const char        *password,
                       AnnexDecoderReply *reply)
{
  g_autoptr (AnnexPdfDecoder) self = g_new0 (AnnexPdfDecoder, 1);
  g_autoptr (GError) error = NULL;
  int n_pages;

  self->document = open_document (data, length, password, &error);
  if (self->document == NULL)
    {
      reply->status = get_status (error, data, length);
      return NULL;
    }

  n_pages = poppler_document_get_n_pages (self->document);
  if (n_pages < 1)
    {
      reply->status = ANNEX_DECODER_DAMAGED;
      return NULL;
    }

  /* A file that claims more than this does so to be a nuisance; what is there can be looked at. */
  if (n_pages > ANNEX_DECODER_MAX_PAGES)
    reply->flags |= ANNEX_DECODER_FLAG_PARTIAL;
  /* What everybody can open may be encrypted all the same, so that not everything is allowed with it. */
  if (*password != '\0' || poppler_document_get_permissions (self->document) != POPPLER_PERMISSIONS_FULL)
    reply->flags |= ANNEX_DECODER_FLAG_ENCRYPTED;
  self->n_pages = (guint) MIN (n_pages, ANNEX_DECODER_MAX_PAGES);
  reply->n_pages = self->n_pages;
  reply->n_frames = 1;
  reply->status = ANNEX_DECODER_OK;

  return g_steal_pointer (&self);
}

/* Returns (transfer full) (nullable): a page; without it @reply says why. */
PopplerPage *
annex_pdf_decoder_open_page (AnnexPdfDecoder   *self,
                             guint32            page,
                             AnnexDecoderReply *reply)
{
  PopplerPage *object;

  if (page >= self->n_pages)
    {
      reply->status = ANNEX_DECODER_BAD_REQUEST;
      return NULL;
    }

  object = poppler_document_get_page (self->document, (int) page);
  reply->status = object != NULL ? ANNEX_DECODER_OK : ANNEX_DECODER_DAMAGED;

  return object;
}

void
annex_pdf_decoder_free (AnnexPdfDecoder *self)
{
  g_clear_object (&self->document);
  g_free (self);
}

/* Fills in the size in points, as the page is turned. A page that cannot be read has one, too: the others must have
 * their places, and drawing it says what is wrong. */
void
annex_pdf_decoder_get_size (AnnexPdfDecoder   *self,
                            guint32            page,
                            AnnexDecoderReply *reply)
{
  PopplerPage *object = NULL;

  if (page >= self->n_pages)
    {
      reply->status = ANNEX_DECODER_BAD_REQUEST;
      return;
    }

  object = poppler_document_get_page (self->document, (int) page);
  annex_pdf_page_get_size (object, &reply->width, &reply->height);
  reply->status = ANNEX_DECODER_OK;
  g_clear_object (&object);
}

static AnnexDecoderStatus
convert_status (cairo_status_t status)
{
  if (status == CAIRO_STATUS_NO_MEMORY)
    return ANNEX_DECODER_NO_MEMORY;

  return status == CAIRO_STATUS_SUCCESS ? ANNEX_DECODER_OK : ANNEX_DECODER_DAMAGED;
}

/* Draws the part of a page that @request says, and that annex_channel_is_region() has looked at, on white into @pixels,
 * which holds four bytes for each. */
void
annex_pdf_decoder_draw (AnnexPdfDecoder           *self,
                        const AnnexDecoderRequest *request,
                        guint8                    *pixels,
                        AnnexDecoderReply         *reply)
{
  PopplerPage *object = annex_pdf_decoder_open_page (self, request->page, reply);

  if (object == NULL)
    return;

  reply->status = convert_status (draw_page (object, request, pixels));
  g_object_unref (object);
}
