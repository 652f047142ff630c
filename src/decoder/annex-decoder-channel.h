/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-decoder-protocol.h"

#include <stdbool.h>
#include <stddef.h>

/* The decoder's end of the socket, and the memory that comes through it. */
typedef struct
{
  void  *data;
  size_t length;
} AnnexMapping;

typedef enum
{
  ANNEX_CHANNEL_REQUEST,
  ANNEX_CHANNEL_BAD_REQUEST, /* answer, and go on */
  ANNEX_CHANNEL_CLOSED,
} AnnexChannelEvent;

AnnexChannelEvent annex_channel_receive (AnnexDecoderRequest *request,
                                         int                 *fd);
bool              annex_channel_is_region (const AnnexDecoderRequest *request);
bool              annex_channel_reply (const AnnexDecoderReply *reply);
bool              annex_channel_map_file (int           fd,
                                          AnnexMapping *mapping);
bool              annex_channel_map_output (int                        fd,
                                            const AnnexDecoderRequest *request,
                                            AnnexMapping              *mapping);
void              annex_channel_unmap (AnnexMapping *mapping);
