/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* Writes characters so that each can be seen, into memory of a fixed length. */
typedef struct
{
  char    *data;
  gsize    size;
  gsize    length;
  guint    n_characters; /* since the line or cell began */
  guint    n_marks;      /* in a row */
  gunichar previous;     /* in it, 0 at its beginning */
  gboolean over;         /* the line or cell is longer than it may be, and ends in a mark */
  gboolean cut;          /* a line or cell is */
  gboolean full;         /* there is no more room */
} AnnexTextWriter;

void annex_text_writer_init (AnnexTextWriter *self,
                             char            *data,
                             gsize            size);
void annex_text_writer_begin (AnnexTextWriter *self);
void annex_text_writer_add (AnnexTextWriter *self,
                            gunichar         c);
void annex_text_writer_add_break (AnnexTextWriter *self);
