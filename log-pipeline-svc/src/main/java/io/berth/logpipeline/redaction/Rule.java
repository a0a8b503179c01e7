/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.redaction;

/** Why something was taken out. The names are counted and told; what was found never is. */
public enum Rule {
  CARD_NUMBER,
  CARD_CODE,
  IDENTITY_NUMBER,
  PASSWORD,
  BEARER,
  JWT,
  CLOUD_KEY,
  PRIVATE_KEY,
  SECRET_FIELD
}
