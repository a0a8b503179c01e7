/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Documents as people and programs write them: read strictly, with a place for every node and all
 * faults at once.
 */
@NullMarked
package io.berth.events.document;

import org.jspecify.annotations.NullMarked;
