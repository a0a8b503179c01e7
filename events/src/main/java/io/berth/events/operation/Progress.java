/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.operation;

/**
 * The counts of a roll-out, as in a Deployment's status.
 *
 * @param wanted replicas asked for
 * @param updated replicas of the new release
 * @param ready replicas that are ready
 * @param available replicas that have been ready for minReadySeconds
 * @param old replicas of earlier releases still there
 */
public record Progress(int wanted, int updated, int ready, int available, int old) {}
