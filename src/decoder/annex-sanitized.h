/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* ANNEX_SANITIZED is defined in a build with the address sanitizer, whose runtime reserves terabytes of address space
 * and makes a few system calls of its own. Only the compiler can say so, never the environment. */
#if defined(__SANITIZE_ADDRESS__)
#define ANNEX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ANNEX_SANITIZED 1
#endif
#endif
