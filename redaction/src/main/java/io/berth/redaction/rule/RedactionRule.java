/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.rule;

/**
 * The reason for a redaction. The names appear in metrics and logs; the redacted value never does.
 */
public enum RedactionRule {
  CARD_NUMBER,
  CARD_CODE,
  IDENTITY_NUMBER,
  PASSWORD,
  BEARER,
  COOKIE,
  JWT,
  CLOUD_KEY,
  PRIVATE_KEY,
  SECRET_FIELD
}
