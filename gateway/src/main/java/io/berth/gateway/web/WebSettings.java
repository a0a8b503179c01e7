/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

/**
 * The settings of the API.
 *
 * @param maxBodyBytes the maximum size of a request body
 */
public record WebSettings(int maxBodyBytes) {}
