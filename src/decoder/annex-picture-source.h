/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-picture-library.h"

/* One page, as its header has it. */
typedef struct
{
  guint    number;
  int      width;  /* as stored */
  int      height; /* as stored */
  gboolean turned; /* orientation swaps the two */
  double   x_dots; /* for each inch */
  double   y_dots;
} AnnexPicturePage;

/* The file of a picture: what its headers say, and how its pixels begin to flow. */
typedef struct
{
  VipsBlob          *blob; /* (owned) of the caller's memory */
  const char        *loader;
  AnnexDecoderFormat format;
  int                first;    /* of the pictures in the file, where there are several */
  guint              n_pages;  /* that are shown as pages */
  guint              n_frames; /* that are shown one after the other */
  guint              n_loops;  /* 0: for ever */
  gboolean           has_alpha;
  AnnexPicturePage   page; /* the one that was read last */
} AnnexPictureSource;

AnnexDecoderStatus annex_picture_source_open (AnnexPictureSource       *self,
                                              const AnnexPictureCodecs *codecs,
                                              AnnexDecoderFormat        format,
                                              const void               *data,
                                              gsize                     length,
                                              AnnexDecoderReply        *reply);
void               annex_picture_source_clear (AnnexPictureSource *self);
AnnexDecoderStatus annex_picture_source_read_page (AnnexPictureSource *self,
                                                   guint               number,
                                                   AnnexDecoderReply  *reply);
VipsImage         *annex_picture_source_load (AnnexPictureSource *self,
                                              guint               page,
                                              VipsFailOn          fail_on,
                                              double              shrink);
VipsImage         *annex_picture_source_load_frames (AnnexPictureSource *self);
AnnexDecoderStatus annex_picture_source_take_error (void);
int                annex_picture_source_get_int (VipsImage  *image,
                                                 const char *name,
                                                 int         fallback);
