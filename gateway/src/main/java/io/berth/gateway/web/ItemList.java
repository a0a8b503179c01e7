/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import java.util.List;

/**
 * A list as an object, so that fields can be added beside it.
 *
 * @param items the items
 * @param <T> the type of the items
 */
record ItemList<T>(List<T> items) {}
