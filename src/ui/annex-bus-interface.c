/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-bus-interface.h"

#include <gio/gunixfdlist.h>
#include <gio/gunixinputstream.h>
#include <string.h>

/* A writer that takes longer than this has forgotten what it wanted. */
#define READ_DEADLINE_MS 5000

static const char introspection[] = "<node>"
                                    "  <interface name='" APPLICATION_ID "'>"
                                    "    <method name='OpenChat'><arg name='hand_off' type='s' direction='in'/></method>"
                                    "    <method name='OpenChatFromDescriptor'><arg name='hand_off' type='h' direction='in'/></method>"
                                    "    <property name='HeldBytes' type='t' access='read'/>"
                                    "    <property name='HeldAttachments' type='u' access='read'/>"
                                    "  </interface>"
                                    "</node>";

struct _AnnexBusInterface
{
  GObject parent_instance;

  GDBusConnection *connection; /* (owned) */
  AnnexBusOpenFunc open;
  AnnexBusHeldFunc held;
  gpointer         user_data;
  guint            registration_id;
};

G_DEFINE_FINAL_TYPE (AnnexBusInterface, annex_bus_interface, G_TYPE_OBJECT)

/* One descriptor that is being read. */
typedef struct
{
  AnnexBusInterface     *self;        /* (owned) */
  GDBusMethodInvocation *invocation;  /* (owned) (nullable) until answered */
  GCancellable          *cancellable; /* (owned) */
  guint                  timeout_id;
  char                   text[ANNEX_HAND_OFF_MAX_SIZE + 1];
} Reading;

static void
reading_free (Reading *reading)
{
  g_clear_handle_id (&reading->timeout_id, g_source_remove);
  g_clear_object (&reading->self);
  g_clear_object (&reading->invocation);
  g_clear_object (&reading->cancellable);
  explicit_bzero (reading->text, sizeof reading->text);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

/* Takes the reference to the invocation, as the functions that answer one do. */
static void
open_text (AnnexBusInterface     *self,
           const char            *text,
           gsize                  length,
           GDBusMethodInvocation *invocation)
{
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexHandOff) hand_off = annex_hand_off_new_from_json (text, length, (const char *const *) environment, &error);

  /* Without a receiver, the program is ending. */
  if (hand_off == NULL || self->open == NULL)
    {
      g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "This is not a chat that was handed over");
      return;
    }

  self->open (hand_off, self->user_data);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, &error))
    g_dbus_method_invocation_return_error_literal (g_steal_pointer (&reading->invocation), G_DBUS_ERROR, G_DBUS_ERROR_IO_ERROR, "The descriptor could not be read");
  else
    open_text (reading->self, reading->text, length, g_steal_pointer (&reading->invocation));
}

static gboolean
on_read_deadline (gpointer user_data)
{
  Reading *reading = user_data;

  reading->timeout_id = 0;
  g_cancellable_cancel (reading->cancellable);

  return G_SOURCE_REMOVE;
}

static int
take_descriptor (GDBusMethodInvocation *invocation,
                 GVariant              *parameters,
                 GError               **error)
{
  GUnixFDList *descriptors = g_dbus_message_get_unix_fd_list (g_dbus_method_invocation_get_message (invocation));
  int          index;

  g_variant_get (parameters, "(h)", &index);
  if (descriptors == NULL || index < 0 || index >= g_unix_fd_list_get_length (descriptors))
    {
      g_set_error_literal (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "The descriptor is missing");
      return -1;
    }

  return g_unix_fd_list_get (descriptors, index, error);
}

static void
open_descriptor (AnnexBusInterface     *self,
                 GVariant              *parameters,
                 GDBusMethodInvocation *invocation)
{
  g_autoptr (GInputStream) stream = NULL;
  GError  *error = NULL;
  Reading *reading;
  int      fd = take_descriptor (invocation, parameters, &error);

  if (fd < 0)
    {
      g_dbus_method_invocation_take_error (invocation, error);
      return;
    }

  stream = g_unix_input_stream_new (fd, TRUE);
  reading = g_new0 (Reading, 1);
  reading->self = g_object_ref (self);
  reading->invocation = invocation;
  reading->cancellable = g_cancellable_new ();
  reading->timeout_id = g_timeout_add (READ_DEADLINE_MS, on_read_deadline, reading);
  g_input_stream_read_all_async (stream, reading->text, sizeof reading->text, G_PRIORITY_DEFAULT, reading->cancellable, read_cb, reading);
}

static void
on_method_call (GDBusConnection       *connection,
                const char            *sender,
                const char            *object_path,
                const char            *interface_name,
                const char            *method_name,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               user_data)
{
  AnnexBusInterface *self = ANNEX_BUS_INTERFACE (user_data);
  const char        *text;

  if (strcmp (method_name, "OpenChatFromDescriptor") == 0)
    {
      open_descriptor (self, parameters, invocation);
      return;
    }

  g_variant_get (parameters, "(&s)", &text);
  open_text (self, text, strlen (text), invocation);
}

static GVariant *
on_get_property (GDBusConnection *connection,
                 const char      *sender,
                 const char      *object_path,
                 const char      *interface_name,
                 const char      *property_name,
                 GError         **error,
                 gpointer         user_data)
{
  AnnexBusInterface *self = ANNEX_BUS_INTERFACE (user_data);
  guint64            size = 0;
  guint              n_attachments = 0;

  if (self->held != NULL)
    self->held (&size, &n_attachments, self->user_data);

  return strcmp (property_name, "HeldBytes") == 0 ? g_variant_new_uint64 (size) : g_variant_new_uint32 (n_attachments);
}

static void
annex_bus_interface_dispose (GObject *object)
{
  AnnexBusInterface *self = ANNEX_BUS_INTERFACE (object);

  if (self->registration_id != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration_id);
  self->registration_id = 0;
  self->open = NULL;
  self->held = NULL;
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (annex_bus_interface_parent_class)->dispose (object);
}

static void
annex_bus_interface_class_init (AnnexBusInterfaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_bus_interface_dispose;
}

static void
annex_bus_interface_init (AnnexBusInterface *self)
{
}

/**
 * annex_bus_interface_new:
 * @connection: the session bus
 * @object_path: where the methods are
 * @open: called with each chat that is handed over, until the object is disposed
 * @held: called until then when somebody asks how much is held
 * @user_data: data for both
 * @error: return location for an error, in %G_IO_ERROR
 *
 * Returns: (transfer full): the methods, on the bus until the last reference goes; or %NULL
 */
AnnexBusInterface *
annex_bus_interface_new (GDBusConnection *connection,
                         const char      *object_path,
                         AnnexBusOpenFunc open,
                         AnnexBusHeldFunc held,
                         gpointer         user_data,
                         GError         **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_method_call, .get_property = on_get_property };
  g_autoptr (AnnexBusInterface) self = g_object_new (ANNEX_TYPE_BUS_INTERFACE, NULL);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);

  self->connection = g_object_ref (connection);
  self->open = open;
  self->held = held;
  self->user_data = user_data;
  self->registration_id = g_dbus_connection_register_object (connection, object_path, node->interfaces[0], &vtable, self, NULL, error);

  return self->registration_id != 0 ? g_steal_pointer (&self) : NULL;
}
