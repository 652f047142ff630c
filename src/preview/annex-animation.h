/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-document.h"

G_BEGIN_DECLS

/* Plays the frames of a moving picture: one is shown, the next is drawn or waits for its time, none beyond that is held.
 * The signal `changed` says that there is another texture. It does nothing until it is told to play, and draws nothing
 * while it is not, except for the shown frame in a larger size that is set: whoever shows it stops it when it cannot be
 * seen. When drawing fails it stops, and keeps the error. */
#define ANNEX_TYPE_ANIMATION (annex_animation_get_type ())
G_DECLARE_FINAL_TYPE (AnnexAnimation, annex_animation, ANNEX, ANIMATION, GObject)

AnnexAnimation *annex_animation_new (AnnexDocument *document);
void            annex_animation_set_size (AnnexAnimation *self,
                                          guint           width,
                                          guint           height);
void            annex_animation_set_playing (AnnexAnimation *self,
                                             gboolean        playing);
gboolean        annex_animation_get_playing (AnnexAnimation *self);
GdkTexture     *annex_animation_get_texture (AnnexAnimation *self);
guint           annex_animation_get_frame (AnnexAnimation *self);
const GError   *annex_animation_get_error (AnnexAnimation *self);
void            annex_animation_retry (AnnexAnimation *self);

G_END_DECLS
