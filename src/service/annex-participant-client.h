/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-endpoint.h"
#include "annex-retry.h"
#include "annex-secret.h"
#include "annex-transcript-item.h"

G_BEGIN_DECLS

#define ANNEX_URL_EXPIRY_MIN_SECONDS 5
#define ANNEX_URL_EXPIRY_MAX_SECONDS 300

/**
 * AnnexAttachmentLink:
 * @url: (nullable): the pre-signed URL for one download; a secret, used at once and then forgotten
 * @expiry: (nullable): when the link stops working, in the server's time
 * @size: size of the attachment in bytes, or 0 when the service did not say
 *
 * Answer of `GetAttachment`.
 */
typedef struct
{
  char      *url;    /* (owned) (nullable) */
  GDateTime *expiry; /* (owned) (nullable) */
  guint64    size;
} AnnexAttachmentLink;

void annex_attachment_link_free (AnnexAttachmentLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexAttachmentLink, annex_attachment_link_free)

/**
 * AnnexTranscriptPage:
 * @items: (element-type AnnexTranscriptItem): items in the order of the answer
 * @next_token: (nullable): token for the next page, %NULL at the end
 * @initial_contact_id: (nullable): first contact of the chain
 * @n_skipped: items that could not be read and were left out
 * @is_repeated: whether the listing ends here only because the service's pages repeat themselves or never end
 *
 * Answer of one `GetTranscript`.
 */
typedef struct
{
  GPtrArray *items;              /* (owned) */
  char      *next_token;         /* (owned) (nullable) */
  char      *initial_contact_id; /* (owned) (nullable) */
  guint      n_skipped;
  gboolean   is_repeated;
} AnnexTranscriptPage;

void annex_transcript_page_free (AnnexTranscriptPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexTranscriptPage, annex_transcript_page_free)

/**
 * AnnexTranscriptQuery:
 * @backward: %TRUE for `ScanDirection: BACKWARD`, %FALSE for `FORWARD`
 * @start_item_id: (nullable): `StartPosition.Id`
 * @max_results: 1 to 100; 0 means 100
 *
 * Which part of the transcript is asked for.
 */
typedef struct
{
  gboolean    backward;
  const char *start_item_id; /* (nullable) */
  guint       max_results;
} AnnexTranscriptQuery;

/**
 * AnnexTranscriptPageFunc:
 * @page: a page; borrowed
 *
 * Called for each page as it arrives. May replace nothing; return %FALSE to ask for no more pages.
 */
typedef gboolean (*AnnexTranscriptPageFunc) (const AnnexTranscriptPage *page,
                                             gpointer                   user_data);

/**
 * AnnexConnection:
 * @connection_token: (nullable): token for every other operation
 * @expiry: (nullable): when the token ends
 * @websocket_url: (nullable): a secret; only when it was asked for
 *
 * Answer of `CreateParticipantConnection`.
 */
typedef struct
{
  AnnexSecret *connection_token; /* (owned) (nullable) */
  GDateTime   *expiry;           /* (owned) (nullable) */
  AnnexSecret *websocket_url;    /* (owned) (nullable) */
} AnnexConnection;

void annex_connection_free (AnnexConnection *connection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexConnection, annex_connection_free)

/* The operations of the Connect Participant Service for one participant of one chat. */
#define ANNEX_TYPE_PARTICIPANT_CLIENT (annex_participant_client_get_type ())
G_DECLARE_FINAL_TYPE (AnnexParticipantClient, annex_participant_client, ANNEX, PARTICIPANT_CLIENT, GObject)

AnnexParticipantClient *annex_participant_client_new (AnnexEndpoint *endpoint,
                                                      AnnexRetry    *retry);
AnnexEndpoint          *annex_participant_client_get_endpoint (AnnexParticipantClient *self);
gboolean                annex_participant_client_set_connection_token (AnnexParticipantClient *self,
                                                                       AnnexSecret            *token,
                                                                       GError                **error);
gboolean                annex_participant_client_has_connection_token (AnnexParticipantClient *self);
void                    annex_participant_client_set_tls_database (AnnexParticipantClient *self,
                                                                   GTlsDatabase           *database);
void                    annex_participant_client_forget (AnnexParticipantClient *self);
void                    annex_participant_client_reconnect (AnnexParticipantClient *self);

void                 annex_participant_client_get_attachment_async (AnnexParticipantClient *self,
                                                                    const char             *attachment_id,
                                                                    guint                   url_expiry_seconds,
                                                                    GCancellable           *cancellable,
                                                                    GAsyncReadyCallback     callback,
                                                                    gpointer                user_data);
AnnexAttachmentLink *annex_participant_client_get_attachment_finish (AnnexParticipantClient *self,
                                                                     GAsyncResult           *result,
                                                                     GError                **error);

void     annex_participant_client_get_transcript_async (AnnexParticipantClient     *self,
                                                        const AnnexTranscriptQuery *query,
                                                        AnnexTranscriptPageFunc     page_func,
                                                        gpointer                    page_data,
                                                        GDestroyNotify              page_data_free,
                                                        GCancellable               *cancellable,
                                                        GAsyncReadyCallback         callback,
                                                        gpointer                    user_data);
gboolean annex_participant_client_get_transcript_finish (AnnexParticipantClient *self,
                                                         GAsyncResult           *result,
                                                         GError                **error);

void             annex_participant_client_create_connection_async (AnnexParticipantClient *self,
                                                                   AnnexSecret            *participant_token,
                                                                   gboolean                with_websocket,
                                                                   GCancellable           *cancellable,
                                                                   GAsyncReadyCallback     callback,
                                                                   gpointer                user_data);
AnnexConnection *annex_participant_client_create_connection_finish (AnnexParticipantClient *self,
                                                                    GAsyncResult           *result,
                                                                    GError                **error);

G_END_DECLS
