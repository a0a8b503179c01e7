/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

/**
 * What the API needs to know.
 *
 * @param mostBodyBytes the largest body that is read
 */
public record WebSettings(int mostBodyBytes) {}
