/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

/** A check that is taken out, to show that its absence is found. */
enum PlantedFault {
  /** Nothing. */
  NONE,
  /** The API server compares no resource versions, as if none were sent. */
  VERSIONS_IGNORED,
  /** Verdicts that were published before are not known. */
  VERDICTS_FORGOTTEN,
  /** The offset of a record is committed before it is handled. */
  COMMITTED_EARLY
}
