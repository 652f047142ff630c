/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-picture-source.h"

/* The frames of a moving picture. They are stored as differences, so they are decoded in order; asking for one that has
 * gone by begins again. No more than one is kept. */
typedef struct _AnnexPictureFrames AnnexPictureFrames;

AnnexPictureFrames *annex_picture_frames_new (AnnexPictureSource *source);
void                annex_picture_frames_free (AnnexPictureFrames *self);
void                annex_picture_frames_draw (AnnexPictureFrames *self,
                                               guint32             frame,
                                               guint32             width,
                                               guint32             height,
                                               guint8             *pixels,
                                               AnnexDecoderReply  *reply);
