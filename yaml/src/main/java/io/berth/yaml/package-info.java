/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** YAML as people write it, read into the documents of the contract. */
@NullMarked
package io.berth.yaml;

import org.jspecify.annotations.NullMarked;
