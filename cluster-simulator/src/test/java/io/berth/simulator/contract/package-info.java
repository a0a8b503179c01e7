/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a Kubernetes API server does, as tests that any cluster can be put through. */
package io.berth.simulator.contract;
