/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ANNEX_PREVIEW_ERROR (annex_preview_error_quark ())
GQuark annex_preview_error_quark (void);

/**
 * AnnexPreviewError:
 * @ANNEX_PREVIEW_ERROR_DAMAGED: the file cannot be read
 * @ANNEX_PREVIEW_ERROR_TOO_LARGE: the picture or page is larger than may be drawn; the message is `WIDTH×HEIGHT` where known
 * @ANNEX_PREVIEW_ERROR_LOCKED: a password is needed
 * @ANNEX_PREVIEW_ERROR_SEALED: the document is locked, and not with a password
 * @ANNEX_PREVIEW_ERROR_MISSING_CODEC: nothing here can read this format
 * @ANNEX_PREVIEW_ERROR_STOPPED: the decoder crashed, hung, ran out of memory or lied, and was stopped
 * @ANNEX_PREVIEW_ERROR_NO_CAGE: files cannot be drawn safely on this computer, so they are not drawn
 * @ANNEX_PREVIEW_ERROR_NOT_INSTALLED: the decoder cannot be started
 * @ANNEX_PREVIEW_ERROR_UNSUPPORTED: no decoder reads this type
 * @ANNEX_PREVIEW_ERROR_SLOW: a page took longer to draw than it may; the others may be better
 */
typedef enum
{
  ANNEX_PREVIEW_ERROR_DAMAGED,
  ANNEX_PREVIEW_ERROR_TOO_LARGE,
  ANNEX_PREVIEW_ERROR_LOCKED,
  ANNEX_PREVIEW_ERROR_SEALED,
  ANNEX_PREVIEW_ERROR_MISSING_CODEC,
  ANNEX_PREVIEW_ERROR_STOPPED,
  ANNEX_PREVIEW_ERROR_NO_CAGE,
  ANNEX_PREVIEW_ERROR_NOT_INSTALLED,
  ANNEX_PREVIEW_ERROR_UNSUPPORTED,
  ANNEX_PREVIEW_ERROR_SLOW,
} AnnexPreviewError;

G_END_DECLS
