/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TestPredicate:
 *
 * Returns: whether what is waited for has come
 */
typedef gboolean (*TestPredicate) (gpointer data);

#define test_wait_until(predicate, data) test_wait_until_named (predicate, data, #predicate)
#define test_assert_finalizes(object) test_assert_finalizes_named (object, #object)
#define test_find(root, type) test_find_named (GTK_WIDGET (root), type, NULL)

void       test_init (int    *argc,
                      char ***argv);
void       test_wait_until_named (TestPredicate predicate,
                                  gpointer      data,
                                  const char   *what);
void       test_settle (void);
void       test_assert_finalizes_named (gpointer    object,
                                        const char *what);
GtkWidget *test_find_named (GtkWidget  *root,
                            GType       type,
                            const char *text);
GtkWidget *test_find_button (gpointer    root,
                             const char *label);
gboolean   test_shows_text (gpointer    root,
                            const char *text);
GtkWidget *test_show (GtkWidget *widget,
                      int        width,
                      int        height);
void       test_resize (GtkWidget *window,
                        int        width,
                        int        height);
GBytes    *test_make_png (guint width,
                          guint height,
                          guint rgb);
GBytes    *test_make_pdf (guint n_pages,
                          guint width,
                          guint height);
GBytes    *test_make_pdf_without_last_page (guint n_pages);

G_END_DECLS
