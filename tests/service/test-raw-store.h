/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RawEnding:
 * @RAW_CLOSE: close the connection after the bytes
 * @RAW_RESET: reset it
 * @RAW_HANG: send nothing more
 * @RAW_DRIP: send one more byte every few milliseconds, for ever
 * @RAW_FLOOD: send chunks of a chunked body as fast as they are taken, for ever
 *
 * What follows the scripted bytes.
 */
typedef enum
{
  RAW_CLOSE,
  RAW_RESET,
  RAW_HANG,
  RAW_DRIP,
  RAW_FLOOD,
} RawEnding;

/* A server that answers each request with the very bytes it was told, however wrong. */
typedef struct _RawStore RawStore;

RawStore   *raw_store_new (GTlsCertificate *certificate);
void        raw_store_free (RawStore *store);
char       *raw_store_dup_url (RawStore   *store,
                               const char *target);
void        raw_store_answer (RawStore   *store,
                              const char *bytes,
                              gssize      length,
                              RawEnding   ending);
void        raw_store_answer_once (RawStore   *store,
                                   const char *bytes,
                                   RawEnding   ending);
guint       raw_store_get_n_requests (RawStore *store);
const char *raw_store_get_last_request (RawStore *store);
guint       raw_store_get_n_open (RawStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawStore, raw_store_free)

G_END_DECLS
