/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

/**
 * A text with a secret in it.
 *
 * @param secret what must not be found afterwards
 * @param text as somebody logged it
 */
record PlantedSecret(String secret, String text) {}
