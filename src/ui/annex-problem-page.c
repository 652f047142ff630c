/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "annex-problem-page.h"

struct _AnnexProblemPage
{
  AdwBin parent_instance;

  AdwStatusPage *status_page;
  GtkButton     *remedy_button;
  GtkButton     *try_now_button;
  GtkButton     *cancel_button;
  GtkButton     *details_button;

  char               *announced;    /* (owned) (nullable) what the screen reader was told last */
  AnnexAttachment    *waiting;      /* (owned) (nullable) whose seconds are counted */
  AnnexProblemActions actions;      /* while they are */
  guint               countdown_id; /* a tick a second, while they are */
};

G_DEFINE_FINAL_TYPE (AnnexProblemPage, annex_problem_page, ADW_TYPE_BIN)

static const char *
get_remedy_action (AnnexRemedy remedy,
                   const char *again)
{
  switch (remedy)
    {
    case ANNEX_REMEDY_NONE:
      return NULL;
    case ANNEX_REMEDY_SAVE:
      return "win.save";
    case ANNEX_REMEDY_RECONNECT:
      return "app.connect";
    case ANNEX_REMEDY_TRY_AGAIN:
    case ANNEX_REMEDY_RENEW_LINK:
    case ANNEX_REMEDY_DOWNLOAD_AGAIN:
    default:
      return again;
    }
}

static void
set_button (GtkButton  *button,
            const char *action)
{
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_visible (GTK_WIDGET (button), action != NULL);
}

/* Once for each problem: a countdown is not read out second by second. */
static void
announce (AnnexProblemPage   *self,
          const AnnexProblem *problem)
{
  g_autofree char *text = g_strdup_printf ("%s. %s", problem->title, problem->is_live ? "" : problem->description);

  if (!g_set_str (&self->announced, text))
    return;

  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, problem->urgent ? GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH : GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
stop_countdown (AnnexProblemPage *self)
{
  g_clear_handle_id (&self->countdown_id, g_source_remove);
  g_clear_object (&self->waiting);
}

static void
annex_problem_page_unmap (GtkWidget *widget)
{
  /* The same problem is news again when it comes back. */
  g_clear_pointer (&ANNEX_PROBLEM_PAGE (widget)->announced, g_free);
  stop_countdown (ANNEX_PROBLEM_PAGE (widget));

  GTK_WIDGET_CLASS (annex_problem_page_parent_class)->unmap (widget);
}

static void
annex_problem_page_dispose (GObject *object)
{
  AnnexProblemPage *self = ANNEX_PROBLEM_PAGE (object);

  g_clear_pointer (&self->announced, g_free);
  stop_countdown (self);
  /* Disposing of the template unparents it, which a bin does not notice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_PROBLEM_PAGE);

  G_OBJECT_CLASS (annex_problem_page_parent_class)->dispose (object);
}

static void
annex_problem_page_class_init (AnnexProblemPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_problem_page_dispose;
  widget_class->unmap = annex_problem_page_unmap;

  gtk_widget_class_set_template_from_resource (widget_class, APPLICATION_PATH "/annex-problem-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexProblemPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexProblemPage, remedy_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexProblemPage, try_now_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexProblemPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexProblemPage, details_button);
}

static void
annex_problem_page_init (AnnexProblemPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show (AnnexProblemPage          *self,
      const AnnexProblem        *problem,
      const AnnexProblemActions *actions)
{
  /* A status page's description is always markup, and it may hold a name that a stranger chose. */
  g_autofree char *markup = g_markup_escape_text (problem->description, -1);
  const char      *label = annex_remedy_get_label (problem->remedy);

  adw_status_page_set_icon_name (self->status_page, problem->icon_name);
  adw_status_page_set_title (self->status_page, problem->title);
  adw_status_page_set_description (self->status_page, markup);

  gtk_button_set_label (self->remedy_button, label != NULL ? label : "");
  set_button (self->remedy_button, get_remedy_action (problem->remedy, actions->again));
  set_button (self->try_now_button, actions->try_now);
  set_button (self->cancel_button, actions->cancel);
  set_button (self->details_button, problem->has_details ? actions->details : NULL);
  announce (self, problem);
}

/**
 * annex_problem_page_show:
 * @self: a page
 * @problem: the problem to show
 * @actions: what its buttons do
 *
 * Shows a problem, and tells the screen reader when it is a new one.
 */
void
annex_problem_page_show (AnnexProblemPage          *self,
                         const AnnexProblem        *problem,
                         const AnnexProblemActions *actions)
{
  g_return_if_fail (ANNEX_IS_PROBLEM_PAGE (self));
  g_return_if_fail (problem != NULL);
  g_return_if_fail (actions != NULL);

  stop_countdown (self);
  show (self, problem, actions);
}

static void
show_seconds (AnnexProblemPage *self)
{
  g_autoptr (AnnexProblem) problem = annex_problem_new_for_waiting (self->waiting);

  show (self, problem, &self->actions);
}

static gboolean
on_countdown_tick (gpointer user_data)
{
  AnnexProblemPage *self = user_data;

  if (annex_attachment_get_state (self->waiting) == ANNEX_ATTACHMENT_STATE_WAITING)
    show_seconds (self);

  return G_SOURCE_CONTINUE;
}

/**
 * annex_problem_page_show_waiting:
 * @self: a page
 * @attachment: an attachment that waits
 * @actions: what the buttons do; their names are static
 *
 * Shows for what it waits, and counts the seconds until something else is shown.
 */
void
annex_problem_page_show_waiting (AnnexProblemPage          *self,
                                 AnnexAttachment           *attachment,
                                 const AnnexProblemActions *actions)
{
  g_return_if_fail (ANNEX_IS_PROBLEM_PAGE (self));
  g_return_if_fail (ANNEX_IS_ATTACHMENT (attachment));
  g_return_if_fail (actions != NULL);

  g_set_object (&self->waiting, attachment);
  self->actions = *actions;
  if (self->countdown_id == 0)
    self->countdown_id = g_timeout_add_seconds (1, on_countdown_tick, self);
  show_seconds (self);
}
