/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Ships the logs of simulated pods over the Fluentd Forward protocol, as a node agent does. */
@NullMarked
package io.berth.simulator.forward;

import org.jspecify.annotations.NullMarked;
