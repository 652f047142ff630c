/* SPDX-FileCopyrightText: The Annex developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "annex-sample-reply.h"
#include "annex-sample-service.h"

G_BEGIN_DECLS

/**
 * AnnexSampleFaults:
 *
 * The faults that are still to come, and the connections that are kept because of those that came.
 */
typedef struct _AnnexSampleFaults AnnexSampleFaults;

AnnexSampleFaults *annex_sample_faults_new (void);
void               annex_sample_faults_free (AnnexSampleFaults *faults);
void               annex_sample_faults_push (AnnexSampleFaults      *faults,
                                             AnnexSampleOperation    operation,
                                             const AnnexSampleFault *fault);
void               annex_sample_faults_clear (AnnexSampleFaults *faults);
void               annex_sample_faults_close (AnnexSampleFaults *faults);
AnnexSampleFault  *annex_sample_faults_take (AnnexSampleFaults   *faults,
                                             AnnexSampleOperation operation);
void               annex_sample_fault_free (AnnexSampleFault *fault);
void               annex_sample_fault_alter (const AnnexSampleFault *fault,
                                             AnnexSampleReply       *reply);
gboolean           annex_sample_fault_is_raw (const AnnexSampleFault *fault);
void               annex_sample_faults_send (AnnexSampleFaults      *faults,
                                             const AnnexSampleFault *fault,
                                             const AnnexSampleReply *reply,
                                             GIOStream              *stream,
                                             GSocket                *socket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexSampleFaults, annex_sample_faults_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexSampleFault, annex_sample_fault_free)

G_END_DECLS
