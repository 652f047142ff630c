/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the things of the doorstep are made of. */

#include "photo-scene.h"

#define PIXELS_PER_METRE 4200

float
noise (Vector point)
{
  int32_t x = (int32_t) floorf (point.x);
  int32_t y = (int32_t) floorf (point.y);
  int32_t z = (int32_t) floorf (point.z);
  float   u = point.x - (float) x;
  float   v = point.y - (float) y;
  float   w = point.z - (float) z;
  float   planes[2];

  u = u * u * (3.0f - 2.0f * u);
  v = v * v * (3.0f - 2.0f * v);
  w = w * w * (3.0f - 2.0f * w);
  for (int i = 0; i < 2; i++)
    {
      float low = chance (x, y, z + i) * (1.0f - u) + chance (x + 1, y, z + i) * u;
      float high = chance (x, y + 1, z + i) * (1.0f - u) + chance (x + 1, y + 1, z + i) * u;

      planes[i] = low * (1.0f - v) + high * v;
    }

  return planes[0] * (1.0f - w) + planes[1] * w;
}

float
fractal (Vector point,
         int    octaves)
{
  float sum = 0.0f;
  float weight = 0.5f;

  for (int i = 0; i < octaves; i++)
    {
      sum += weight * noise (point);
      point = vector (point.x * 2.03f + 7.1f, point.y * 2.03f + 3.7f, point.z * 2.03f + 1.3f);
      weight *= 0.5f;
    }

  return sum / (1.0f - weight * 2.0f);
}

static Vector
bump (Vector normal,
      Vector point,
      float  frequency,
      float  depth)
{
  Vector at = scale (point, frequency);
  float  here = noise (at);
  Vector slope = vector (noise (add (at, vector (0.35f, 0, 0))) - here,
                         noise (add (at, vector (0, 0.35f, 0))) - here,
                         noise (add (at, vector (0, 0, 0.35f))) - here);

  slope = along (slope, normal, -dot (slope, normal));

  return normalize (along (normal, slope, -depth));
}

static float
fraction (float value)
{
  return value - floorf (value);
}

/* One fallen leaf: 1 on it, less towards its edge; its vein and its shadow come along. */
static float
get_leaf (float  x,
          float  z,
          float  angle,
          float  length,
          float *vein)
{
  float u = (x * cosf (angle) + z * sinf (angle)) / length;
  float v = (z * cosf (angle) - x * sinf (angle)) / length;
  float width = 0.34f * (1.0f - u * u) * (1.0f + 0.35f * u) + 0.025f * sinf (u * 37.0f);
  float stalk = u < -0.9f && u > -1.5f && fabsf (v + 0.04f * (u + 0.9f)) < 0.022f ? 1.0f : 0.0f;

  *vein = expf (-fabsf (v) * 45.0f) + 0.5f * expf (-fabsf (sinf ((fabsf (v) * 0.8f - u) * 14.0f)) * 9.0f);

  return fmaxf (stalk, u > -1.0f && u < 1.0f ? step_between (0.0f, 0.05f, width - fabsf (v)) : 0.0f);
}

static void
scatter_leaves (Surface *surface,
                Vector   point)
{
  static const struct
  {
    float  x, z, angle, length;
    Vector colour;
  } leaves[] = {
    { -0.30f, 0.80f, 0.6f, 0.052f, { 0.48f, 0.13f, 0.02f } },
    { 0.30f, 0.93f, 2.4f, 0.043f, { 0.50f, 0.28f, 0.03f } },
    { 0.40f, 0.15f, 1.2f, 0.047f, { 0.36f, 0.10f, 0.03f } },
    { -0.52f, 0.55f, 4.0f, 0.044f, { 0.53f, 0.32f, 0.05f } },
    { 0.62f, 0.62f, 5.2f, 0.050f, { 0.42f, 0.16f, 0.03f } },
    { -0.10f, 1.00f, 3.4f, 0.036f, { 0.30f, 0.12f, 0.03f } },
    { 0.75f, 0.30f, 0.2f, 0.040f, { 0.45f, 0.24f, 0.05f } },
    { -0.72f, 0.92f, 1.9f, 0.048f, { 0.50f, 0.20f, 0.02f } },
    { 0.05f, 1.28f, 1.0f, 0.050f, { 0.40f, 0.15f, 0.02f } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (leaves); i++)
    {
      float x = point.x - leaves[i].x;
      float z = point.z - leaves[i].z;
      float vein, unused;

      if (x * x + z * z > 0.012f)
        continue;
      surface->shade *= 1.0f - 0.55f * get_leaf (x - 0.007f, z + 0.006f, leaves[i].angle, leaves[i].length * 1.05f, &unused);
      if (get_leaf (x, z, leaves[i].angle, leaves[i].length, &vein) > 0.4f)
        {
          float spots = fractal (scale (point, 90.0f), 3);

          surface->colour = scale (leaves[i].colour, 0.20f + 0.62f * spots + 0.22f * vein);
          surface->normal = bump (surface->normal, point, 60.0f, 0.5f);
          surface->shade = 1.0f;
          surface->gloss = 0.10f;
        }
    }
}

static Surface
get_stone (const Hit *hit)
{
  Surface surface = { .normal = hit->normal, .gloss = 0.02f, .shade = 1.0f };
  float   row = floorf (hit->point.z / 0.53f);
  float   across = hit->point.x + 0.31f + 0.27f * row;
  float   x = fraction (across / 0.72f) * 0.72f;
  float   z = fraction (hit->point.z / 0.53f) * 0.53f;
  float   rough = fractal (scale (hit->point, 36.0f), 4);
  float   cloud = fractal (scale (hit->point, 5.0f), 3);
  float   tint = chance ((int32_t) floorf (across / 0.72f), (int32_t) row, 3);
  float   seam = fminf (fminf (x, 0.72f - x), fminf (z, 0.53f - z)) + (rough - 0.5f) * 0.008f;

  surface.colour = mix (vector (0.30f, 0.285f, 0.26f), vector (0.42f, 0.39f, 0.34f), 0.55f * cloud + 0.45f * tint);
  surface.colour = scale (surface.colour, 0.45f + 0.85f * rough);
  if (chance ((int32_t) floorf (hit->point.x * 1500.0f), (int32_t) floorf (hit->point.y * 1500.0f), (int32_t) floorf (hit->point.z * 1500.0f)) > 0.93f)
    surface.colour = scale (surface.colour, 0.62f);
  surface.colour = scale (surface.colour, 0.35f + 0.65f * step_between (0.002f, 0.007f, seam));
  surface.normal = bump (surface.normal, hit->point, 140.0f, 0.35f);
  scatter_leaves (&surface, hit->point);

  return surface;
}

static Surface
get_ground (const Hit *hit)
{
  Surface surface = { .normal = hit->normal, .gloss = 0.01f, .shade = 1.0f };
  float   x = hit->point.x / 0.105f + 0.5f * floorf (hit->point.z / 0.105f);
  float   z = hit->point.z / 0.105f;
  float   edge = fminf (fminf (fraction (x), 1.0f - fraction (x)), fminf (fraction (z), 1.0f - fraction (z)));
  float   rough = fractal (scale (hit->point, 55.0f), 4);
  float   tint = chance ((int32_t) floorf (x), 5, (int32_t) floorf (z));

  surface.colour = scale (mix (vector (0.19f, 0.18f, 0.175f), vector (0.30f, 0.27f, 0.24f), tint), 0.5f + rough);
  surface.colour = scale (surface.colour, 0.30f + 0.70f * step_between (0.03f, 0.12f, edge + (rough - 0.5f) * 0.12f));
  surface.normal = bump (surface.normal, hit->point, 90.0f, 0.5f);
  scatter_leaves (&surface, hit->point);

  return surface;
}

static Surface
get_bricks (const Hit *hit)
{
  Surface surface = { .normal = hit->normal, .gloss = 0.01f, .shade = 1.0f };
  float   row = floorf (hit->point.y / 0.075f);
  float   across = hit->point.x / 0.25f + 0.5f * row;
  float   x = fraction (across) * 0.25f;
  float   y = fraction (hit->point.y / 0.075f) * 0.075f;
  float   rough = fractal (scale (hit->point, 45.0f), 4);
  float   tint = chance ((int32_t) floorf (across), (int32_t) row, 1);
  float   edge = fminf (fminf (x, 0.25f - x), fminf (y, 0.075f - y)) + (rough - 0.5f) * 0.006f;

  surface.colour = mix (vector (0.24f, 0.075f, 0.045f), vector (0.40f, 0.16f, 0.09f), tint);
  surface.colour = scale (surface.colour, 0.55f + 0.9f * rough);
  surface.normal = bump (surface.normal, hit->point, 120.0f, 0.6f);
  if (edge < 0.006f)
    {
      surface.colour = scale (vector (0.43f, 0.40f, 0.36f), 0.55f + 0.6f * rough);
      surface.shade = 0.55f + 0.45f * step_between (0.006f, 0.001f, edge);
    }

  return surface;
}

/* The mouldings of a door's panel: its border leans inward, then outward again. */
static void
carve_panel (Surface *surface,
             float    x,
             float    y,
             float    half_width,
             float    half_height)
{
  float u = fabsf (x) - half_width;
  float v = fabsf (y) - half_height;
  float edge = fmaxf (u, v);
  float lean = edge > -0.045f && edge < 0.0f ? 0.9f * sinf (edge * 139.6f) : 0.0f;

  if (u > v)
    surface->normal = normalize (add (surface->normal, vector (x > 0.0f ? lean : -lean, 0, 0)));
  else
    surface->normal = normalize (add (surface->normal, vector (0, y > 0.0f ? lean : -lean, 0)));
}

static Surface
get_door (const Hit *hit)
{
  Surface surface = { .normal = hit->normal, .gloss = 0.30f, .shade = 1.0f };
  float   brush = fractal (vector (hit->point.x * 130.0f, hit->point.y * 9.0f, 0.0f), 3);
  float   dirt = fractal (scale (hit->point, 11.0f), 4) * step_between (0.40f, 0.0f, hit->point.y);

  surface.colour = scale (vector (0.018f, 0.090f, 0.085f), 0.85f + 0.3f * brush);
  surface.colour = mix (surface.colour, vector (0.16f, 0.13f, 0.10f), clamp (dirt * 0.9f - 0.12f, 0.0f, 0.7f));
  carve_panel (&surface, fabsf (hit->point.x) - 0.235f, hit->point.y - 0.62f, 0.165f, 0.38f);
  carve_panel (&surface, fabsf (hit->point.x) - 0.235f, hit->point.y - 1.60f, 0.165f, 0.45f);
  surface.normal = bump (surface.normal, vector (hit->point.x * 3.0f, hit->point.y * 0.3f, 0.0f), 60.0f, 0.05f);
  if (hit->point.y < 0.012f)
    surface.colour = vector (0.01f, 0.01f, 0.01f);

  return surface;
}

static Surface
get_frame (const Hit *hit)
{
  Surface surface = { .normal = bump (hit->normal, hit->point, 50.0f, 0.05f), .gloss = 0.12f, .shade = 1.0f };
  float   dirt = fractal (scale (hit->point, 14.0f), 4);

  surface.colour = scale (vector (0.66f, 0.64f, 0.59f), 0.80f + 0.25f * dirt);
  surface.colour = scale (surface.colour, 1.0f - 0.5f * step_between (0.25f, 0.0f, hit->point.y) * dirt);

  return surface;
}

static Surface
get_mat (const Scene *scene,
         const Hit   *hit)
{
  Surface surface = { .gloss = 0.0f, .shade = 1.0f };
  Vector  fibre = vector (hit->point.x * 520.0f, hit->point.y * 400.0f, hit->point.z * 520.0f);
  float   hair = 0.6f * noise (fibre) + 0.4f * noise (scale (fibre, 0.45f));
  float   u = (hit->point.x + 0.43f) / 0.86f;
  float   v = (hit->point.z - 0.10f) / 0.62f;
  Vector  ink = hit->normal.y > 0.5f ? texture_get (&scene->mat, u, v) : vector (1, 1, 1);

  surface.colour = scale (vector (0.215f, 0.135f, 0.070f), 0.30f + 1.15f * hair);
  surface.colour = mix (scale (vector (0.035f, 0.030f, 0.030f), 0.4f + 1.2f * hair), surface.colour, ink.x);
  surface.colour = scale (surface.colour, 0.85f + 0.3f * noise (scale (hit->point, 12.0f)));
  surface.normal = bump (hit->normal, hit->point, 300.0f, 0.9f);
  scatter_leaves (&surface, hit->point);

  return surface;
}

/* The plane of a face: which way is right on it, which way is down, from its middle. */
static void
get_face_place (const Hit *hit,
                float     *u,
                float     *v)
{
  switch (hit->face)
    {
    case FACE_TOP:
    case FACE_BOTTOM:
      *u = hit->local.x;
      *v = hit->local.z;
      break;
    case FACE_RIGHT:
    case FACE_LEFT:
      *u = hit->face == FACE_RIGHT ? -hit->local.z : hit->local.z;
      *v = -hit->local.y;
      break;
    default:
      *u = hit->local.x;
      *v = -hit->local.y;
      break;
    }
}

static void
stick_texture (Surface       *surface,
               const Texture *texture,
               float          u,
               float          v,
               float          gloss)
{
  float width = (float) texture->width / PIXELS_PER_METRE;
  float height = (float) texture->height / PIXELS_PER_METRE;

  u = u / width + 0.5f;
  v = v / height + 0.5f;
  if (u > 0.0f && u < 1.0f && v > 0.0f && v < 1.0f)
    {
      surface->colour = multiply (texture_get (texture, u, v), vector (0.86f, 0.85f, 0.82f));
      surface->gloss = gloss;
    }
}

static void
print_on (Surface       *surface,
          const Texture *texture,
          float          u,
          float          v)
{
  u = u * PIXELS_PER_METRE / (float) texture->width + 0.5f;
  v = v * PIXELS_PER_METRE / (float) texture->height + 0.5f;
  if (u > 0.0f && u < 1.0f && v > 0.0f && v < 1.0f)
    surface->colour = multiply (surface->colour, texture_get (texture, u, v));
}

/* Where something went through the front: dark inside, with torn paper around it. */
static void
tear_hole (Surface   *surface,
           const Hit *hit,
           float      u,
           float      v)
{
  float ragged = fractal (scale (hit->local, 46.0f), 4) - 0.5f;
  float x = (u + 0.115f) / 0.062f;
  float y = (v - 0.045f) / 0.036f;
  float outside = (sqrtf (x * x + y * y) - 1.0f) * 0.04f + ragged * 0.040f;
  float flute = 0.5f + 0.5f * sinf (u * 1100.0f);

  if (outside < -0.010f)
    {
      surface->colour = scale (vector (0.035f, 0.022f, 0.012f), 0.3f + 1.2f * ragged + 0.4f);
      surface->gloss = 0.0f;
    }
  else if (outside < -0.002f)
    surface->colour = scale (vector (0.34f, 0.21f, 0.10f), 0.35f + 0.65f * flute);
  else if (outside < 0.006f)
    surface->colour = scale (vector (0.66f, 0.50f, 0.33f), 0.80f + 0.5f * ragged);
  else
    surface->shade *= 1.0f - 0.28f * expf (-(outside - 0.006f) * 60.0f);
}

/* Cardboard that was pressed in has lost its flatness and its colour along the folds. */
static void
crumple (Surface   *surface,
         const Hit *hit,
         float      strength)
{
  Vector at = add (scale (hit->local, 17.0f), scale (vector (1, 1, 1), noise (scale (hit->local, 30.0f))));
  float  fold = fabsf (noise (at) - 0.5f) * 2.0f;
  float  crease = step_between (0.10f, 0.0f, fold);
  Vector up = parcel_to_world (vector (0, 1, 0));

  surface->normal = bump (surface->normal, hit->local, 17.0f, 1.3f * strength);
  surface->normal = normalize (along (surface->normal, up, 0.25f * strength * (fold - 0.4f)));
  surface->colour = mix (surface->colour, vector (0.58f, 0.42f, 0.26f), 0.65f * crease * strength);
  surface->shade *= 1.0f - 0.22f * strength * step_between (0.35f, 0.05f, fold) * (1.0f - crease);
}

static void
stick_tape (Surface   *surface,
            const Hit *hit,
            float      u,
            float      v)
{
  float across = hit->face == FACE_TOP ? v - 0.012f * u : u;
  int   on_side = hit->face == FACE_LEFT || hit->face == FACE_RIGHT;
  float wrinkle = noise (vector (u * 60.0f, v * 240.0f, 2.0f));

  if (hit->face != FACE_TOP && !(on_side && v < -0.075f + 0.01f * noise (vector (u * 300.0f, 0, 0))))
    return;
  if (fabsf (on_side ? u : across) < 0.027f)
    {
      surface->colour = mix (surface->colour, vector (0.26f, 0.125f, 0.040f), 0.72f);
      surface->gloss = 0.55f;
      surface->normal = bump (surface->normal, vector (u, v, 0.0f), 75.0f, 0.10f + 0.12f * wrinkle);
    }
  else if (hit->face == FACE_TOP && fabsf (v) < 0.0285f)
    surface->shade *= 0.8f;
}

static Surface
get_parcel (const Scene *scene,
            const Hit   *hit)
{
  Surface surface = { .normal = hit->normal, .gloss = 0.05f, .shade = 1.0f };
  float   u, v, edge, near_corner;
  float   fibre = fractal (scale (hit->local, 210.0f), 3);
  float   cloud = fractal (scale (hit->local, 9.0f), 3);

  get_face_place (hit, &u, &v);
  surface.colour = scale (vector (0.395f, 0.232f, 0.108f), 0.78f + 0.26f * fibre + 0.20f * cloud);
  surface.colour = scale (surface.colour, 1.0f + 0.035f * sinf (u * 900.0f));
  edge = fmaxf (fmaxf (fminf (fabsf (hit->local.x) - parcel_half.x, fabsf (hit->local.y) - parcel_half.y),
                       fminf (fabsf (hit->local.x) - parcel_half.x, fabsf (hit->local.z) - parcel_half.z)),
                fminf (fabsf (hit->local.y) - parcel_half.y, fabsf (hit->local.z) - parcel_half.z));
  surface.colour = mix (surface.colour, vector (0.60f, 0.43f, 0.27f), 0.6f * step_between (-0.007f - 0.006f * cloud, 0.0f, edge) * fibre);
  surface.normal = bump (surface.normal, hit->local, 24.0f, 0.10f);

  if (hit->face == FACE_TOP && fabsf (v) < 0.0014f)
    surface.shade *= 0.45f;
  stick_tape (&surface, hit, u, v);
  if (hit->face == FACE_TOP)
    stick_texture (&surface, &scene->label, (u + 0.095f) * 0.996f - (v - 0.092f) * 0.087f, (v - 0.092f) * 0.996f + (u + 0.095f) * 0.087f, 0.16f);
  if (hit->face == FACE_FRONT)
    {
      print_on (&surface, &scene->stamp, u - 0.075f, v - 0.035f);
      tear_hole (&surface, hit, u, v);
    }

  near_corner = sqrtf (dot (along (hit->local, parcel_half, -1.0f), along (hit->local, parcel_half, -1.0f)));
  crumple (&surface, hit, hit->face >= FACE_CRUSHED ? 1.0f : 0.75f * step_between (0.24f, 0.10f, near_corner));
  /* Rain has been at the lower edge. */
  surface.colour = scale (surface.colour, 1.0f - 0.38f * step_between (0.055f + 0.03f * cloud, 0.0f, hit->local.y + parcel_half.y));

  return surface;
}

Surface
scene_get_surface (const Scene *scene,
                   const Hit   *hit)
{
  switch (hit->thing)
    {
    case THING_STEP:
    case THING_RISER:
      return get_stone (hit);
    case THING_GROUND:
      return get_ground (hit);
    case THING_WALL:
      return fabsf (hit->point.x) < 0.5f ? get_door (hit) : get_bricks (hit);
    case THING_FRAME:
      return get_frame (hit);
    case THING_MAT:
      return get_mat (scene, hit);
    case THING_PARCEL:
      return get_parcel (scene, hit);
    case THING_NOTHING:
    default:
      return (Surface) { .colour = { 0.5f, 0.6f, 0.7f }, .normal = { 0, 1, 0 }, .shade = 1.0f };
    }
}

/* Squares of bytes are near enough to linear light. */
static Vector
get_pixel (const Texture *texture,
           int            x,
           int            y)
{
  const guint8 *pixel = texture->pixels + CLAMP (y, 0, texture->height - 1) * texture->stride + 4 * CLAMP (x, 0, texture->width - 1);
  Vector        colour = scale (vector (pixel[2], pixel[1], pixel[0]), 1.0f / 255.0f);

  return multiply (colour, colour);
}

Vector
texture_get (const Texture *texture,
             float          u,
             float          v)
{
  float  x = u * (float) texture->width - 0.5f;
  float  y = v * (float) texture->height - 0.5f;
  int    left = (int) floorf (x);
  int    top = (int) floorf (y);
  Vector upper = mix (get_pixel (texture, left, top), get_pixel (texture, left + 1, top), x - (float) left);
  Vector lower = mix (get_pixel (texture, left, top + 1), get_pixel (texture, left + 1, top + 1), x - (float) left);

  return mix (upper, lower, y - (float) top);
}
