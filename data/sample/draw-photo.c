/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Takes a photograph of a parcel that was not treated well: draw-photo VIEW FILE. The format is that of the name. */

#include "photo-scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

#define GRAIN 0.010f

/* Where the camera stands. Without @orientation the picture is stored as it is seen. */
typedef struct
{
  const char *name;
  int         width;
  int         height;
  int         orientation;
  Vector      eye;
  Vector      target;
  float       height_at_one_metre;
} View;

typedef struct
{
  Vector right;
  Vector up;
  Vector ahead;
} Camera;

static const View views[] = {
  /* As a phone held upright stores it: lying on its side, and a note which way is up */
  { "front", 3000, 4000, 6, { 0.42f, 1.22f, 1.92f }, { 0.03f, 0.27f, 0.40f }, 0.96f },
  { "corner", 2016, 1512, 1, { 0.62f, 0.62f, 1.02f }, { 0.16f, 0.20f, 0.44f }, 0.56f },
  { "label", 1600, 1200, 1, { -0.16f, 0.92f, 0.82f }, { -0.02f, 0.28f, 0.47f }, 0.58f },
  { "side", 1500, 2000, 1, { -0.75f, 0.75f, 1.55f }, { 0.02f, 0.18f, 0.42f }, 0.70f },
};

static Camera
aim (const View *view)
{
  Camera camera;

  camera.ahead = normalize (along (view->target, view->eye, -1.0f));
  camera.right = normalize (cross (camera.ahead, vector (0.012f, 1, 0)));
  camera.up = cross (camera.right, camera.ahead);

  return camera;
}

static Vector
light (const Scene *scene,
       const Hit   *hit,
       Vector       direction,
       uint32_t     seed)
{
  Surface surface = scene_get_surface (scene, hit);
  float   sun = scene_sun (hit->point, hit->normal, seed) * surface.shade;
  float   open = scene_openness (hit->point, hit->normal) * (0.35f + 0.65f * surface.shade);
  float   facing = fmaxf (dot (surface.normal, to_sun), 0.0f);
  Vector  sky = mix (vector (0.20f, 0.17f, 0.145f), vector (0.36f, 0.44f, 0.56f), 0.5f + 0.5f * surface.normal.y);
  Vector  half = normalize (along (to_sun, direction, -1.0f));
  float   shine = powf (fmaxf (dot (surface.normal, half), 0.0f), 24.0f) * surface.gloss;
  float   rim = powf (1.0f - fmaxf (-dot (surface.normal, direction), 0.0f), 4.0f) * surface.gloss;
  Vector  lit = along (scale (sky, open), vector (3.05f, 2.72f, 2.25f), sun * facing);

  lit = multiply (lit, surface.colour);
  lit = along (lit, vector (3.0f, 2.8f, 2.4f), shine * sun * 0.6f);

  return along (lit, vector (0.5f, 0.6f, 0.72f), rim * open * 0.6f);
}

/* A film's curve: it bends where the light gets too bright. */
static float
expose (float value)
{
  value *= 0.72f;
  value = value * (2.51f * value + 0.03f) / (value * (2.43f * value + 0.59f) + 0.14f);

  return powf (clamp (value, 0.0f, 1.0f), 1.0f / 2.2f);
}

static uint8_t
to_byte (float value)
{
  return (uint8_t) (clamp (value, 0.0f, 1.0f) * 255.0f + 0.5f);
}

static void
develop (uint8_t *pixel,
         Vector   colour,
         float    x,
         float    y,
         uint32_t seed)
{
  float vignette = 1.0f - 0.30f * (x * x + y * y);
  float grain = ((float) (seed & 0xff) + (float) (seed >> 8 & 0xff) - 255.0f) / 255.0f * GRAIN;
  float tint = ((float) (seed >> 16 & 0xff) - 127.5f) / 127.5f * GRAIN * 0.5f;

  pixel[0] = to_byte (expose (colour.x * vignette) + grain + tint);
  pixel[1] = to_byte (expose (colour.y * vignette) + grain);
  pixel[2] = to_byte (expose (colour.z * vignette) + grain - tint);
}

static void
take_row (const Scene  *scene,
          const View   *view,
          const Camera *camera,
          int           row,
          uint8_t      *pixels)
{
  float pixel = view->height_at_one_metre / (float) view->height;

  for (int column = 0; column < view->width; column++)
    {
      uint32_t seed = hash (column, row, 11);
      float    x = ((float) (column - view->width / 2) + (float) (seed & 0xff) / 256.0f) * pixel;
      float    y = ((float) (view->height / 2 - row) + (float) (seed >> 8 & 0xff) / 256.0f) * pixel;
      Vector   direction = normalize (along (along (camera->ahead, camera->right, x), camera->up, y));
      Hit      hit = scene_trace (view->eye, direction);

      develop (pixels + 3 * column, light (scene, &hit, direction, seed >> 16), x, y, hash (column, row, 12));
    }
}

static VipsImage *
take (const Scene *scene,
      const View  *view)
{
  gsize      length = 3 * (gsize) view->width * (gsize) view->height;
  uint8_t   *pixels = g_malloc (length);
  Camera     camera = aim (view);
  VipsImage *sharp;
  VipsImage *image = NULL;

  for (int row = 0; row < view->height; row++)
    take_row (scene, view, &camera, row, pixels + 3 * (gsize) view->width * (gsize) row);
  sharp = vips_image_new_from_memory_copy (pixels, length, view->width, view->height, 3, VIPS_FORMAT_UCHAR);
  g_free (pixels);
  /* One ray for a pixel leaves edges rough, and no lens is that sharp. */
  if (vips_gaussblur (sharp, &image, 0.75, "precision", VIPS_PRECISION_INTEGER, NULL) != 0)
    image = NULL;
  g_object_unref (sharp);

  return image;
}

static int
save (VipsImage  *image,
      const char *path)
{
  if (g_str_has_suffix (path, ".heic"))
    return vips_heifsave (image, path, "Q", 55, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_HEVC, "effort", 2, NULL);
  if (g_str_has_suffix (path, ".webp"))
    return vips_webpsave (image, path, "Q", 78, "effort", 2, NULL);
  if (g_str_has_suffix (path, ".png"))
    return vips_pngsave (image, path, NULL);

  return vips_jpegsave (image, path, "Q", 84, "profile", "srgb", NULL);
}

static void
note (VipsImage  *image,
      const View *view)
{
  vips_image_set_int (image, VIPS_META_ORIENTATION, view->orientation);
  vips_image_set_string (image, "exif-ifd0-Make", "Annex");
  vips_image_set_string (image, "exif-ifd0-Model", "Sample Camera");
  vips_image_set_string (image, "exif-ifd2-DateTimeOriginal", "2026:01:12 10:41:07");
}

/* Turns the picture the other way round before it is stored, so that who obeys the note sees it upright. */
static VipsImage *
lay_down (VipsImage  *image,
          const View *view)
{
  VipsImage *turned = NULL;
  VipsImage *copy = NULL;

  if (view->orientation == 6 && vips_rot (image, &turned, VIPS_ANGLE_D270, NULL) != 0)
    return NULL;
  if (vips_copy (turned != NULL ? turned : image, &copy, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) == 0)
    note (copy, view);
  g_clear_object (&turned);

  return copy;
}

int
main (int   argc,
      char *argv[])
{
  Scene scene;
  int   status = EXIT_FAILURE;

  if (argc != 3 || VIPS_INIT (argv[0]) != 0)
    return EXIT_FAILURE;

  scene_init (&scene);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    {
      VipsImage *image, *stored;

      if (strcmp (views[i].name, argv[1]) != 0)
        continue;
      image = take (&scene, &views[i]);
      stored = image != NULL ? lay_down (image, &views[i]) : NULL;
      if (stored != NULL && save (stored, argv[2]) == 0)
        status = EXIT_SUCCESS;
      g_clear_object (&stored);
      g_clear_object (&image);
    }
  scene_clear (&scene);
  if (status != EXIT_SUCCESS)
    fprintf (stderr, "%s", vips_error_buffer ());
  vips_shutdown ();

  return status;
}
