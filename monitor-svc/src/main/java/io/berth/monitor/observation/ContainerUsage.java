/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import org.jspecify.annotations.Nullable;

/**
 * CPU and memory of a container, and their limits. Null for what was not measured or is not set.
 *
 * @param container its name
 * @param pod its pod
 * @param cpuMillis millicores used
 * @param cpuLimitMillis millicores allowed
 * @param memoryBytes working set
 * @param memoryLimitBytes bytes allowed
 */
public record ContainerUsage(
    String container,
    String pod,
    @Nullable Long cpuMillis,
    @Nullable Long cpuLimitMillis,
    @Nullable Long memoryBytes,
    @Nullable Long memoryLimitBytes) {}
