/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-file-type-table.h"

#include <string.h>

#define WHITE_SPACE " \t\r\n\f"

/* Elements with which a web page may begin without saying that it is one; WHATWG's MIME Sniffing, 7.1, and a few more. */
static const char html_elements[] = "<html<head<body<script<iframe<h1<h2<h3<div<font<table<a<style<title<b<br<p<img<form<meta<link<object<embed<span<center"
                                    "<frameset<base<ul<ol<";

/* What stands before the root element. */
typedef struct
{
  gboolean declared; /* an XML declaration */
  char    *doctype;  /* (owned) (nullable) in lower case */
  char    *root;     /* (owned) (nullable) in lower case, with its prefix */
} Prolog;

static void
prolog_clear (Prolog *prolog)
{
  g_free (prolog->doctype);
  g_free (prolog->root);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Prolog, prolog_clear)

static const char *
skip_past (const char *text,
           const char *end)
{
  const char *found = strstr (text, end);

  return found != NULL ? found + strlen (end) : text + strlen (text);
}

/* A document type may have a subset in brackets, with declarations of its own. */
static const char *
skip_doctype (const char *text)
{
  text += strcspn (text, "[>");
  if (*text == '[')
    text = skip_past (text, "]");

  return skip_past (text, ">");
}

static char *
dup_name (const char *text)
{
  return g_ascii_strdown (text, (gssize) strcspn (text, WHITE_SPACE "<>/['\""));
}

static gboolean
begins_with (const char *text,
             const char *word)
{
  return g_ascii_strncasecmp (text, word, strlen (word)) == 0;
}

/* Returns: where the root element's name begins, or %NULL when this is no markup */
static const char *
read_prolog (const char *text,
             Prolog     *prolog)
{
  for (;;)
    {
      text += strspn (text, WHITE_SPACE);
      if (begins_with (text, "<!--"))
        text = skip_past (text + 4, "-->");
      else if (begins_with (text, "<?"))
        {
          prolog->declared = prolog->declared || begins_with (text, "<?xml");
          text = skip_past (text, "?>");
        }
      else if (begins_with (text, "<!doctype"))
        {
          const char *name = text + 9 + strspn (text + 9, WHITE_SPACE);

          g_free (prolog->doctype);
          prolog->doctype = dup_name (name);
          text = skip_doctype (name);
        }
      else
        break;
    }

  if (*text != '<' || !(g_ascii_isalpha (text[1]) || text[1] == '_'))
    return NULL;

  prolog->root = dup_name (text + 1);

  return text + 1;
}

static gboolean
is_html_element (const char *name)
{
  g_autofree char *entry = g_strconcat ("<", name, "<", NULL);

  return strstr (html_elements, entry) != NULL;
}

static AnnexTypeId
classify (const Prolog *prolog)
{
  const char *root = prolog->root != NULL ? prolog->root : prolog->doctype;
  const char *colon = root != NULL ? strchr (root, ':') : NULL;
  const char *local = colon != NULL ? colon + 1 : root;

  if (local != NULL && g_str_equal (local, "svg"))
    return TYPE_SVG;
  if ((prolog->doctype != NULL && g_str_equal (prolog->doctype, "html"))
      || (local != NULL && g_str_equal (local, "html")))
    return TYPE_HTML;
  if (prolog->declared || prolog->doctype != NULL)
    return TYPE_XML;
  if (root != NULL && is_html_element (root))
    return TYPE_HTML;

  return TYPE_UNKNOWN;
}

/*< private >
 * annex_file_markup_find:
 * @text: a text
 *
 * Looks for SVG, HTML and XML behind white space, comments, an XML declaration and a document type.
 *
 * Returns: a type, %TYPE_UNKNOWN when it is no markup
 */
AnnexTypeId
annex_file_markup_find (const char *text)
{
  g_auto (Prolog) prolog = { 0 };
  const char *root;
  AnnexTypeId id;

  if (begins_with (text + strspn (text, WHITE_SPACE), "<?php"))
    return TYPE_SCRIPT;

  root = read_prolog (text, &prolog);
  id = classify (&prolog);
  if (id != TYPE_UNKNOWN || root == NULL)
    return id;

  /* Without a declaration an unknown element is XML only where something in it closes; "<hello> you" is a text. */
  if (strstr (root, "</") != NULL || strstr (root, "/>") != NULL || strstr (root, "xmlns") != NULL)
    return TYPE_XML;

  return TYPE_UNKNOWN;
}

/**
 * annex_file_type_is_error_document:
 * @head: (array length=length): the first bytes of a body
 * @length: how many
 *
 * Looks for the error document with which S3 and its look-alikes answer instead of an object: a root element `Error`
 * with a `Code` in it, with or without declaration, byte order mark or white space before it.
 *
 * Returns: whether it is one
 */
gboolean
annex_file_type_is_error_document (const guint8 *head,
                                   gsize         length)
{
  g_auto (Prolog) prolog = { 0 };
  g_autofree char *text = NULL;
  const char      *root;

  g_return_val_if_fail (head != NULL || length == 0, FALSE);

  if (length == 0)
    return FALSE;

  text = annex_file_text_decode (head, MIN (length, ANNEX_FILE_TYPE_HEAD_SIZE));
  if (text == NULL)
    return FALSE;

  root = read_prolog (text, &prolog);

  return root != NULL && g_str_equal (prolog.root, "error") && strstr (root, "<Code>") != NULL;
}
