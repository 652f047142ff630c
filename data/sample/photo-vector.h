/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <math.h>
#include <stdint.h>

/* Points, directions and colours. Metres; x to the right, y up, z towards the viewer. */
typedef struct
{
  float x;
  float y;
  float z;
} Vector;

static inline Vector
vector (float x,
        float y,
        float z)
{
  return (Vector) { x, y, z };
}

static inline Vector
add (Vector a,
     Vector b)
{
  return vector (a.x + b.x, a.y + b.y, a.z + b.z);
}

static inline Vector
scale (Vector a,
       float  factor)
{
  return vector (a.x * factor, a.y * factor, a.z * factor);
}

/* @a + @b × @factor */
static inline Vector
along (Vector a,
       Vector b,
       float  factor)
{
  return vector (a.x + b.x * factor, a.y + b.y * factor, a.z + b.z * factor);
}

static inline Vector
multiply (Vector a,
          Vector b)
{
  return vector (a.x * b.x, a.y * b.y, a.z * b.z);
}

static inline float
dot (Vector a,
     Vector b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline Vector
cross (Vector a,
       Vector b)
{
  return vector (a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}

static inline Vector
normalize (Vector a)
{
  return scale (a, 1.0f / sqrtf (dot (a, a)));
}

static inline Vector
mix (Vector a,
     Vector b,
     float  part)
{
  return along (scale (a, 1.0f - part), b, part);
}

static inline float
clamp (float value,
       float low,
       float high)
{
  return fminf (fmaxf (value, low), high);
}

/* 0 below @low, 1 above @high, smooth between them */
static inline float
step_between (float low,
              float high,
              float value)
{
  float part = clamp ((value - low) / (high - low), 0.0f, 1.0f);

  return part * part * (3.0f - 2.0f * part);
}

static inline uint32_t
hash (int32_t x,
      int32_t y,
      int32_t z)
{
  uint32_t value = (uint32_t) x * 0x8da6b343u ^ (uint32_t) y * 0xd8163841u ^ (uint32_t) z * 0xcb1ab31fu;

  value ^= value >> 15;
  value *= 0x2c1b3c6du;
  value ^= value >> 12;
  value *= 0x297a2d39u;

  return value ^ value >> 15;
}

/* 0 to 1 */
static inline float
chance (int32_t x,
        int32_t y,
        int32_t z)
{
  return (float) (hash (x, y, z) >> 8) * (1.0f / 16777216.0f);
}
