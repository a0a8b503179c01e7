/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Child processes: how they are started, known again, kept on a leash and ended. */
@NullMarked
package io.berth.localstack.process;

import org.jspecify.annotations.NullMarked;
