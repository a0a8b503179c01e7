/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import java.util.List;

/**
 * A list that may get more fields beside it one day.
 *
 * @param items what was asked for
 * @param <T> what is listed
 */
record Items<T>(List<T> items) {}
