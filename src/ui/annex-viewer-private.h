/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-viewer.h"

#include "annex-content-page.h"
#include "annex-password-page.h"
#include "annex-picture-view.h"
#include "annex-problem-page.h"
#include "annex-progress-page.h"
#include "annex-reading-view.h"
#include "annex-safe-copy-bar.h"

G_BEGIN_DECLS

/* The viewer, for its own files. */

struct _AnnexViewer
{
  AdwBin parent_instance;

  AdwBanner         *damaged_banner;
  GtkStack          *stack;
  AnnexProgressPage *progress_page;
  AnnexProblemPage  *problem_page;
  AnnexPictureView  *picture_view;
  AnnexContentPage  *content_page;
  AnnexReadingView  *reading_view;
  AnnexPasswordPage *password_page;
  AnnexSafeCopyBar  *safe_copy_bar;

  AnnexDecoderPool *pool;        /* (owned) (nullable) */
  AnnexAttachment  *attachment;  /* (owned) (nullable) */
  AnnexDocument    *document;    /* (owned) (nullable) */
  GCancellable     *cancellable; /* (owned) (nullable) of the opening under way */
  char             *announced;   /* (owned) (nullable) what the screen reader was told last */
  gboolean          locked;      /* a password is needed */
  gboolean          declined;    /* the agent cancelled */
  gboolean          asked;       /* what the agent wanted by coming here was asked for */
  gboolean          chat_ended;  /* nothing more can be loaded */
};

/* annex-viewer.c */
void annex_viewer_update (AnnexViewer *self);
void annex_viewer_clear_document (AnnexViewer *self);

/* annex-viewer-actions.c */
void     annex_viewer_actions_install (GtkWidgetClass *widget_class);
gboolean annex_viewer_is_busy (AnnexAttachmentState state);
gboolean annex_viewer_is_opening (AnnexViewer *self);
gboolean annex_viewer_can_save_safe_copy (AnnexViewer *self);

G_END_DECLS
