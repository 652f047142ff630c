/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>

/* What the viewer and the caged decoder say to each other over a SOCK_SEQPACKET pair: one fixed-size record a message,
 * one reply a request, one request at a time. Both ends are the same build on the same machine, so records travel in
 * native layout. Only numbers and pixels cross; the viewer believes none of the numbers before it has checked them. */

/* Descriptor on which the decoder finds its end of the pair. */
#define ANNEX_DECODER_FD 3

/* First word of every record; changes with the layout. */
#define ANNEX_DECODER_MAGIC 0x31584e41u /* "ANX1" */

/* Limits that both ends know, and that the viewer enforces. */
#define ANNEX_DECODER_MAX_PAGES 10000
#define ANNEX_DECODER_MAX_PAGE_POINTS 14400.0
#define ANNEX_DECODER_MAX_SIDE 32767
#define ANNEX_DECODER_MAX_SOURCE_PIXELS 120000000u
#define ANNEX_DECODER_MAX_RASTER_PIXELS (1u << 25)
#define ANNEX_DECODER_MAX_PASSWORD 127

/* Requests of the viewer. */
typedef enum
{
  ANNEX_DECODER_OPEN = 1,   /* with one descriptor: the sealed file; format, password */
  ANNEX_DECODER_SIZE = 2,   /* page */
  ANNEX_DECODER_RENDER = 3, /* with one descriptor: the output, exactly width * height * 4 bytes; page, width, height */
} AnnexDecoderOperation;

/* Formats, told by the viewer; the decoder never guesses. Values are part of the protocol. */
typedef enum
{
  ANNEX_DECODER_JPEG = 1,
  ANNEX_DECODER_PNG = 2,
  ANNEX_DECODER_GIF = 3,
  ANNEX_DECODER_WEBP = 4,
  ANNEX_DECODER_HEIF = 5,
  ANNEX_DECODER_AVIF = 6,
  ANNEX_DECODER_TIFF = 7,
  ANNEX_DECODER_PDF = 8,
} AnnexDecoderFormat;

/* Outcomes. */
typedef enum
{
  ANNEX_DECODER_OK = 0,
  ANNEX_DECODER_READY = 1,         /* sent once, unasked, when the cage is closed */
  ANNEX_DECODER_DAMAGED = 2,       /* the file cannot be read */
  ANNEX_DECODER_TOO_LARGE = 3,     /* width and height tell the refused size where known */
  ANNEX_DECODER_LOCKED = 4,        /* a password is needed, or was wrong */
  ANNEX_DECODER_MISSING_CODEC = 5, /* the format is known, but nothing here can read it */
  ANNEX_DECODER_BAD_REQUEST = 6,
  ANNEX_DECODER_NO_MEMORY = 7,
  ANNEX_DECODER_NO_CAGE = 8, /* sent instead of READY: the decoder refuses to work */
} AnnexDecoderStatus;

/* Flags in the reply to OPEN. */
typedef enum
{
  ANNEX_DECODER_FLAG_ANIMATED = 1 << 0,
  ANNEX_DECODER_FLAG_ALPHA = 1 << 1,
  ANNEX_DECODER_FLAG_ENCRYPTED = 1 << 2,
  ANNEX_DECODER_FLAG_PARTIAL = 1 << 3, /* damaged, but something can be drawn; also in the reply to RENDER */
} AnnexDecoderFlags;

/* Layers of the cage that hold, in the READY record's flags. */
typedef enum
{
  ANNEX_DECODER_CAGE_SECCOMP = 1 << 0,
  ANNEX_DECODER_CAGE_LANDLOCK = 1 << 1,
  ANNEX_DECODER_CAGE_OUTER = 1 << 2, /* started inside bubblewrap or the Flatpak portal's sandbox */
} AnnexDecoderCage;

/* Pixels are 8-bit blue, green, red, alpha, premultiplied, sRGB, rows without padding: GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
 * and cairo's ARGB32 on little-endian machines. A page of a PDF is drawn on white. */
typedef struct
{
  uint32_t magic;
  uint32_t operation; /* AnnexDecoderOperation */
  uint32_t serial;
  uint32_t format; /* AnnexDecoderFormat, for OPEN */
  uint32_t page;   /* from 0 */
  uint32_t width;  /* pixels, for RENDER: the page or picture is stretched to exactly this */
  uint32_t height;
  char     password[ANNEX_DECODER_MAX_PASSWORD + 1]; /* for OPEN, ends in NUL */
} AnnexDecoderRequest;

typedef struct
{
  uint32_t magic;
  uint32_t serial; /* of the request; 0 in READY and NO_CAGE */
  uint32_t status; /* AnnexDecoderStatus */
  uint32_t flags;
  uint32_t n_pages; /* for OPEN: pages; a picture, animated or not, has one for now */
  uint32_t reserved;
  double   width; /* for SIZE: points for a PDF, pixels for a picture, upright */
  double   height;
} AnnexDecoderReply;
