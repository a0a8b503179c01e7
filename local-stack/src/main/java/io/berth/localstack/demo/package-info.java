/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A story told against the running suite: every flow once, with what happened and how long it took.
 */
@NullMarked
package io.berth.localstack.demo;

import org.jspecify.annotations.NullMarked;
