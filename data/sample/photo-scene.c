/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The geometry of the doorstep, and how light gets to it. */

#include "photo-scene.h"

#define FAR_AWAY 1e6f
#define STEP_EDGE 1.06f
#define STEP_HEIGHT 0.17f
#define PARCEL_COSINE 0.927184f
#define PARCEL_SINE 0.374607f
#define PARCEL_RADIUS 0.36f
#define N_SUN_SAMPLES 4

/* A box along the axes. */
typedef struct
{
  Vector low;
  Vector high;
} Box;

const Vector parcel_half = { 0.23f, 0.155f, 0.17f };
const Vector to_sun = { -0.523f, 0.700f, 0.486f };

static const Vector parcel_centre = { 0.03f, 0.170f, 0.44f };
static const Box    mat_box = { { -0.43f, 0.0f, 0.10f }, { 0.43f, 0.016f, 0.72f } };
static const Box    frames[] = {
  { { -0.60f, -0.2f, -0.1f }, { -0.49f, 4.0f, 0.055f } },
  { { 0.49f, -0.2f, -0.1f }, { 0.60f, 4.0f, 0.055f } },
};

/* The parcel is a box of which two planes have cut a corner. */
static const struct
{
  Vector normal;
  float  distance;
} parcel_faces[N_FACES] = {
  [FACE_TOP] = { { 0, 1, 0 }, 0.155f },
  [FACE_BOTTOM] = { { 0, -1, 0 }, 0.155f },
  [FACE_RIGHT] = { { 1, 0, 0 }, 0.23f },
  [FACE_LEFT] = { { -1, 0, 0 }, 0.23f },
  [FACE_FRONT] = { { 0, 0, 1 }, 0.17f },
  [FACE_BACK] = { { 0, 0, -1 }, 0.17f },
  [FACE_CRUSHED] = { { 0.58f, 0.66f, 0.477f }, 0.2745f },
  [FACE_CRUSHED_MORE] = { { 0.30f, 0.40f, 0.866f }, 0.2600f },
};

static Vector
to_parcel (Vector v)
{
  return vector (v.x * PARCEL_COSINE - v.z * PARCEL_SINE, v.y, v.x * PARCEL_SINE + v.z * PARCEL_COSINE);
}

Vector
parcel_to_world (Vector v)
{
  return vector (v.x * PARCEL_COSINE + v.z * PARCEL_SINE, v.y, v.z * PARCEL_COSINE - v.x * PARCEL_SINE);
}

static void
keep_nearer (Hit   *hit,
             Thing  thing,
             float  distance,
             Vector normal)
{
  if (distance > 1e-4f && distance < hit->distance)
    {
      hit->thing = thing;
      hit->distance = distance;
      hit->normal = normal;
    }
}

static void
trace_parcel (Hit   *hit,
              Vector origin,
              Vector direction)
{
  Vector from = to_parcel (along (origin, parcel_centre, -1.0f));
  Vector to = to_parcel (direction);
  float  enter = 1e-4f;
  float  leave = FAR_AWAY;
  int    face = -1;

  for (int i = 0; i < N_FACES; i++)
    {
      float slope = dot (parcel_faces[i].normal, to);
      float gap = parcel_faces[i].distance - dot (parcel_faces[i].normal, from);

      if (slope < 0.0f && gap / slope > enter)
        {
          enter = gap / slope;
          face = i;
        }
      else if (slope > 0.0f && gap / slope < leave)
        leave = gap / slope;
      else if (slope == 0.0f && gap < 0.0f)
        return;
    }

  if (face >= 0 && enter < leave && enter < hit->distance)
    {
      keep_nearer (hit, THING_PARCEL, enter, parcel_to_world (parcel_faces[face].normal));
      hit->face = face;
      hit->local = along (from, to, enter);
    }
}

static void
trace_box (Hit       *hit,
           const Box *box,
           Thing      thing,
           Vector     origin,
           Vector     direction)
{
  const float *from = &origin.x;
  const float *to = &direction.x;
  const float *low = &box->low.x;
  const float *high = &box->high.x;
  float        enter = -FAR_AWAY;
  float        leave = FAR_AWAY;
  int          axis = 0;

  for (int i = 0; i < 3; i++)
    {
      float inverse = 1.0f / (to[i] != 0.0f ? to[i] : 1e-9f);
      float first = ((inverse > 0.0f ? low[i] : high[i]) - from[i]) * inverse;
      float last = ((inverse > 0.0f ? high[i] : low[i]) - from[i]) * inverse;

      if (first > enter)
        {
          enter = first;
          axis = i;
        }
      leave = last < leave ? last : leave;
    }

  if (enter < leave)
    {
      Vector normal = { 0, 0, 0 };

      (&normal.x)[axis] = to[axis] > 0.0f ? -1.0f : 1.0f;
      keep_nearer (hit, thing, enter, normal);
    }
}

static void
trace_planes (Hit   *hit,
              Vector origin,
              Vector direction)
{
  if (direction.y < 0.0f)
    {
      float step = -origin.y / direction.y;
      float ground = -(origin.y + STEP_HEIGHT) / direction.y;

      if (origin.z + step * direction.z < STEP_EDGE)
        keep_nearer (hit, THING_STEP, step, vector (0, 1, 0));
      keep_nearer (hit, THING_GROUND, ground, vector (0, 1, 0));
    }
  if (direction.z < 0.0f)
    {
      float riser = (STEP_EDGE - origin.z) / direction.z;

      if (origin.y + riser * direction.y < 0.0f)
        keep_nearer (hit, THING_RISER, riser, vector (0, 0, 1));
      keep_nearer (hit, THING_WALL, -origin.z / direction.z, vector (0, 0, 1));
    }
}

/* Finds what a ray meets first. */
Hit
scene_trace (Vector origin,
             Vector direction)
{
  Hit hit = { .thing = THING_NOTHING, .distance = FAR_AWAY };

  trace_planes (&hit, origin, direction);
  trace_box (&hit, &mat_box, THING_MAT, origin, direction);
  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++)
    trace_box (&hit, &frames[i], THING_FRAME, origin, direction);
  trace_parcel (&hit, origin, direction);
  hit.point = along (origin, direction, hit.distance);

  return hit;
}

/* Whether the parcel can be between a point and the sun at all. */
static int
is_near_parcel (Vector point)
{
  Vector away = along (parcel_centre, point, -1.0f);
  float  ahead = dot (away, to_sun);
  Vector aside = along (away, to_sun, -ahead);

  return ahead > -PARCEL_RADIUS && dot (aside, aside) < PARCEL_RADIUS * PARCEL_RADIUS;
}

static int
is_shaded (Vector point,
           Vector direction,
           int    near_parcel)
{
  Hit hit = { .thing = THING_NOTHING, .distance = FAR_AWAY };

  if (near_parcel)
    trace_parcel (&hit, point, direction);
  if (hit.thing == THING_NOTHING && point.y < mat_box.high.y)
    trace_box (&hit, &mat_box, THING_MAT, point, direction);
  for (gsize i = 0; i < G_N_ELEMENTS (frames) && hit.thing == THING_NOTHING && point.z < 0.1f; i++)
    trace_box (&hit, &frames[i], THING_FRAME, point, direction);

  return hit.thing != THING_NOTHING;
}

/* Leaves of a tree somewhere between the sun and the wall: round spots of light that run into each other. */
static float
get_dapple (Vector point)
{
  float  height = point.y / to_sun.y;
  Vector at = vector ((point.x - to_sun.x * height) * 3.1f, (point.z - to_sun.z * height) * 3.1f, 4.7f);
  float  leaves = fractal (at, 3);

  return 0.30f + 0.70f * step_between (0.36f, 0.52f, leaves);
}

/* How much of the sun's disc a point sees, 0 to 1. */
float
scene_sun (Vector   point,
           Vector   normal,
           uint32_t seed)
{
  static const float spots[N_SUN_SAMPLES][2] = { { 0.35f, 0.1f }, { -0.2f, 0.55f }, { -0.5f, -0.35f }, { 0.55f, -0.6f } };
  Vector             from = along (point, normal, 2e-4f);
  float              angle = (float) (seed & 0xffff) * (6.2831853f / 65536.0f);
  float              cosine = cosf (angle);
  float              sine = sinf (angle);
  float              seen = 0.0f;
  int                near_parcel = is_near_parcel (from);

  if (dot (normal, to_sun) <= 0.0f)
    return 0.0f;
  for (int i = 0; i < N_SUN_SAMPLES; i++)
    {
      float u = (spots[i][0] * cosine - spots[i][1] * sine) * 0.030f;
      float v = (spots[i][0] * sine + spots[i][1] * cosine) * 0.030f;

      if (!is_shaded (from, add (to_sun, vector (u, v, -u - v)), near_parcel))
        seen += 1.0f / N_SUN_SAMPLES;
    }

  return seen > 0.0f ? seen * get_dapple (point) : 0.0f;
}

static float
get_box_distance (Vector point,
                  Vector half)
{
  Vector outside = vector (fabsf (point.x) - half.x, fabsf (point.y) - half.y, fabsf (point.z) - half.z);
  Vector above = vector (fmaxf (outside.x, 0), fmaxf (outside.y, 0), fmaxf (outside.z, 0));

  return sqrtf (dot (above, above)) + fminf (fmaxf (outside.x, fmaxf (outside.y, outside.z)), 0.0f);
}

static float
get_free_space (Vector point)
{
  float space = point.z;
  float floor = point.z < STEP_EDGE ? point.y : point.y + STEP_HEIGHT;
  float frame = fmaxf (fabsf (fabsf (point.x) - 0.545f) - 0.055f, point.z - 0.055f);
  float parcel = get_box_distance (to_parcel (along (point, parcel_centre, -1.0f)), parcel_half);

  return fminf (fminf (space, floor), fminf (frame, parcel));
}

/* How much of the sky a point sees, judged by the free space in front of it. */
float
scene_openness (Vector point,
                Vector normal)
{
  float closed = 0.0f;
  float weight = 1.0f;

  for (int i = 1; i <= 4; i++)
    {
      float reach = 0.012f * (float) (i * i);

      closed += weight * fmaxf (reach - get_free_space (along (point, normal, reach)), 0.0f) / reach;
      weight *= 0.75f;
    }

  return clamp (1.0f - 0.36f * closed, 0.12f, 1.0f);
}
