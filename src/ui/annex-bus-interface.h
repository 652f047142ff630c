/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-hand-off.h"

G_BEGIN_DECLS

/**
 * AnnexBusOpenFunc:
 * @hand_off: the chat to open
 *
 * Somebody hands over a chat.
 */
typedef void (*AnnexBusOpenFunc) (AnnexHandOff *hand_off,
                                  gpointer      user_data);

/**
 * AnnexBusHeldFunc:
 * @size: (out): how many bytes are held
 * @n_attachments: (out): of how many attachments
 *
 * Somebody wants to know how much is held in memory.
 */
typedef void (*AnnexBusHeldFunc) (guint64 *size,
                                  guint   *n_attachments,
                                  gpointer user_data);

/* The methods by which programs of the same session hand over a chat: `OpenChat` with the text, `OpenChatFromDescriptor`
 * with a descriptor to read it from. They take and never give: nothing of a chat can be asked for here, but how much of all
 * chats is held in memory, as `HeldBytes` and `HeldAttachments`. */
#define ANNEX_TYPE_BUS_INTERFACE (annex_bus_interface_get_type ())
G_DECLARE_FINAL_TYPE (AnnexBusInterface, annex_bus_interface, ANNEX, BUS_INTERFACE, GObject)

AnnexBusInterface *annex_bus_interface_new (GDBusConnection *connection,
                                            const char      *object_path,
                                            AnnexBusOpenFunc open,
                                            AnnexBusHeldFunc held,
                                            gpointer         user_data,
                                            GError         **error);

G_END_DECLS
