/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-type-table.h"

#include <string.h>

/* Sound, film, and the pictures that share a container with them. */

typedef struct
{
  char        brand[5];
  AnnexTypeId id;
} Brand;

/* ISO/IEC 14496-12 file type brands, as registered at mp4ra.org; "3gp" and "3g2" stand for all versions. */
static const Brand brands[] = {
  { "avif", TYPE_AVIF },
  { "avis", TYPE_AVIF },
  { "heic", TYPE_HEIF },
  { "heix", TYPE_HEIF },
  { "heim", TYPE_HEIF },
  { "heis", TYPE_HEIF },
  { "hevc", TYPE_HEIF },
  { "hevx", TYPE_HEIF },
  { "hevm", TYPE_HEIF },
  { "hevs", TYPE_HEIF },
  { "qt  ", TYPE_MOV },
  { "M4A ", TYPE_M4A },
  { "M4B ", TYPE_M4A },
  { "M4P ", TYPE_M4A },
  { "F4A ", TYPE_M4A },
  { "3gp", TYPE_3GP },
  { "3g2", TYPE_3GP },
};

static const char general_image_brands[][5] = { "mif1", "mif2", "msf1", "miaf" };

static AnnexTypeId
find_brand (const guint8 *brand)
{
  for (gsize i = 0; i < G_N_ELEMENTS (brands); i++)
    if (memcmp (brand, brands[i].brand, strlen (brands[i].brand)) == 0)
      return brands[i].id;

  return TYPE_UNKNOWN;
}

static gboolean
is_general_image_brand (const guint8 *brand)
{
  for (gsize i = 0; i < G_N_ELEMENTS (general_image_brands); i++)
    if (memcmp (brand, general_image_brands[i], 4) == 0)
      return TRUE;

  return FALSE;
}

/* The compatible brands, each of four letters, from the sixteenth byte to the end of the box. */
static AnnexTypeId
find_compatible_picture (const guint8 *head,
                         gsize         end)
{
  gboolean general = FALSE;

  for (gsize at = 16; at + 4 <= end; at += 4)
    {
      AnnexTypeId id = find_brand (head + at);

      if (id == TYPE_AVIF || id == TYPE_HEIF)
        return id;
      general = general || is_general_image_brand (head + at);
    }

  return general ? TYPE_HEIF : TYPE_UNKNOWN;
}

static AnnexTypeId
find_ftyp (const guint8 *head,
           gsize         length)
{
  gsize       size;
  AnnexTypeId id;

  /* A box of less than 64 KiB, so that the letters "ftyp" in a text are not taken for one. */
  if (length < 12 || memcmp (head + 4, "ftyp", 4) != 0 || head[0] != 0 || head[1] != 0)
    return TYPE_UNKNOWN;

  size = (gsize) head[2] << 8 | head[3];
  id = find_brand (head + 8);
  if (id == TYPE_UNKNOWN)
    id = find_compatible_picture (head, MIN (size, length));
  if (id == TYPE_UNKNOWN && is_general_image_brand (head + 8))
    id = TYPE_HEIF;

  return id != TYPE_UNKNOWN ? id : TYPE_MP4;
}

/* QuickTime files from before the file type box begin with one of these; their length has no letter in its first byte. */
static gboolean
is_old_quicktime (const guint8 *head,
                  gsize         length)
{
  static const char boxes[][5] = { "moov", "mdat", "wide", "free", "skip", "pnot" };

  if (length < 16 || head[0] > 0x08)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (boxes); i++)
    if (memcmp (head + 4, boxes[i], 4) == 0)
      return TRUE;

  return FALSE;
}

static AnnexTypeId
find_riff (const guint8 *head,
           gsize         length)
{
  if (length < 12)
    return TYPE_UNKNOWN;

  if (memcmp (head, "FORM", 4) == 0 && (memcmp (head + 8, "AIFF", 4) == 0 || memcmp (head + 8, "AIFC", 4) == 0))
    return TYPE_AIFF;
  if (memcmp (head, "RIFF", 4) != 0 && memcmp (head, "RIFX", 4) != 0 && memcmp (head, "RF64", 4) != 0)
    return TYPE_UNKNOWN;
  if (memcmp (head + 8, "WEBP", 4) == 0)
    return TYPE_WEBP;
  if (memcmp (head + 8, "WAVE", 4) == 0)
    return TYPE_WAV;
  if (memcmp (head + 8, "AVI ", 4) == 0)
    return TYPE_AVI;

  return TYPE_UNKNOWN;
}

static AnnexTypeId
find_ebml (const guint8 *head,
           gsize         length)
{
  if (length < 4 || memcmp (head, "\x1a\x45\xdf\xa3", 4) != 0)
    return TYPE_UNKNOWN;

  return memmem (head, MIN (length, 64), "webm", 4) != NULL ? TYPE_WEBM : TYPE_MATROSKA;
}

static AnnexTypeId
find_ogg (const guint8 *head,
          gsize         length)
{
  if (length < 4 || memcmp (head, "OggS", 4) != 0)
    return TYPE_UNKNOWN;

  return memmem (head, MIN (length, 256), "\x80theora", 7) != NULL ? TYPE_OGG_VIDEO : TYPE_OGG;
}

/* Length of the MPEG audio frame of layer II or III that begins here, or 0. ISO/IEC 11172-3, 2.4.2.3. */
static gsize
get_mpeg_frame_length (const guint8 *frame)
{
  static const guint16 rates[3][15] = {
    { 0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384 }, /* MPEG-1 layer II */
    { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 },  /* MPEG-1 layer III */
    { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 },      /* MPEG-2, both */
  };
  static const guint16 frequencies[] = { 44100, 48000, 32000 };
  guint                version = frame[1] >> 3 & 3; /* 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5 */
  guint                layer = frame[1] >> 1 & 3;   /* 2: II, 1: III */
  guint                rate = frame[2] >> 4;
  guint                frequency = frame[2] >> 2 & 3;
  guint                table;
  guint                samples;

  if (frame[0] != 0xff || frame[1] < 0xe0 || version == 1 || (layer != 1 && layer != 2) || rate == 0 || rate == 15
      || frequency == 3)
    return 0;

  table = version != 3 ? 2 : layer == 2 ? 0
                                        : 1;
  samples = version != 3 && layer == 1 ? 72 : 144;

  return samples * 1000 * rates[table][rate] / (frequencies[frequency] >> (version == 3 ? 0 : version == 2 ? 1
                                                                                                           : 2))
         + (frame[2] >> 1 & 1);
}

/* Length of the ADTS frame that begins here, or 0. ISO/IEC 13818-7, 6.2. */
static gsize
get_adts_frame_length (const guint8 *frame)
{
  if (frame[0] != 0xff || (frame[1] & 0xf6) != 0xf0)
    return 0;

  return (gsize) (frame[3] & 3) << 11 | (gsize) frame[4] << 3 | frame[5] >> 5;
}

/* Two frames in a row, because the start of one is only eleven bits of magic. */
static gboolean
has_frames (const guint8 *head,
            gsize         length,
            gsize (*get_length) (const guint8 *frame))
{
  gsize first = length >= 8 ? get_length (head) : 0;

  if (first < 8)
    return FALSE;
  if (first + 8 > length)
    return length < ANNEX_FILE_TYPE_HEAD_SIZE;

  return get_length (head + first) != 0;
}

static gboolean
is_transport_stream (const guint8 *head,
                     gsize         length)
{
  return length > 188 * 4 && head[0] == 0x47 && head[188] == 0x47 && head[188 * 2] == 0x47 && head[188 * 3] == 0x47;
}

static AnnexTypeId
find_stream (const guint8 *head,
             gsize         length)
{
  if (length >= 10 && memcmp (head, "ID3", 3) == 0 && head[3] < 0x10 && head[6] < 0x80)
    return TYPE_MP3;
  if (length >= 4 && memcmp (head, "fLaC", 4) == 0)
    return TYPE_FLAC;
  if (length >= 16 && memcmp (head, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", 8) == 0)
    return TYPE_ASF;
  if (length >= 9 && memcmp (head, "FLV\x01", 4) == 0)
    return TYPE_FLV;
  if (length >= 8 && (memcmp (head, "\0\0\x01\xba", 4) == 0 || memcmp (head, "\0\0\x01\xb3", 4) == 0))
    return TYPE_MPEG;
  if (is_transport_stream (head, length))
    return TYPE_MPEG;
  if (has_frames (head, length, get_mpeg_frame_length))
    return TYPE_MP3;
  if (has_frames (head, length, get_adts_frame_length))
    return TYPE_AAC;

  return TYPE_UNKNOWN;
}

/*< private >
 * annex_file_media_find:
 * @head: (array length=length): the first bytes
 * @length: how many
 *
 * Looks for sound and film, and for the pictures in the same containers.
 *
 * Returns: a type
 */
AnnexTypeId
annex_file_media_find (const guint8 *head,
                       gsize         length)
{
  AnnexTypeId (*const finders[]) (const guint8 *, gsize) = { find_ftyp, find_riff, find_ebml, find_ogg, find_stream };

  for (gsize i = 0; i < G_N_ELEMENTS (finders); i++)
    {
      AnnexTypeId id = finders[i](head, length);

      if (id != TYPE_UNKNOWN)
        return id;
    }

  return is_old_quicktime (head, length) ? TYPE_MOV : TYPE_UNKNOWN;
}
