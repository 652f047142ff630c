/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * AnnexSampleReply:
 * @status: HTTP status
 * @headers: headers without those about the length
 * @body: (nullable): the body
 *
 * What is answered, before it meets the network.
 */
typedef struct
{
  guint               status;
  SoupMessageHeaders *headers; /* (owned) */
  GBytes             *body;    /* (owned) (nullable) */
} AnnexSampleReply;

AnnexSampleReply *annex_sample_reply_new (guint status);
void              annex_sample_reply_free (AnnexSampleReply *reply);
void              annex_sample_reply_set_header (AnnexSampleReply *reply,
                                                 const char       *name,
                                                 const char       *value);
void              annex_sample_reply_take_text (AnnexSampleReply *reply,
                                                const char       *content_type,
                                                char             *text);
gsize             annex_sample_reply_get_length (const AnnexSampleReply *reply);
GBytes           *annex_sample_reply_dup_head (const AnnexSampleReply *reply,
                                               const char             *length_header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexSampleReply, annex_sample_reply_free)

G_END_DECLS
