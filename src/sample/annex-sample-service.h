/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AnnexSampleOperation:
 *
 * What a request asked for; for counting and for scripting faults.
 */
typedef enum
{
  ANNEX_SAMPLE_CREATE_CONNECTION,
  ANNEX_SAMPLE_GET_TRANSCRIPT,
  ANNEX_SAMPLE_GET_ATTACHMENT,
  ANNEX_SAMPLE_GET_OBJECT,
  ANNEX_SAMPLE_N_OPERATIONS,
} AnnexSampleOperation;

/**
 * AnnexSampleFaultFlags:
 * @ANNEX_SAMPLE_FAULT_NONE: answer with the given status, headers and body
 * @ANNEX_SAMPLE_FAULT_CUT_OFF: send the true answer's head, half of the body, then close the connection
 * @ANNEX_SAMPLE_FAULT_STALL: send the true answer's head and half of the body, then nothing
 * @ANNEX_SAMPLE_FAULT_SILENT: accept the request and never answer
 * @ANNEX_SAMPLE_FAULT_WRONG_LENGTH: send the true object with some bytes more than `AttachmentSizeInBytes` said
 * @ANNEX_SAMPLE_FAULT_CHUNKED_ENDLESS: send a chunked body without end
 * @ANNEX_SAMPLE_FAULT_EXPIRED: answer as the store does when the URL has expired
 * @ANNEX_SAMPLE_FAULT_RESET: reset the connection; a client may by itself repeat what went over a connection it had kept
 * @ANNEX_SAMPLE_FAULT_DRIP: send the true answer's head, then one byte of the body every 20 ms
 * @ANNEX_SAMPLE_FAULT_RAW: send the given body as the answer, head and all, to the byte, then close the connection
 */
typedef enum
{
  ANNEX_SAMPLE_FAULT_NONE,
  ANNEX_SAMPLE_FAULT_CUT_OFF,
  ANNEX_SAMPLE_FAULT_STALL,
  ANNEX_SAMPLE_FAULT_SILENT,
  ANNEX_SAMPLE_FAULT_WRONG_LENGTH,
  ANNEX_SAMPLE_FAULT_CHUNKED_ENDLESS,
  ANNEX_SAMPLE_FAULT_EXPIRED,
  ANNEX_SAMPLE_FAULT_RESET,
  ANNEX_SAMPLE_FAULT_DRIP,
  ANNEX_SAMPLE_FAULT_RAW,
} AnnexSampleFaultKind;

/**
 * AnnexSampleFault:
 * @kind: what goes wrong
 * @status: HTTP status for %ANNEX_SAMPLE_FAULT_NONE; or for %ANNEX_SAMPLE_FAULT_CHUNKED_ENDLESS, where 0 stands for the true one
 * @headers: (nullable): `Name: value` lines to go with @status, separated by newlines
 * @body: (nullable): body for %ANNEX_SAMPLE_FAULT_NONE and %ANNEX_SAMPLE_FAULT_RAW
 * @times: how many requests it meets; 0 means every one from now on
 *
 * One scripted fault.
 */
typedef struct
{
  AnnexSampleFaultKind kind;
  guint                status;
  const char          *headers;
  GBytes              *body;
  guint                times;
} AnnexSampleFault;

/**
 * AnnexSampleArrival:
 * @time: when the request came, as g_get_monotonic_time() counts
 * @operation: what it asked for
 * @attachment_id: (nullable): for %ANNEX_SAMPLE_GET_ATTACHMENT, which one
 * @status: HTTP status of the answer
 *
 * One request, as the service saw it.
 */
typedef struct
{
  gint64               time;
  AnnexSampleOperation operation;
  char                *attachment_id;
  guint                status;
} AnnexSampleArrival;

/* A sample of the Connect Participant Service and of the store behind it, on the loopback. Speaks the same wire:
 * signed URLs are verified and do expire, roles, token kinds, quotas and scan states are enforced. */
#define ANNEX_TYPE_SAMPLE_SERVICE (annex_sample_service_get_type ())
G_DECLARE_FINAL_TYPE (AnnexSampleService, annex_sample_service, ANNEX, SAMPLE_SERVICE, GObject)

AnnexSampleService *annex_sample_service_new (void);
gboolean            annex_sample_service_start (AnnexSampleService *self,
                                                GError            **error);
void                annex_sample_service_stop (AnnexSampleService *self);
const char         *annex_sample_service_get_endpoint (AnnexSampleService *self);
char               *annex_sample_service_dup_hand_off (AnnexSampleService *self,
                                                       const char         *role,
                                                       gboolean            with_participant_token);
const char         *annex_sample_service_get_connection_token (AnnexSampleService *self,
                                                               const char         *role);
const char         *annex_sample_service_get_participant_token (AnnexSampleService *self,
                                                                const char         *role);

/* The chat's contents. */
char    *annex_sample_service_add_attachment (AnnexSampleService *self,
                                              const char         *name,
                                              const char         *content_type,
                                              GBytes             *bytes);
void     annex_sample_service_add_raw_item (AnnexSampleService *self,
                                            const char         *json);
void     annex_sample_service_add_message (AnnexSampleService *self,
                                           const char         *role,
                                           const char         *text);
void     annex_sample_service_set_status (AnnexSampleService *self,
                                          const char         *attachment_id,
                                          const char         *status);
void     annex_sample_service_set_scan_seconds (AnnexSampleService *self,
                                                const char         *attachment_id,
                                                guint               seconds);
void     annex_sample_service_delete_object (AnnexSampleService *self,
                                             const char         *attachment_id);
void     annex_sample_service_replace_object (AnnexSampleService *self,
                                              const char         *attachment_id,
                                              GBytes             *bytes);
gboolean annex_sample_service_load_chat (AnnexSampleService *self,
                                         const char         *directory,
                                         GError            **error);
void     annex_sample_service_end_chat (AnnexSampleService *self);

/* Rules of the wire that a test may change. */
void annex_sample_service_set_quotas (AnnexSampleService *self,
                                      gboolean            enforced);
void annex_sample_service_set_page_size (AnnexSampleService *self,
                                         guint               max_items);
void annex_sample_service_set_end_marker (AnnexSampleService *self,
                                          const char         *json_value);
void annex_sample_service_set_clock_offset (AnnexSampleService *self,
                                            gint64              seconds);

/* Faults, and what was seen. */
void                      annex_sample_service_push_fault (AnnexSampleService     *self,
                                                           AnnexSampleOperation    operation,
                                                           const AnnexSampleFault *fault);
void                      annex_sample_service_clear_faults (AnnexSampleService *self);
guint                     annex_sample_service_get_n_requests (AnnexSampleService  *self,
                                                               AnnexSampleOperation operation);
const char               *annex_sample_service_get_last_request (AnnexSampleService  *self,
                                                                 AnnexSampleOperation operation);
const char               *annex_sample_service_get_last_header (AnnexSampleService  *self,
                                                                AnnexSampleOperation operation,
                                                                const char          *name);
const AnnexSampleArrival *annex_sample_service_get_arrival (AnnexSampleService *self,
                                                            guint               index);
gboolean                  annex_sample_service_get_connected (AnnexSampleService *self);

G_END_DECLS
