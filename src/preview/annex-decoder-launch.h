/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexDecoderLaunch:
 * @ANNEX_DECODER_LAUNCH_DIRECT: as a child; it cages itself with Landlock and seccomp
 * @ANNEX_DECODER_LAUNCH_BUBBLEWRAP: inside bubblewrap, where the kernel has no Landlock; it adds seccomp
 *
 * How a decoder is started. The Flatpak portal's Spawn, which is to bubblewrap inside Flatpak what bubblewrap is outside,
 * belongs here as the third.
 */
typedef enum
{
  ANNEX_DECODER_LAUNCH_DIRECT,
  ANNEX_DECODER_LAUNCH_BUBBLEWRAP,
} AnnexDecoderLaunch;

AnnexDecoderLaunch annex_decoder_launch_get_preferred (void);
gboolean           annex_decoder_launch_spawn (AnnexDecoderLaunch launch,
                                               const char        *program,
                                               GPid              *pid,
                                               int               *fd,
                                               GError           **error);

G_END_DECLS
