/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.view;

/**
 * A change of the view, as subscribers receive it.
 *
 * @param kind {@code operation}, {@code app}, {@code app-gone}, {@code alert}, {@code decision},
 *     {@code policy}, {@code policy-gone}, {@code silence} or {@code silence-gone}
 * @param body the new state
 */
public record ViewChange(String kind, Object body) {}
