/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.board;

/**
 * What is other now, for those who watch.
 *
 * @param kind {@code operation}, {@code app}, {@code app-gone}, {@code alert}, {@code decision},
 *     {@code policy}, {@code policy-gone}, {@code silence} or {@code silence-gone}
 * @param body what it is now
 */
public record Change(String kind, Object body) {}
