/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-reply.h"

#include "annex-decoder-encodings.h"
#include "annex-preview-error.h"

#include <math.h>
#include <string.h>

#define CONTENT_FLAGS (ANNEX_DECODER_FLAG_BEGINNING | ANNEX_DECODER_FLAG_SHORTENED | ANNEX_DECODER_FLAG_LOSSY)
#define KNOWN_FLAGS (ANNEX_DECODER_FLAG_ALPHA | ANNEX_DECODER_FLAG_ENCRYPTED | ANNEX_DECODER_FLAG_PARTIAL | CONTENT_FLAGS)
#define KNOWN_LAYERS (ANNEX_DECODER_CAGE_SECCOMP | ANNEX_DECODER_CAGE_LANDLOCK | ANNEX_DECODER_CAGE_OUTER)

/* The decoder rounds up to 1. What is less could become nothing in a float, or endless in a fraction. */
static gboolean
is_length (double value,
           double limit)
{
  return isfinite (value) && value >= 1 && value <= limit;
}

static gboolean
is_size (const AnnexDecoderReply *reply,
         AnnexDecoderFormat       format)
{
  if (format == ANNEX_DECODER_PDF)
    return is_length (reply->width, ANNEX_DECODER_MAX_PAGE_POINTS) && is_length (reply->height, ANNEX_DECODER_MAX_PAGE_POINTS);

  return is_length (reply->width, ANNEX_DECODER_MAX_SIDE)
         && is_length (reply->height, ANNEX_DECODER_MAX_SIDE)
         && reply->width * reply->height <= ANNEX_DECODER_MAX_SOURCE_PIXELS;
}

static gboolean
has_pages (AnnexDecoderFormat format)
{
  return format == ANNEX_DECODER_PDF || format == ANNEX_DECODER_TIFF;
}

static gboolean
has_frames (AnnexDecoderFormat format)
{
  return format == ANNEX_DECODER_GIF || format == ANNEX_DECODER_WEBP;
}

static gboolean
is_opening (const AnnexDecoderReply *reply,
            AnnexDecoderFormat       format)
{
  return reply->n_pages >= 1
         && reply->n_pages <= (has_pages (format) ? ANNEX_DECODER_MAX_PAGES : 1)
         && reply->n_frames >= 1
         && reply->n_frames <= (has_frames (format) ? ANNEX_DECODER_MAX_FRAMES : 1)
         && reply->n_loops <= ANNEX_DECODER_MAX_LOOPS;
}

static gboolean
is_delay (guint32 delay)
{
  return delay >= ANNEX_DECODER_MIN_DELAY && delay <= ANNEX_DECODER_MAX_DELAY;
}

static gboolean
is_angle (double value,
          double limit)
{
  return isfinite (value) && fabs (value) <= limit;
}

#define ENDS(text) (memchr ((text), '\0', sizeof (text)) != NULL)

static gboolean
are_facts (const AnnexDecoderFacts *facts)
{
  return facts->bits <= ANNEX_DECODER_MAX_BITS
         && facts->has_location <= 1
         && is_angle (facts->latitude, 90)
         && is_angle (facts->longitude, 180)
         && ENDS (facts->profile)
         && ENDS (facts->make)
         && ENDS (facts->model)
         && ENDS (facts->taken);
}

static gboolean
is_inventory (const AnnexDecoderInventory *inventory)
{
  return inventory->n_links <= ANNEX_DECODER_MAX_FOUND
         && inventory->n_files <= ANNEX_DECODER_MAX_FOUND
         && inventory->n_media <= ANNEX_DECODER_MAX_FOUND
         && inventory->n_fields <= ANNEX_DECODER_MAX_FOUND
         && inventory->has_scripts <= 1
         && inventory->next_page <= ANNEX_DECODER_MAX_PAGES;
}

static gboolean
is_content (const AnnexDecoderReply *reply,
            AnnexDecoderFormat       format)
{
  if (reply->encoding >= ANNEX_DECODER_N_ENCODINGS)
    return FALSE;
  if (format == ANNEX_DECODER_TABLE)
    return reply->count <= ANNEX_DECODER_MAX_ROWS && reply->length <= ANNEX_DECODER_MAX_CONTENT_TABLE;

  return reply->length <= ANNEX_DECODER_MAX_CONTENT_TEXT;
}

/* What a decoder may say when it gives no result. */
static gboolean
is_refusal (guint32 status)
{
  return status == ANNEX_DECODER_DAMAGED
         || status == ANNEX_DECODER_TOO_LARGE
         || status == ANNEX_DECODER_LOCKED
         || status == ANNEX_DECODER_SEALED
         || status == ANNEX_DECODER_MISSING_CODEC
         || status == ANNEX_DECODER_BAD_REQUEST
         || status == ANNEX_DECODER_NO_MEMORY;
}

/**
 * annex_decoder_reply_is_hello:
 * @reply: a record of the right length
 *
 * Returns: whether it is what a decoder says first: that it is ready and well caged, or that it cannot be
 */
gboolean
annex_decoder_reply_is_hello (const AnnexDecoderReply *reply)
{
  if (reply->magic != ANNEX_DECODER_MAGIC || reply->serial != 0)
    return FALSE;
  if (reply->status == ANNEX_DECODER_NO_CAGE)
    return TRUE;

  return reply->status == ANNEX_DECODER_READY
         && (reply->flags & ~(guint32) KNOWN_LAYERS) == 0
         && (reply->flags & ANNEX_DECODER_CAGE_SECCOMP) != 0
         && (reply->flags & (ANNEX_DECODER_CAGE_LANDLOCK | ANNEX_DECODER_CAGE_OUTER)) != 0;
}

/**
 * annex_decoder_reply_is_credible:
 * @reply: a record of the right length
 * @request: what was asked
 * @format: of the opened file
 *
 * Returns: whether @reply can be the answer of an honest decoder: to this request, with numbers within the limits. What
 *   it wrote into shared memory is looked at where it is copied from there.
 */
gboolean
annex_decoder_reply_is_credible (const AnnexDecoderReply   *reply,
                                 const AnnexDecoderRequest *request,
                                 AnnexDecoderFormat         format)
{
  if (reply->magic != ANNEX_DECODER_MAGIC || reply->serial != request->serial || (reply->flags & ~(guint32) KNOWN_FLAGS) != 0)
    return FALSE;
  if (reply->status != ANNEX_DECODER_OK)
    return is_refusal (reply->status);

  switch ((AnnexDecoderOperation) request->operation)
    {
    case ANNEX_DECODER_OPEN:
      return is_opening (reply, format);
    case ANNEX_DECODER_SIZE:
      return is_size (reply, format);
    case ANNEX_DECODER_FRAME:
      return is_delay (reply->delay);
    case ANNEX_DECODER_FACTS:
      return is_size (reply, format) && are_facts (&reply->facts);
    case ANNEX_DECODER_TEXT:
      return reply->length <= ANNEX_DECODER_MAX_PAGE_TEXT && reply->count <= ANNEX_DECODER_MAX_PAGE_CHARACTERS;
    case ANNEX_DECODER_LINKS:
      return reply->count <= ANNEX_DECODER_MAX_LINKS;
    case ANNEX_DECODER_OUTLINE:
      return reply->count <= ANNEX_DECODER_MAX_OUTLINE;
    case ANNEX_DECODER_INVENTORY:
      return is_inventory (&reply->inventory);
    case ANNEX_DECODER_CONTENT:
      return is_content (reply, format);
    case ANNEX_DECODER_RENDER:
    case ANNEX_DECODER_REGION:
    default:
      return TRUE;
    }
}

/* The size that was refused, for people; it is only text, but nothing is taken from a decoder unlooked at. */
static GError *
create_too_large_error (const AnnexDecoderReply *reply)
{
  const double largest_said = G_MAXUINT32;

  if (is_length (reply->width, largest_said) && is_length (reply->height, largest_said))
    return g_error_new (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_TOO_LARGE, "%.0f×%.0f", reply->width, reply->height);

  return g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_TOO_LARGE, "");
}

/**
 * annex_decoder_reply_to_error:
 * @reply: a credible reply
 *
 * Returns: (transfer full) (nullable): what went wrong, in #AnnexPreviewError; %NULL if nothing
 */
GError *
annex_decoder_reply_to_error (const AnnexDecoderReply *reply)
{
  switch ((AnnexDecoderStatus) reply->status)
    {
    case ANNEX_DECODER_OK:
    case ANNEX_DECODER_READY:
      return NULL;
    case ANNEX_DECODER_DAMAGED:
      return g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_DAMAGED, "The file cannot be read");
    case ANNEX_DECODER_TOO_LARGE:
      return create_too_large_error (reply);
    case ANNEX_DECODER_LOCKED:
      return g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_LOCKED, "A password is needed");
    case ANNEX_DECODER_SEALED:
      return g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_SEALED, "No password opens it");
    case ANNEX_DECODER_MISSING_CODEC:
      return g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_MISSING_CODEC, "There is no codec for this format");
    case ANNEX_DECODER_NO_MEMORY:
      return g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED, "The decoder ran out of memory");
    case ANNEX_DECODER_NO_CAGE:
      return g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_NO_CAGE, "The decoder cannot be caged");
    case ANNEX_DECODER_BAD_REQUEST:
    default:
      return g_error_new_literal (ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED, "The decoder refused the request");
    }
}
