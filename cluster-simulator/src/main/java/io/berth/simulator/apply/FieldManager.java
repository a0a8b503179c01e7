/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.apply;

/**
 * Who writes.
 *
 * @param manager the field manager
 * @param subresource empty, {@code status} or {@code scale}
 * @param time ISO 8601, whole seconds
 */
public record FieldManager(String manager, String subresource, String time) {}
