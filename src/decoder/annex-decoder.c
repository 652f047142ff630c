/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-cage.h"
#include "annex-decoder-channel.h"
#include "annex-pdf-decoder.h"
#include "annex-picture-decoder.h"
#include "annex-sanitized.h"
#include "annex-text-decoder.h"

#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The caged program. Starts its libraries, closes the cage, says READY, and then answers one request after the other
 * about one file, until the viewer goes away. */
typedef struct
{
  AnnexPictureCodecs   codecs;
  AnnexMapping         file;
  AnnexPictureDecoder *picture; /* (owned) (nullable) */
  AnnexPdfDecoder     *pdf;     /* (owned) (nullable) */
  AnnexDecoderFormat   text;    /* of a text or table, otherwise 0 */
} Decoder;

#ifdef ANNEX_SANITIZED
const char *__asan_default_options (void);

/* The environment says nothing here. Too much memory is refused, as it is without the sanitizer; leaks cannot be looked
 * for by another process. */
const char *
__asan_default_options (void)
{
  return "allocator_may_return_null=1:detect_leaks=0:detect_stack_use_after_return=0";
}
#endif

/* What libraries say about a file may quote it. */
static GLogWriterOutput
drop_message (GLogLevelFlags   level,
              const GLogField *fields,
              gsize            n_fields,
              gpointer         user_data)
{
  return G_LOG_WRITER_HANDLED;
}

static void
open_file (Decoder                   *self,
           const AnnexDecoderRequest *request,
           int                        fd,
           AnnexDecoderReply         *reply)
{
  /* A process serves one file, so that nothing of it can reach another. */
  if (self->file.data != NULL || !annex_channel_map_file (fd, &self->file))
    return;

  if (request->format == ANNEX_DECODER_PDF)
    self->pdf = annex_pdf_decoder_new (self->file.data, self->file.length, request->password, reply);
  else if (request->format >= ANNEX_DECODER_JPEG && request->format <= ANNEX_DECODER_TIFF)
    self->picture = annex_picture_decoder_new (&self->codecs,
                                               (AnnexDecoderFormat) request->format,
                                               self->file.data,
                                               self->file.length,
                                               reply);
  else if (request->format == ANNEX_DECODER_PLAIN_TEXT || request->format == ANNEX_DECODER_TABLE)
    {
      self->text = (AnnexDecoderFormat) request->format;
      reply->n_pages = reply->n_frames = 1;
      reply->status = ANNEX_DECODER_OK;
    }
}

/* What is to be read of a text or table. */
static void
read_content (Decoder                   *self,
              const AnnexDecoderRequest *request,
              int                        fd,
              AnnexDecoderReply         *reply)
{
  AnnexMapping output = { 0 };

  if (self->text == 0 || request->format != self->text || !annex_channel_map_output (fd, request, &output))
    return;

  if (self->text == ANNEX_DECODER_TABLE)
    annex_text_decoder_read_table (self->file.data, self->file.length, output.data, reply);
  else
    annex_text_decoder_read_text (self->file.data, self->file.length, output.data, reply);
  annex_channel_unmap (&output);
}

static void
get_size (Decoder                   *self,
          const AnnexDecoderRequest *request,
          AnnexDecoderReply         *reply)
{
  if (self->pdf != NULL)
    annex_pdf_decoder_get_size (self->pdf, request->page, reply);
  else if (self->picture != NULL)
    annex_picture_decoder_get_size (self->picture, request->page, reply);
}

/* All of something is the largest part of it. */
static bool
choose_part (const AnnexDecoderRequest *request,
             AnnexDecoderRequest       *part)
{
  *part = *request;
  if (request->operation != ANNEX_DECODER_REGION)
    {
      part->full_width = request->width;
      part->full_height = request->height;
      part->x = part->y = 0;
    }

  return annex_channel_is_region (part);
}

static void
draw (Decoder                   *self,
      const AnnexDecoderRequest *request,
      int                        fd,
      AnnexDecoderReply         *reply)
{
  AnnexMapping        pixels = { 0 };
  AnnexDecoderRequest part;

  if (!choose_part (request, &part) || !annex_channel_map_output (fd, request, &pixels))
    return;

  if (self->picture != NULL && request->operation == ANNEX_DECODER_FRAME)
    annex_picture_decoder_draw_frame (self->picture, request->page, request->width, request->height, pixels.data, reply);
  else if (self->picture != NULL)
    annex_picture_decoder_draw (self->picture, &part, pixels.data, reply);
  else if (self->pdf != NULL && request->operation != ANNEX_DECODER_FRAME)
    annex_pdf_decoder_draw (self->pdf, &part, pixels.data, reply);
  annex_channel_unmap (&pixels);
}

/* What is to be read of a document. */
static void
read_pdf (Decoder                   *self,
          const AnnexDecoderRequest *request,
          int                        fd,
          AnnexDecoderReply         *reply)
{
  AnnexMapping output = { 0 };

  if (self->pdf == NULL || !annex_channel_map_output (fd, request, &output))
    return;

  if (request->operation == ANNEX_DECODER_TEXT)
    annex_pdf_decoder_get_text (self->pdf, request->page, output.data, reply);
  else if (request->operation == ANNEX_DECODER_LINKS)
    annex_pdf_decoder_get_links (self->pdf, request->page, output.data, reply);
  else
    annex_pdf_decoder_get_outline (self->pdf, output.data, reply);
  annex_channel_unmap (&output);
}

/* What no branch takes on is a bad request. */
static void
answer (Decoder                   *self,
        const AnnexDecoderRequest *request,
        int                        fd,
        AnnexDecoderReply         *reply)
{
  switch ((AnnexDecoderOperation) request->operation)
    {
    case ANNEX_DECODER_OPEN:
      open_file (self, request, fd, reply);
      break;
    case ANNEX_DECODER_SIZE:
      get_size (self, request, reply);
      break;
    case ANNEX_DECODER_RENDER:
    case ANNEX_DECODER_REGION:
    case ANNEX_DECODER_FRAME:
      draw (self, request, fd, reply);
      break;
    case ANNEX_DECODER_FACTS:
      if (self->picture != NULL)
        annex_picture_decoder_get_facts (self->picture, reply);
      break;
    case ANNEX_DECODER_CONTENT:
      read_content (self, request, fd, reply);
      break;
    case ANNEX_DECODER_TEXT:
    case ANNEX_DECODER_LINKS:
    case ANNEX_DECODER_OUTLINE:
      read_pdf (self, request, fd, reply);
      break;
    case ANNEX_DECODER_INVENTORY:
      if (self->pdf != NULL)
        annex_pdf_decoder_get_inventory (self->pdf, request->page, request->n_pages, reply);
      break;
    default:
      break;
    }
}

static void
serve (Decoder *self)
{
  AnnexDecoderRequest request;
  AnnexChannelEvent   event;
  int                 fd = -1;

  while ((event = annex_channel_receive (&request, &fd)) != ANNEX_CHANNEL_CLOSED)
    {
      AnnexDecoderReply reply = { .magic = ANNEX_DECODER_MAGIC, .serial = request.serial, .status = ANNEX_DECODER_BAD_REQUEST };

      if (event == ANNEX_CHANNEL_REQUEST)
        answer (self, &request, fd, &reply);
      explicit_bzero (&request, sizeof request);
      if (fd >= 0)
        close (fd);
      if (!annex_channel_reply (&reply))
        return;
    }
}

/* Where this system keeps fonts, beyond the places that the cage knows. Returns (transfer container). */
static const char **
list_font_folders (void)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  FcStrList *list = FcConfigGetFontDirs (NULL);
  FcChar8   *folder;

  while (list != NULL && (folder = FcStrListNext (list)) != NULL)
    g_ptr_array_add (folders, folder);
  if (list != NULL)
    FcStrListDone (list);
  g_ptr_array_add (folders, NULL);

  return (const char **) g_ptr_array_steal (folders, NULL);
}

static AnnexDecoderCage
start_libraries_and_close_cage (Decoder    *self,
                                const char *program)
{
  g_autofree const char **folders = NULL;

  if (!annex_picture_library_init (program, &self->codecs) || !FcInit ())
    return 0;
  annex_pdf_decoder_init ();
  annex_text_decoder_init ();
  folders = list_font_folders ();

  return annex_cage_close (folders);
}

int
main (int   argc,
      char *argv[])
{
  AnnexDecoderReply hello = { .magic = ANNEX_DECODER_MAGIC, .status = ANNEX_DECODER_READY };
  Decoder           decoder = { 0 };

  annex_cage_prepare ();
  g_log_set_writer_func (drop_message, NULL, NULL);
  if (argc != 1)
    return EXIT_FAILURE;

  hello.flags = start_libraries_and_close_cage (&decoder, argv[0]);
  if (hello.flags == 0)
    hello.status = ANNEX_DECODER_NO_CAGE;
  if (annex_channel_reply (&hello) && hello.flags != 0)
    serve (&decoder);

  /* Without the handlers that libraries leave for the end: they may do what the cage forbids. */
  _exit (EXIT_SUCCESS);
}
