/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-decoder-fixture.h"
#include "annex-preview-error.h"

/* Public test files, many of them broken on purpose, where they lie beside the checkout: each ends as a drawing or as one
 * typed error, and the viewer lives. CORPUS is their folder, DECODER the decoder. */

/* Under sanitizers, a sample. */
#ifdef __SANITIZE_ADDRESS__
#define STEP 8
#else
#define STEP 1
#endif

#define N_CODES (ANNEX_PREVIEW_ERROR_UNSUPPORTED + 1)

typedef struct
{
  const char *folder;
  const char *sound_prefix;  /* (nullable) files of this name must be drawn */
  const char *broken_prefix; /* (nullable) but not those */
} Collection;

typedef struct
{
  guint n_drawn;
  guint n_partial;
  guint n_errors[N_CODES];
} Tally;

static const char *const codes[N_CODES] = { "damaged", "too large", "locked", "missing codec", "stopped", "no cage", "not installed", "unsupported" };

static const Collection collections[] = {
  { "images-exif-orientation", "", NULL },
  { "images-image-rs", NULL, NULL },
  { "images-pngsuite", "tests__pngsuite__", "tests__pngsuite__x" },
  { "pdf-differences", NULL, NULL },
  { "pdf-pdfium", NULL, NULL },
};

/* Fitted to 800 × 800, as a window would. */
static GdkTexture *
draw_fitted (AnnexDocument *document,
             GError       **error)
{
  graphene_size_t size;
  float           scale;

  g_assert_true (annex_document_get_known_size (document, 0, &size));
  scale = MIN (800 / size.width, 800 / size.height);

  return fixture_render (document, 0, MAX (1, (guint) (size.width * scale)), MAX (1, (guint) (size.height * scale)), error);
}

static void
count (Tally         *tally,
       AnnexDocument *document,
       GdkTexture    *texture,
       GError        *error)
{
  if (texture != NULL)
    {
      tally->n_drawn++;
      tally->n_partial += annex_document_is_partial (document);
      return;
    }

  g_assert_true (error->domain == ANNEX_PREVIEW_ERROR);
  g_assert_cmpint (error->code, >=, 0);
  g_assert_cmpint (error->code, <, N_CODES);
  tally->n_errors[error->code]++;
}

static gboolean
must_be_drawn (const Collection *collection,
               const char       *name)
{
  return collection->sound_prefix != NULL
         && g_str_has_prefix (name, collection->sound_prefix)
         && (collection->broken_prefix == NULL || !g_str_has_prefix (name, collection->broken_prefix));
}

static void
look_at (AnnexDecoderPool *pool,
         const Collection *collection,
         const char       *name,
         Tally            *tally)
{
  g_autofree char *path = g_build_filename (CORPUS, collection->folder, name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AnnexDocument) document = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL) || length == 0)
    return;

  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  document = fixture_open (pool, bytes, &error);
  if (document != NULL)
    texture = draw_fitted (document, &error);
  count (tally, document, texture, error);

  if (g_error_matches (error, ANNEX_PREVIEW_ERROR, ANNEX_PREVIEW_ERROR_STOPPED))
    g_test_message ("%s: %s", name, error->message);
  if (must_be_drawn (collection, name) && (texture == NULL || annex_document_is_partial (document)))
    g_error ("%s is sound, and was not drawn whole", name);
}

static void
report (const Tally *tally)
{
  guint i;

  g_test_message ("%u drawn, %u of them in part", tally->n_drawn, tally->n_partial);
  for (i = 0; i < N_CODES; i++)
    {
      if (tally->n_errors[i] > 0)
        g_test_message ("%u %s", tally->n_errors[i], codes[i]);
    }
}

static void
test_collection (gconstpointer data)
{
  const Collection *collection = data;
  g_autofree char  *path = g_build_filename (CORPUS, collection->folder, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (AnnexDecoderPool) pool = NULL;
  const char *name;
  Tally       tally = { 0 };
  guint       n = 0;

  if (folder == NULL)
    {
      g_test_skip ("these files are not here");
      return;
    }

  pool = annex_decoder_pool_new (DECODER);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      if (n++ % STEP == 0)
        look_at (pool, collection, name, &tally);
    }
  report (&tally);

  g_assert_cmpuint (tally.n_drawn, >, 0);
  g_assert_cmpuint (tally.n_errors[ANNEX_PREVIEW_ERROR_NO_CAGE] + tally.n_errors[ANNEX_PREVIEW_ERROR_NOT_INSTALLED], ==, 0);
  g_clear_object (&pool);
  fixture_wait_for_children (0);
}

int
main (int   argc,
      char *argv[])
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  for (i = 0; i < G_N_ELEMENTS (collections); i++)
    {
      g_autofree char *path = g_strdup_printf ("/corpus/%s", collections[i].folder);

      g_test_add_data_func (path, &collections[i], test_collection);
    }

  return g_test_run ();
}
