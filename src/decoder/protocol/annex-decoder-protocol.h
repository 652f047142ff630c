/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* What the viewer and the caged decoder say to each other over a SOCK_SEQPACKET pair: one fixed-size record a message,
 * one reply a request, one request at a time. Both ends are the same build on the same machine, so records travel in
 * native layout. Only numbers and pixels cross; the viewer believes none of the numbers before it has checked them. */

/* Descriptor on which the decoder finds its end of the pair. */
#define ANNEX_DECODER_FD 3

/* First word of every record; changes with the layout. */
#define ANNEX_DECODER_MAGIC 0x33584e41u /* "ANX3" */

/* Limits that both ends know, and that the viewer enforces. */
#define ANNEX_DECODER_MAX_PAGES 10000
#define ANNEX_DECODER_MAX_PAGE_POINTS 14400.0
#define ANNEX_DECODER_MAX_SIDE 32767
#define ANNEX_DECODER_MAX_SOURCE_PIXELS 120000000u
#define ANNEX_DECODER_MAX_RASTER_PIXELS 50000000u
#define ANNEX_DECODER_MAX_FULL_SIDE (1u << 20)
#define ANNEX_DECODER_MAX_FRAMES 2000
#define ANNEX_DECODER_MIN_DELAY 20
#define ANNEX_DECODER_MAX_DELAY 600000
#define ANNEX_DECODER_MAX_LOOPS 65536
#define ANNEX_DECODER_MAX_BITS 64
#define ANNEX_DECODER_MAX_TEXT 127
#define ANNEX_DECODER_MAX_PASSWORD 127
#define ANNEX_DECODER_MAX_PAGE_TEXT (256 * 1024)
#define ANNEX_DECODER_MAX_PAGE_CHARACTERS 65536
#define ANNEX_DECODER_MAX_LINKS 512
#define ANNEX_DECODER_MAX_URI 2048
#define ANNEX_DECODER_MAX_HOST 253
#define ANNEX_DECODER_MAX_OUTLINE 4096
#define ANNEX_DECODER_MAX_OUTLINE_DEPTH 32
#define ANNEX_DECODER_MAX_TITLE 255
#define ANNEX_DECODER_MAX_FOUND 1000000
#define ANNEX_DECODER_MAX_TEXT_FILE (1024 * 1024)
#define ANNEX_DECODER_MAX_TABLE_FILE (16 * 1024 * 1024)
#define ANNEX_DECODER_MAX_LINE 10000
#define ANNEX_DECODER_MAX_LINE_END 16 /* characters of a line or cell besides, which say that it is longer */
#define ANNEX_DECODER_MAX_LINES 200000
#define ANNEX_DECODER_MAX_MARKS 8 /* in a row: accents and joiners, which are drawn with the letter before them */
#define ANNEX_DECODER_MAX_CONTENT_TEXT (4 * 1024 * 1024)
#define ANNEX_DECODER_MAX_CONTENT_TABLE (24 * 1024 * 1024)
#define ANNEX_DECODER_MAX_ROWS 200000
#define ANNEX_DECODER_MAX_COLUMNS 512
#define ANNEX_DECODER_MAX_CELLS 4000000

/* A page that there is none of. */
#define ANNEX_DECODER_NO_PAGE UINT32_MAX

/* Requests of the viewer. */
typedef enum
{
  ANNEX_DECODER_OPEN = 1,       /* with one descriptor: the sealed file; format, password */
  ANNEX_DECODER_SIZE = 2,       /* page */
  ANNEX_DECODER_RENDER = 3,     /* with one descriptor: the output, exactly width * height * 4 bytes; page, width, height */
  ANNEX_DECODER_REGION = 4,     /* as RENDER, of a part; full_width, full_height, x, y */
  ANNEX_DECODER_FRAME = 5,      /* as RENDER, of a frame of an animation; page is its number */
  ANNEX_DECODER_FACTS = 6,      /* of a picture */
  ANNEX_DECODER_TEXT = 7,       /* with one descriptor: the output, exactly an AnnexDecoderPageText; page */
  ANNEX_DECODER_LINKS = 8,      /* with one descriptor: the output, exactly an AnnexDecoderPageLinks; page */
  ANNEX_DECODER_OUTLINE = 9,    /* with one descriptor: the output, exactly an AnnexDecoderOutline */
  ANNEX_DECODER_INVENTORY = 10, /* page: the first that is looked through */
  ANNEX_DECODER_CONTENT = 11,   /* of a text or table, with one descriptor: the output, exactly an AnnexDecoderText or AnnexDecoderTable; format as for OPEN */
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
  ANNEX_DECODER_PLAIN_TEXT = 9,
  ANNEX_DECODER_TABLE = 10,
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
  ANNEX_DECODER_SEALED = 9,  /* the file is locked, and not with a password */
} AnnexDecoderStatus;

/* Flags in the reply to OPEN, and where it says so to others. */
typedef enum
{
  ANNEX_DECODER_FLAG_ALPHA = 1 << 0, /* also in the reply to FACTS */
  ANNEX_DECODER_FLAG_ENCRYPTED = 1 << 1,
  ANNEX_DECODER_FLAG_PARTIAL = 1 << 2, /* damaged, but something can be drawn; also in the reply to RENDER and REGION */

  /* in the reply to CONTENT, SHORTENED also in that to TEXT */
  ANNEX_DECODER_FLAG_BEGINNING = 1 << 8, /* the file goes on after what is there */
  ANNEX_DECODER_FLAG_SHORTENED = 1 << 9, /* lines, cells or rows are longer than what is there; for TEXT, the page is */
  ANNEX_DECODER_FLAG_LOSSY = 1 << 10,    /* some bytes are no characters */
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
  uint32_t format; /* AnnexDecoderFormat, for OPEN and CONTENT */
  uint32_t page;   /* from 0; for FRAME the frame */
  uint32_t width;  /* pixels of the output; for RENDER and FRAME all of the picture is stretched to exactly this */
  uint32_t height;
  uint32_t full_width; /* for REGION: what all of the page or picture is stretched to, and the output is a part of */
  uint32_t full_height;
  uint32_t x; /* for REGION: the place of the part in that */
  uint32_t y;
  uint32_t n_pages;                                  /* for INVENTORY: how many; 0: as many as do not take long */
  char     password[ANNEX_DECODER_MAX_PASSWORD + 1]; /* for OPEN, ends in NUL */
} AnnexDecoderRequest;

/* What a picture says about itself. Texts are UTF-8 and end in NUL; empty where there is nothing. */
typedef struct
{
  uint32_t bits;         /* for each channel, as stored; 0 when not known */
  uint32_t has_location; /* 0 or 1 */
  double   latitude;     /* degrees, north is positive */
  double   longitude;    /* degrees, east is positive */
  char     profile[ANNEX_DECODER_MAX_TEXT + 1];
  char     make[ANNEX_DECODER_MAX_TEXT + 1];
  char     model[ANNEX_DECODER_MAX_TEXT + 1];
  char     taken[20]; /* EXIF: "YYYY:MM:DD HH:MM:SS", by the camera's clock */
  char     padding[4];
} AnnexDecoderFacts;

/* A place on a page: points from the left and the top of the upright page. */
typedef struct
{
  float left;
  float top;
  float right;
  float bottom;
} AnnexDecoderBox;

/* The text of a page in reading order: UTF-8 of reply.length bytes, and one box for each of its reply.count characters. */
typedef struct
{
  char            text[ANNEX_DECODER_MAX_PAGE_TEXT];
  AnnexDecoderBox boxes[ANNEX_DECODER_MAX_PAGE_CHARACTERS];
} AnnexDecoderPageText;

/* Where a link leads. */
typedef enum
{
  ANNEX_DECODER_LINK_PAGE = 1,     /* of this document */
  ANNEX_DECODER_LINK_URI = 2,      /* https or mailto */
  ANNEX_DECODER_LINK_INACTIVE = 3, /* anything else, which is never done */
} AnnexDecoderLinkKind;

typedef struct
{
  AnnexDecoderBox box;
  uint32_t        kind;                           /* AnnexDecoderLinkKind */
  uint32_t        page;                           /* for PAGE, from 0 */
  float           top;                            /* for PAGE: the place on it, points from its top; 0 when it is all of the page */
  char            uri[ANNEX_DECODER_MAX_URI + 1]; /* for URI: ASCII, ends in NUL */
  char            padding[3];
} AnnexDecoderLink;

/* The links of a page; reply.count are filled in. */
typedef struct
{
  AnnexDecoderLink links[ANNEX_DECODER_MAX_LINKS];
} AnnexDecoderPageLinks;

typedef struct
{
  uint32_t depth;                              /* 0…ANNEX_DECODER_MAX_OUTLINE_DEPTH; at most one more than that of the entry before */
  uint32_t page;                               /* from 0, or ANNEX_DECODER_NO_PAGE */
  float    top;                                /* points from the page's top */
  char     title[ANNEX_DECODER_MAX_TITLE + 1]; /* UTF-8, ends in NUL */
} AnnexDecoderOutlineEntry;

/* The outline, each entry before those below it; reply.count are filled in. */
typedef struct
{
  AnnexDecoderOutlineEntry entries[ANNEX_DECODER_MAX_OUTLINE];
} AnnexDecoderOutline;

/* What a document holds that is never done: links, embedded files and media of the pages that were looked through, and, where
 * these begin with the first, of the document as a whole. */
typedef struct
{
  uint32_t n_links;     /* ANNEX_DECODER_LINK_INACTIVE, and what fields of forms would do */
  uint32_t n_files;     /* embedded */
  uint32_t n_media;     /* sounds, films, 3D */
  uint32_t n_fields;    /* of forms */
  uint32_t has_scripts; /* 0 or 1 */
  uint32_t next_page;   /* the first that was not looked through; the number of pages at the end */
} AnnexDecoderInventory;

/* A text: UTF-8 of reply.length bytes, with no control or format character in it but tab and line feed, and no more lines,
 * no longer ones and no more marks in a row than may be. */
typedef struct
{
  char text[ANNEX_DECODER_MAX_CONTENT_TEXT];
} AnnexDecoderText;

/* A table of reply.count rows: UTF-8 as above, of reply.length bytes, one cell after the other. */
typedef struct
{
  uint32_t rows[ANNEX_DECODER_MAX_ROWS];   /* for each row the number of the cell behind its last; each has one at least */
  uint32_t cells[ANNEX_DECODER_MAX_CELLS]; /* for each cell the place in the text behind its last byte */
  char     text[ANNEX_DECODER_MAX_CONTENT_TABLE];
} AnnexDecoderTable;

typedef struct
{
  uint32_t magic;
  uint32_t serial; /* of the request; 0 in READY and NO_CAGE */
  uint32_t status; /* AnnexDecoderStatus */
  uint32_t flags;
  uint32_t n_pages;  /* for OPEN: pages; more than one only for a PDF or TIFF */
  uint32_t n_frames; /* for OPEN: frames that can be asked for, 1 for what does not move */
  uint32_t n_loops;  /* for OPEN: how often an animation is played; 0: for ever */
  uint32_t delay;    /* for FRAME: milliseconds that it is shown */
  double   width;    /* for SIZE: points for a PDF and for the pages of a TIFF, pixels for a picture, upright; for FACTS pixels */
  double   height;
  uint32_t length;   /* for TEXT and CONTENT: bytes */
  uint32_t count;    /* for TEXT: characters; for LINKS and OUTLINE: entries; for CONTENT of a table: rows */
  uint32_t encoding; /* for CONTENT: which of annex_decoder_encodings the file is in */
  uint32_t padding;

  AnnexDecoderFacts     facts;     /* for FACTS */
  AnnexDecoderInventory inventory; /* for INVENTORY */
} AnnexDecoderReply;

/* Whether a request comes with memory to draw into. */
static inline bool
annex_decoder_draws (uint32_t operation)
{
  return operation == ANNEX_DECODER_RENDER || operation == ANNEX_DECODER_REGION || operation == ANNEX_DECODER_FRAME;
}

/* How long the memory is that a request comes with, in bytes; 0: it comes with none. */
static inline size_t
annex_decoder_get_output_length (const AnnexDecoderRequest *request)
{
  if (annex_decoder_draws (request->operation))
    return (size_t) request->width * request->height * 4;

  switch ((AnnexDecoderOperation) request->operation)
    {
    case ANNEX_DECODER_TEXT:
      return sizeof (AnnexDecoderPageText);
    case ANNEX_DECODER_LINKS:
      return sizeof (AnnexDecoderPageLinks);
    case ANNEX_DECODER_OUTLINE:
      return sizeof (AnnexDecoderOutline);
    case ANNEX_DECODER_CONTENT:
      return request->format == ANNEX_DECODER_TABLE ? sizeof (AnnexDecoderTable) : sizeof (AnnexDecoderText);
    default:
      return 0;
    }
}

/* How many of the characters at the beginning of a text are letters, digits, or among others. */
static inline size_t
annex_decoder_span_uri (const char *text,
                        const char *others)
{
  size_t n = 0;

  while ((text[n] >= 'a' && text[n] <= 'z') || (text[n] >= 'A' && text[n] <= 'Z') || (text[n] >= '0' && text[n] <= '9')
         || (text[n] != '\0' && strchr (others, text[n]) != NULL))
    n++;

  return n;
}

/* Whether that is what a message may be asked to begin with: no attachments, and nobody else who gets it. A subject of more
 * than one line could bring other fields with it. */
static inline bool
annex_decoder_is_message_field (const char *field,
                                size_t      length)
{
  const char *value = memchr (field, '=', length);
  size_t      i;

  if (value == NULL)
    return false;
  if (value - field == 4 && strncasecmp (field, "body", 4) == 0)
    return true;
  if (value - field != 7 || strncasecmp (field, "subject", 7) != 0)
    return false;

  for (i = 0; i + 1 < length; i++)
    {
      if (field[i] == '%' && field[i + 1] == '0')
        return false;
    }

  return true;
}

/* Whether that can be all of what follows “mailto:”. */
static inline bool
annex_decoder_is_message (const char *address)
{
  size_t length = annex_decoder_span_uri (address, "@.,+-_=~!*'");

  if (length == 0)
    return false;
  if (address[length] == '\0')
    return true;
  if (address[length] != '?' || strchr (address, '#') != NULL)
    return false;

  for (address += length; *address != '\0'; address += length)
    {
      address++;
      length = strcspn (address, "&");
      if (!annex_decoder_is_message_field (address, length))
        return false;
    }

  return true;
}

/* Whether an address has a host that is what it seems to be, behind “https://”. */
static inline bool
annex_decoder_is_host (const char *host)
{
  size_t length = annex_decoder_span_uri (host, ".-");
  size_t n_digits;

  if (length == 0 || length > ANNEX_DECODER_MAX_HOST)
    return false;
  if (host[length] == ':')
    {
      n_digits = strspn (host + length + 1, "0123456789");
      if (n_digits == 0 || n_digits > 5)
        return false;
      length += 1 + n_digits;
    }

  return host[length] == '\0' || strchr ("/?#", host[length]) != NULL;
}

/* Whether a link may lead there: an https or mailto address in characters that can be read, without anything before or in
 * the host that makes one address look like another. */
static inline bool
annex_decoder_is_uri (const char *uri)
{
  const char *at;

  for (at = uri; *at != '\0'; at++)
    {
      if (*at <= ' ' || *at > '~' || strchr ("\"<>\\^`{|}", *at) != NULL)
        return false;
    }
  if (at - uri > ANNEX_DECODER_MAX_URI)
    return false;
  if (strncmp (uri, "mailto:", strlen ("mailto:")) == 0)
    return annex_decoder_is_message (uri + strlen ("mailto:"));

  return strncmp (uri, "https://", strlen ("https://")) == 0 && annex_decoder_is_host (uri + strlen ("https://"));
}
