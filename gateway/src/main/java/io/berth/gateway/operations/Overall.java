/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import io.berth.events.operation.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a command's clusters make together.
 *
 * @param verdict how it ended; null while that is open
 * @param complete whether every target cluster has its verdict, so that nothing more will come
 * @param sentence for people
 */
public record Overall(@Nullable Verdict verdict, boolean complete, String sentence) {}
