/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-window.h"

#include "annex-fullscreen.h"
#include "annex-offline-banner.h"
#include "annex-prefetch.h"
#include "annex-problem-page.h"
#include "annex-viewer.h"

G_BEGIN_DECLS

/* The window, for its own files. */

struct _AnnexWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay        *toast_overlay;
  GtkStack               *root_stack;
  AdwStatusPage          *removed_page;
  AdwNavigationSplitView *split_view;
  AdwWindowTitle         *chat_title;
  GtkWidget              *listing_spinner;
  AnnexOfflineBanner     *list_offline_banner;
  AdwBanner              *incomplete_banner;
  GtkStack               *list_stack;
  GtkListView            *list_view;
  AdwStatusPage          *connecting_page;
  AnnexProblemPage       *chat_problem_page;
  AdwToolbarView         *viewer_toolbars;
  GtkWidget              *viewer_header;
  AdwWindowTitle         *viewer_title;
  AnnexOfflineBanner     *offline_banner;
  AdwBanner              *ended_banner;
  AdwBanner              *mismatch_banner;
  AnnexViewer            *viewer;

  GSettings          *settings;    /* (owned) */
  AnnexNetworkStatus *network;     /* (owned) (nullable) */
  AnnexPrefetch      *prefetch;    /* (owned) */
  AnnexFullscreen    *fullscreen;  /* (owned) */
  AnnexChat          *chat;        /* (owned) (nullable) */
  GtkSingleSelection *selection;   /* (owned) */
  AnnexAttachment    *attachment;  /* (owned) (nullable) the selected one */
  GCancellable       *cancellable; /* (owned) of everything that ends with the window */
  guint               announced_items;
  gboolean            removed; /* the agent has removed the last chat */
};

/* annex-window-actions.c */
void annex_window_actions_install (GtkWidgetClass *widget_class);
void annex_window_actions_add_escape (AnnexWindow *self);

G_END_DECLS
