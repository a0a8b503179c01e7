/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.monitor.observation.ContainerHistory;
import io.berth.monitor.observation.Observation.MetricsSourceObserved;
import io.berth.monitor.observation.Observation.NodeObserved;
import io.berth.monitor.observation.Observation.UsageObserved;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.observation.Subject;
import io.berth.monitor.startup.StartupState;
import org.jspecify.annotations.Nullable;

/**
 * What was observed of a subject: all that conditions depend on.
 *
 * @param workload where the subject owns pods
 * @param node where it is a node
 * @param usage CPU and memory of its containers
 * @param history of restarts and OOM kills
 * @param startup of its start
 * @param metricsSource where it is the cluster
 */
public record SubjectObservations(
    Subject subject,
    @Nullable WorkloadObserved workload,
    @Nullable NodeObserved node,
    @Nullable UsageObserved usage,
    ContainerHistory history,
    StartupState startup,
    @Nullable MetricsSourceObserved metricsSource) {}
