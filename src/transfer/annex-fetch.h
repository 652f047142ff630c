/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-content.h"
#include "annex-file-type.h"

#include "annex-participant-client.h"
#include "annex-store-url.h"

G_BEGIN_DECLS

/**
 * AnnexFetchState:
 * @ANNEX_FETCH_STATE_IDLE: not asked for, or cancelled
 * @ANNEX_FETCH_STATE_QUEUED: waits for its turn
 * @ANNEX_FETCH_STATE_WAITING: waits because the service is throttling, or for the network; see annex_fetch_get_retry_time()
 * @ANNEX_FETCH_STATE_REQUESTING: `GetAttachment` is under way
 * @ANNEX_FETCH_STATE_DOWNLOADING: bytes are arriving
 * @ANNEX_FETCH_STATE_READY: the content is complete and checked
 * @ANNEX_FETCH_STATE_FAILED: ended with an error; see annex_fetch_get_error()
 */
typedef enum
{
  ANNEX_FETCH_STATE_IDLE,
  ANNEX_FETCH_STATE_QUEUED,
  ANNEX_FETCH_STATE_WAITING,
  ANNEX_FETCH_STATE_REQUESTING,
  ANNEX_FETCH_STATE_DOWNLOADING,
  ANNEX_FETCH_STATE_READY,
  ANNEX_FETCH_STATE_FAILED,
} AnnexFetchState;

#define ANNEX_TYPE_FETCH_STATE (annex_fetch_state_get_type ())
GType annex_fetch_state_get_type (void);

/* The way of one attachment from its identifier to its #AnnexContent: GetAttachment, then the download, with one silent
 * renewal of an expired link. Driven by an #AnnexFetchQueue. Emits #GObject::notify for `state`, `received` and
 * `content`. */
#define ANNEX_TYPE_FETCH (annex_fetch_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFetch, annex_fetch, ANNEX, FETCH, GObject)

AnnexFetch     *annex_fetch_new (AnnexParticipantClient *client,
                                 const AnnexStorePolicy *policy,
                                 const char             *attachment_id);
void            annex_fetch_set_claimed_type (AnnexFetch          *self,
                                              const AnnexFileType *type);
AnnexFetchState annex_fetch_get_state (AnnexFetch *self);
AnnexContent   *annex_fetch_get_content (AnnexFetch *self);
const GError   *annex_fetch_get_error (AnnexFetch *self);
guint64         annex_fetch_get_received (AnnexFetch *self);
guint64         annex_fetch_get_total (AnnexFetch *self);
gint64          annex_fetch_get_retry_time (AnnexFetch *self);
guint           annex_fetch_get_n_waits (AnnexFetch *self);
void            annex_fetch_drop_content (AnnexFetch *self);
void            annex_fetch_pin (AnnexFetch *self);
void            annex_fetch_unpin (AnnexFetch *self);

G_END_DECLS
