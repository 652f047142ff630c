/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-picture-library.h"

#include "annex-picture-colour.h"
#include "annex-picture-samples.h"

#include <gmodule.h>

/* More than decoding and resizing side by side brings nothing, and every thread costs address space. */
#define N_THREADS 2

/* The loaders for untrusted files: fuzzed upstream. Everything else that reads or writes files is blocked. */
static const struct
{
  AnnexDecoderFormat format;
  const char        *loader;
  const char        *class_name;
} loaders[] = {
  { ANNEX_DECODER_JPEG, "jpegload_buffer", "VipsForeignLoadJpegBuffer" },
  { ANNEX_DECODER_PNG, "pngload_buffer", "VipsForeignLoadPngBuffer" },
  { ANNEX_DECODER_GIF, "gifload_buffer", "VipsForeignLoadNsgifBuffer" },
  { ANNEX_DECODER_WEBP, "webpload_buffer", "VipsForeignLoadWebpBuffer" },
  { ANNEX_DECODER_HEIF, "heifload_buffer", "VipsForeignLoadHeifBuffer" },
  { ANNEX_DECODER_AVIF, "heifload_buffer", "VipsForeignLoadHeifBuffer" },
  { ANNEX_DECODER_TIFF, "tiffload_buffer", "VipsForeignLoadTiffBuffer" },
};

/* libvips would load every module it finds: loaders for dozens of formats that Annex does not show, and their
 * libraries. It is told of a place where there are none, and given the one module that is wanted. Where HEIF is built in
 * there is no such module. */
static gboolean
init_without_modules (const char *program)
{
  g_autofree char *path = g_strdup_printf ("%s/vips-modules-%d.%d/vips-heif.%s",
                                           VIPS_LIBRARY_DIR,
                                           vips_version (0),
                                           vips_version (1),
                                           G_MODULE_SUFFIX);
  GModule         *module;

  g_setenv ("VIPSHOME", "/nonexistent", TRUE);
  if (VIPS_INIT (program) != 0)
    return FALSE;
  g_unsetenv ("VIPSHOME");

  if (vips_type_find ("VipsOperation", "heifload_buffer") == 0)
    {
      module = g_module_open (path, G_MODULE_BIND_LAZY);
      if (module != NULL)
        g_module_make_resident (module);
    }

  return TRUE;
}

static void
block_other_loaders (void)
{
  guint i;

  vips_block_untrusted_set (TRUE);
  vips_operation_block_set ("VipsForeign", TRUE);
  for (i = 0; i < G_N_ELEMENTS (loaders); i++)
    vips_operation_block_set (loaders[i].class_name, FALSE);
}

/* Draws a few pixels, so that what a codec loads or looks up on first use is there before the cage is closed. Asks for
 * them through a region, which uses no other thread than this: libvips keeps its workers, and Landlock would not hold
 * for those. */
static gboolean
draw_sample (const char   *loader,
             const guint8 *data,
             gsize         length)
{
  g_autoptr (VipsImage) image = NULL;
  g_autoptr (VipsImage) resized = NULL;
  g_autoptr (VipsImage) srgb = NULL;
  g_autoptr (VipsRegion) region = NULL;
  VipsBlob *blob = vips_blob_new (NULL, data, length);
  gboolean  ok;

  ok = vips_call (loader, blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, NULL) == 0
       && vips_resize (image, &resized, 0.5, NULL) == 0
       && (srgb = annex_picture_colour_to_srgb (resized)) != NULL
       && (region = vips_region_new (srgb)) != NULL
       && vips_region_prepare (region, &(VipsRect) { .width = srgb->Xsize, .height = srgb->Ysize }) == 0;
  vips_area_unref (VIPS_AREA (blob));
  vips_error_clear ();

  return ok;
}

/* Starts libvips. @codecs: what can be decoded beyond the formats that are built in.
 *
 * Returns FALSE when libvips cannot be used at all. */
gboolean
annex_picture_library_init (const char         *program,
                            AnnexPictureCodecs *codecs)
{
  if (!init_without_modules (program))
    return FALSE;

  block_other_loaders ();
  vips_concurrency_set (N_THREADS);
  vips_cache_set_max (0);

  codecs->has_hevc = draw_sample ("heifload_buffer", annex_picture_sample_hevc, sizeof annex_picture_sample_hevc);
  codecs->has_av1 = draw_sample ("heifload_buffer", annex_picture_sample_av1, sizeof annex_picture_sample_av1);

  return TRUE;
}

/* Returns the operation that reads @format, or NULL where this libvips has none. */
const char *
annex_picture_library_get_loader (AnnexDecoderFormat format)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (loaders); i++)
    {
      if (loaders[i].format == format)
        return vips_type_find ("VipsOperation", loaders[i].loader) != 0 ? loaders[i].loader : NULL;
    }

  return NULL;
}
