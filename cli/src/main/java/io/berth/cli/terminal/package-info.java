/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What reaches the terminal. Texts come from logs, alerts, people and servers; whatever stands in
 * them, it is read and never obeyed.
 */
@NullMarked
package io.berth.cli.terminal;

import org.jspecify.annotations.NullMarked;
