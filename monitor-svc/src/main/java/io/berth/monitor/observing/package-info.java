/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What Kubernetes' objects say, in Berth's words. Pure: objects in, facts out. */
@NullMarked
package io.berth.monitor.observing;

import org.jspecify.annotations.NullMarked;
