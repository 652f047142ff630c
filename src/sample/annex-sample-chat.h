/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-sample-clock.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AnnexSampleObject:
 * @id: attachment id
 * @role: who sent it
 * @name: file name as the customer gave it
 * @content_type: (nullable): type as the uploader claimed it
 * @status: `APPROVED`, `REJECTED`, `IN_PROGRESS` or any other word
 * @key: path in the store, with its bucket, not encoded
 * @size: size in bytes, also of an object that was deleted
 * @bytes: (nullable): the object; %NULL when it was deleted
 * @etag: entity tag, with its quotes
 * @modified: when it was stored
 * @verdict_time: when the check ends, in seconds of the service's clock, or 0
 *
 * One attachment and its object in the store.
 */
typedef struct
{
  char      *id;           /* (owned) */
  char      *role;         /* (owned) */
  char      *name;         /* (owned) */
  char      *content_type; /* (owned) (nullable) */
  char      *status;       /* (owned) */
  char      *key;          /* (owned) */
  guint64    size;
  GBytes    *bytes;    /* (owned) (nullable) */
  char      *etag;     /* (owned) */
  GDateTime *modified; /* (owned) */
  gint64     verdict_time;
} AnnexSampleObject;

/* What was said and sent in the sample chat: the transcript, oldest first, and the objects in the store. */
#define ANNEX_TYPE_SAMPLE_CHAT (annex_sample_chat_get_type ())
G_DECLARE_FINAL_TYPE (AnnexSampleChat, annex_sample_chat, ANNEX, SAMPLE_CHAT, GObject)

AnnexSampleChat *annex_sample_chat_new (const AnnexSampleClock *clock);
const char      *annex_sample_chat_get_contact_id (AnnexSampleChat *self);
void             annex_sample_chat_set_display_name (AnnexSampleChat *self,
                                                     const char      *role,
                                                     const char      *display_name);
const char      *annex_sample_chat_get_display_name (AnnexSampleChat *self,
                                                     const char      *role);
const char      *annex_sample_chat_get_participant_id (AnnexSampleChat *self,
                                                       const char      *role);

const char *annex_sample_chat_add_attachment (AnnexSampleChat *self,
                                              const char      *role,
                                              const char      *name,
                                              const char      *content_type,
                                              GBytes          *bytes,
                                              GDateTime       *time);
void        annex_sample_chat_add_message (AnnexSampleChat *self,
                                           const char      *role,
                                           const char      *text,
                                           GDateTime       *time);
void        annex_sample_chat_add_event (AnnexSampleChat *self,
                                         const char      *role,
                                         const char      *type,
                                         const char      *content_type,
                                         GDateTime       *time);
void        annex_sample_chat_add_raw (AnnexSampleChat *self,
                                       const char      *json);

void     annex_sample_chat_set_status (AnnexSampleChat *self,
                                       const char      *attachment_id,
                                       const char      *status);
void     annex_sample_chat_set_scan_seconds (AnnexSampleChat *self,
                                             const char      *attachment_id,
                                             guint            seconds);
void     annex_sample_chat_delete_object (AnnexSampleChat *self,
                                          const char      *attachment_id);
void     annex_sample_chat_replace_object (AnnexSampleChat *self,
                                           const char      *attachment_id,
                                           GBytes          *bytes);
void     annex_sample_chat_settle (AnnexSampleChat *self);
void     annex_sample_chat_end (AnnexSampleChat *self);
gboolean annex_sample_chat_get_ended (AnnexSampleChat *self);

AnnexSampleObject *annex_sample_chat_find_attachment (AnnexSampleChat *self,
                                                      const char      *attachment_id);
AnnexSampleObject *annex_sample_chat_find_object (AnnexSampleChat *self,
                                                  const char      *key);

guint annex_sample_chat_get_n_items (AnnexSampleChat *self);
char *annex_sample_chat_dup_item (AnnexSampleChat *self,
                                  guint            index);
guint annex_sample_chat_find_item (AnnexSampleChat *self,
                                   const char      *item_id);
guint annex_sample_chat_count_before (AnnexSampleChat *self,
                                      GDateTime       *time,
                                      gboolean         inclusive);

G_END_DECLS
