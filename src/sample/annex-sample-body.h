/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * AnnexSampleBody:
 * @object: (nullable): the members; %NULL when there are none to read
 * @problem: (nullable): what is wrong with the first member that is
 *
 * The body of a request, read against the constraints of the service's model. Once there is a problem, nothing more is
 * read.
 */
typedef struct
{
  JsonObject *object;  /* (owned) (nullable) */
  char       *problem; /* (owned) (nullable) */
} AnnexSampleBody;

AnnexSampleBody *annex_sample_body_new (JsonObject *object);
void             annex_sample_body_free (AnnexSampleBody *body);
AnnexSampleBody *annex_sample_body_read_object (AnnexSampleBody *body,
                                                const char      *name);
const char      *annex_sample_body_read_string (AnnexSampleBody *body,
                                                const char      *name,
                                                glong            max_length);
const char      *annex_sample_body_read_enum (AnnexSampleBody   *body,
                                              const char        *name,
                                              const char *const *words,
                                              const char        *fallback);
gint64           annex_sample_body_read_integer (AnnexSampleBody *body,
                                                 const char      *name,
                                                 gint64           min,
                                                 gint64           max,
                                                 gint64           fallback);
gboolean         annex_sample_body_read_boolean (AnnexSampleBody *body,
                                                 const char      *name);
GStrv            annex_sample_body_read_enums (AnnexSampleBody   *body,
                                               const char        *name,
                                               const char *const *words);
void             annex_sample_body_take_problem (AnnexSampleBody *body,
                                                 char            *problem);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexSampleBody, annex_sample_body_free)

G_END_DECLS
