/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-service-error.h"

G_BEGIN_DECLS

/* As much of a body that is no file is read as this. */
#define ANNEX_STORE_ERROR_MAX_SIZE (64 * 1024)

/**
 * AnnexStoreErrorDocument:
 * @code: (nullable): `Code`, such as `AccessDenied`
 * @message: (nullable): `Message`; only for comparing, never shown
 * @request_id: (nullable): `RequestId`
 * @has_expiry: whether there is an `Expires` or a `ServerTime`, which S3 adds when a URL has expired
 *
 * What is read of the store's error document.
 */
typedef struct
{
  char    *code;       /* (owned) (nullable) */
  char    *message;    /* (owned) (nullable) */
  char    *request_id; /* (owned) (nullable) */
  gboolean has_expiry;
} AnnexStoreErrorDocument;

AnnexStoreErrorDocument *annex_store_error_document_parse (const char *text,
                                                           gsize       length);
void                     annex_store_error_document_free (AnnexStoreErrorDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexStoreErrorDocument, annex_store_error_document_free)

AnnexServiceError annex_store_error_classify (guint                          status,
                                              const AnnexStoreErrorDocument *document);

G_END_DECLS
