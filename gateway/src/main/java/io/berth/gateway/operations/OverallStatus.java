/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import io.berth.events.operation.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The status of a command over all of its clusters.
 *
 * @param verdict the overall verdict; null while it is open
 * @param complete whether every target cluster has its verdict
 * @param sentence the status in a sentence
 */
public record OverallStatus(@Nullable Verdict verdict, boolean complete, String sentence) {}
