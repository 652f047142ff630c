/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "photo-vector.h"

#include <cairo.h>
#include <glib.h>

/* What a ray can meet. */
typedef enum
{
  THING_NOTHING,
  THING_STEP,
  THING_RISER,
  THING_GROUND,
  THING_WALL,
  THING_FRAME,
  THING_MAT,
  THING_PARCEL,
} Thing;

/* Where it met it. For a parcel, @local and @face are in its own space. */
typedef struct
{
  Thing  thing;
  float  distance;
  Vector point;
  Vector normal;
  Vector local;
  int    face;
} Hit;

/* What a surface looks like. */
typedef struct
{
  Vector colour;
  Vector normal;
  float  gloss;
  float  shade;
} Surface;

/* A picture that lies on something. */
typedef struct
{
  cairo_surface_t *surface; /* (owned) */
  const guint8    *pixels;
  int              width;
  int              height;
  int              stride;
} Texture;

/* A damaged parcel on a doorstep. */
typedef struct
{
  Texture label;
  Texture stamp;
  Texture mat;
} Scene;

enum
{
  FACE_TOP,
  FACE_BOTTOM,
  FACE_RIGHT,
  FACE_LEFT,
  FACE_FRONT,
  FACE_BACK,
  FACE_CRUSHED,
  FACE_CRUSHED_MORE,
  N_FACES,
};

extern const Vector parcel_half;
extern const Vector to_sun;

void   scene_init (Scene *scene);
void   scene_clear (Scene *scene);
Hit    scene_trace (Vector origin,
                    Vector direction);
float  scene_sun (Vector   point,
                  Vector   normal,
                  uint32_t seed);
float  scene_openness (Vector point,
                       Vector normal);
Vector parcel_to_world (Vector direction);

float   noise (Vector point);
float   fractal (Vector point,
                 int    octaves);
Surface scene_get_surface (const Scene *scene,
                           const Hit   *hit);
Vector  texture_get (const Texture *texture,
                     float          u,
                     float          v);
