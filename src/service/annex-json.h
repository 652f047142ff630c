/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Deepest nesting that untrusted JSON may have, most members that an object of it may have (the service's own have less
 * than twenty), and longest string of it that is used, in bytes. */
#define ANNEX_JSON_MAX_DEPTH 64
#define ANNEX_JSON_MAX_MEMBERS 256
#define ANNEX_JSON_MAX_STRING (8 * 1024)

JsonNode   *annex_json_parse (const char *text,
                              gsize       length,
                              gsize       max_length,
                              GError    **error);
JsonObject *annex_json_get_root_object (JsonNode *root,
                                        GError  **error);
gboolean    annex_json_read_string (JsonObject  *object,
                                    const char  *name,
                                    gboolean     required,
                                    const char **value,
                                    GError     **error);
gboolean    annex_json_read_long_string (JsonObject  *object,
                                         const char  *name,
                                         gboolean     required,
                                         gsize        max_length,
                                         const char **value,
                                         GError     **error);
gboolean    annex_json_read_int64 (JsonObject *object,
                                   const char *name,
                                   gboolean    required,
                                   gint64     *value,
                                   GError    **error);
gboolean    annex_json_read_boolean (JsonObject *object,
                                     const char *name,
                                     gboolean    required,
                                     gboolean   *value,
                                     GError    **error);
gboolean    annex_json_read_object (JsonObject  *object,
                                    const char  *name,
                                    gboolean     required,
                                    JsonObject **value,
                                    GError     **error);
gboolean    annex_json_read_array (JsonObject *object,
                                   const char *name,
                                   gboolean    required,
                                   JsonArray **value,
                                   GError    **error);
gboolean    annex_json_read_element (JsonArray   *array,
                                     guint        index,
                                     const char  *name,
                                     JsonObject **value,
                                     GError     **error);

G_END_DECLS
